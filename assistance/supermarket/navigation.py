from assistance.aid.cards import keeps_cards
from assistance.supermarket.permissions import (
    SEE_SUPERMARKET,
    SERVE,
    SETTLE_DIFFERENCES,
)
from assistance.supermarket.services import LoveCards
from ground.web.offline import works_offline
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

GROUP = "爱心超市"
navigation(
    order=64,
    label="柜台",
    url_name="supermarket:counter",
    icon="card",
    permission=SERVE,
    group=GROUP,
)
for order, label, url_name, icon in (
    (65, "爱心卡", "supermarket:cards", "star"),
    (66, "领取记录", "supermarket:issues", "receipt"),
    (67, "各户年度领取", "supermarket:families", "family"),
    (68, "爱心超市台账", "supermarket:book", "ledger"),
):
    navigation(
        order=order,
        label=label,
        url_name=url_name,
        icon=icon,
        permission=SEE_SUPERMARKET,
        group=GROUP,
    )
navigation(
    order=69,
    label="差异处理",
    url_name="supermarket:differences",
    icon="alert",
    permission=SETTLE_DIFFERENCES,
    group=GROUP,
)
works_offline(
    "爱心超市柜台",
    url_name="supermarket:counter",
    shell_name="supermarket:counter_shell",
    templates=["supermarket/counter_shell.html", "supermarket/counter_body.html"],
    statics=[
        "visits/record.css",
        "supermarket/counter.css",
        "supermarket/counter.js",
        "supermarket/till.js",
    ],
)

keeps_cards(LoveCards())

opens("supermarket.issue", label="领取", url_name="supermarket:issue", permission=SEE_SUPERMARKET)
opens("supermarket.card", label="爱心卡", url_name="supermarket:card", permission=SEE_SUPERMARKET)
opens(
    "supermarket.difference",
    label="柜台差异",
    url_name="supermarket:difference",
    permission=SETTLE_DIFFERENCES,
)
tell("supermarket.love_issued", "发放爱心卡")
tell("supermarket.love_blocked", "停用爱心卡", field="love_id", subject="supermarket.card")
tell("supermarket.love_replaced", "补办爱心卡", field="love_id", subject="supermarket.card")
tell("supermarket.goods_issued", "领取物资", field="issue_id", subject="supermarket.issue")
tell("supermarket.issue_reversed", "冲正领取", field="issue_id", subject="supermarket.issue")
tell(
    "supermarket.difference_settled",
    "处理柜台差异",
    field="difference_id",
    subject="supermarket.difference",
)
say("supermarket.card_issued", "发放爱心卡")
say("supermarket.card_blocked", "停用爱心卡")
say("supermarket.card_replaced", "补办爱心卡")
say("supermarket.card_topped_up", "充值爱心卡")
say("supermarket.card_taken_off", "从爱心卡扣回")
say("supermarket.card_rule_set", "规定爱心卡额度")
say("supermarket.goods_limited", "规定单品限量")
say("supermarket.goods_issued", "发放物资")
say("supermarket.issue_reversed", "冲正领取")
say("supermarket.difference_settled", "处理柜台差异")
say_subject("supermarket.lovecard", "爱心卡")
say_subject("supermarket.issue", "领取")
say_subject("supermarket.difference", "柜台差异")
say_subject("supermarket.cardrule", "爱心卡额度")
say_subject("supermarket.itemlimit", "单品限量")
say_detail("differences", "差异")
say_detail("decision", "处理")
say_detail("balance", "余额")
say_detail("most", "最多")
say_detail("goods", "商品")
