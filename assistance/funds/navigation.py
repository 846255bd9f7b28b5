from assistance.funds.permissions import SEE_FUNDS
from assistance.funds.rules import Move
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=50,
    label="资金",
    url_name="funds:sources",
    icon="wallet",
    permission=SEE_FUNDS,
    group="帮扶",
)
navigation(
    order=51,
    label="试算平衡",
    url_name="funds:trial_balance",
    icon="scales",
    permission=SEE_FUNDS,
    group="帮扶",
)

opens("funds.source", label="资金", url_name="funds:source", permission=SEE_FUNDS)
tell("funds.money_received", "资金到账", field="source_id", subject="funds.source")
say("funds.source_opened", "设立资金")
for move in Move:
    say(f"funds.money_{move.name.lower()}", f"资金{move.label}")
say("funds.book_sealed", "封存账簿")
say("funds.book_verified", "核验账簿")

say_subject("funds.fundsource", "资金")
say_subject("funds.entry", "凭证")
say_detail("source", "资金")
say_detail("on", "日期")
say_detail("year", "年度")
