from assistance.funds.permissions import SEE_FUNDS
from assistance.funds.rules import Move
from ground.web.local_rules import name_rule
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

navigation(
    order=52,
    label="收支汇总",
    url_name="funds:spending",
    icon="chart",
    permission=SEE_FUNDS,
    group="帮扶",
)
navigation(
    order=53,
    label="账簿核验",
    url_name="funds:books",
    icon="shield",
    permission=SEE_FUNDS,
    group="帮扶",
)
navigation(
    order=54,
    label="下达与缴回",
    url_name="funds:allocations",
    icon="transfer",
    permission=SEE_FUNDS,
    group="帮扶",
)
navigation(
    order=55,
    label="资金来源与分配",
    url_name="funds:distribution",
    icon="chart",
    permission=SEE_FUNDS,
    group="帮扶",
)

opens("funds.allocation", label="下达", url_name="funds:allocation", permission=SEE_FUNDS)
opens("funds.return", label="缴回", url_name="funds:return", permission=SEE_FUNDS)
opens("funds.carry", label="年终结转", url_name="funds:carried", permission=SEE_FUNDS)
opens("funds.source", label="资金", url_name="funds:source", permission=SEE_FUNDS)
tell("funds.money_received", "资金到账", field="source_id", subject="funds.source")
tell("funds.limits_changed", "规定资金使用范围", field="source_id", subject="funds.source")
for name, words in (("sent", "下达资金"), ("received", "确认下达到账"), ("refused", "退回下达")):
    say(f"funds.allocation_{name}", words)
    tell(f"funds.allocation_{name}", words, field="allocation_id", subject="funds.allocation")
for action, words in (
    ("funds.return_sent", "缴回资金"),
    ("funds.money_returned", "收到缴回"),
    ("funds.return_refused", "未收到缴回"),
):
    say(action, words)
    tell(action, words, field="return_id", subject="funds.return")
say("funds.year_carried", "年终结转")
tell("funds.year_carried", "年终结转", field="carry_over_id", subject="funds.carry")
say("funds.balance_low", "资金余额不足")
tell("funds.balance_low", "资金余额不足", field="source_id", subject="funds.source")
say("funds.source_limited", "规定资金使用范围")
say("funds.kind_limited", "规定某类资金使用范围")
say("funds.papers_added", "登记资金文件")
name_rule("funds.confirm_workdays", "下达、缴回确认期限", "个工作日")
name_rule("funds.balance_low_percent", "资金余额不足提醒线", "%")
say("funds.source_opened", "设立资金")
for move in Move:
    say(f"funds.money_{move.name.lower()}", f"资金{move.label}")
say("funds.book_sealed", "封存账簿")
say("funds.book_verified", "核验账簿")

say_subject("funds.fundsource", "资金")
say_subject("funds.entry", "凭证")
say_subject("funds.allocation", "下达")
say_subject("funds.fundreturn", "缴回")
say_subject("funds.carryover", "年终结转")
say_subject("funds.kindlimit", "资金使用范围")
say_detail("allocation", "下达")
say_detail("gift", "捐赠人与意愿校验")
say_detail("tiers", "建档标准")
say_detail("aid_types", "救助类别")
say_detail("source", "资金")
say_detail("on", "日期")
say_detail("year", "年度")

tell("funds.entries_posted", "资金记账")
