from assistance.visits.permissions import RECORD_VISIT, SEE_VISITS
from ground.web.shell import navigation
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=20,
    label="走访记录",
    url_name="visits:list",
    icon="visit",
    permission=SEE_VISITS,
    group="双联",
)
navigation(
    order=21,
    label="登记走访",
    url_name="visits:record",
    icon="pen",
    permission=RECORD_VISIT,
    group="双联",
)

say("visits.visit_recorded", "登记走访")

say_subject("visits.visit", "走访记录")
say_detail("families", "困难家庭户数")
say_detail("visited_on", "走访日期")
say_detail("condolence_cash", "慰问金")
