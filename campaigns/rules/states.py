"""The states of campaigns and of whom they help, and what each means."""

PLACE = "place:"  # how the key of a workplace on a roster begins

STATES = {
    "listed": "待审核",
    "eligible": "符合条件",
    "ineligible": "不符合",
    "approved": "已批准",
    "planned": "已安排款项",
    "reached": "已到位",
    "withdrawn": "已退出",
}
UNDECIDED = ("listed", "eligible", "ineligible")  # screened again as often as one likes
HOLDING = ("approved", "planned", "reached")  # their money counts against the budget
LIVE = ("listed", "eligible", *HOLDING)  # count against a quota

# Of campaigns: people are enrolled and screened, and cash of visits is taken in.
RUNNING = ("collecting", "screening", "notice", "approved", "executing")
LISTING = ("planned", "published", "collecting")  # names still come in
VISITED = ("published", *RUNNING)
ENDED = ("closing", "summarised", "archived")
WAY = (
    "planned",
    "published",
    "collecting",
    "screening",
    "notice",
    "approved",
    "executing",
    "closing",
    "summarised",
    "archived",
)
