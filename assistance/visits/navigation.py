from assistance.visits.permissions import RECORD_VISIT, SEE_VISITS
from ground.web.local_rules import name_rule
from ground.web.offline import works_offline
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=20,
    label="走访记录",
    url_name="visits:list",
    icon="visit",
    permission=SEE_VISITS,
    group="走访",
)
navigation(
    order=21,
    label="登记走访",
    url_name="visits:record",
    icon="pen",
    permission=RECORD_VISIT,
    group="走访",
)

navigation(
    order=22,
    label="待发送",
    url_name="visits:outbox",
    icon="send",
    permission=RECORD_VISIT,
    group="走访",
)
works_offline(
    "登记走访",
    url_name="visits:record",
    shell_name="visits:record_shell",
    templates=[
        "visits/record_shell.html",
        "visits/record_fields.html",
        "visits/rows.html",
        "visits/row.html",
    ],
    statics=[
        "vendor/htmx/htmx.min.js",
        "web/rows.js",
        "visits/record.css",
        "visits/record.js",
        "visits/draft.js",
        "visits/at_hand.js",
    ],
)
works_offline(
    "待发送",
    url_name="visits:outbox",
    shell_name="visits:outbox_shell",
    templates=["visits/outbox_shell.html", "visits/outbox_body.html"],
    statics=["visits/outbox.js", "visits/choosing.js"],
)

opens("visits.visit", label="走访记录", url_name="visits:visit", permission=SEE_VISITS)
tell("visits.visit_recorded", "登记走访", field="visit_id", subject="visits.visit")
tell("visits.visit_corrected", "修改走访记录", field="visit_id", subject="visits.visit")
tell("visits.family_found", "发现困难家庭", field="visit_id", subject="visits.visit")
tell("visits.need_told", "提出诉求", field="visit_id", subject="visits.visit")

name_rule("visits.days_to_correct", "走访记录修改期限", "日")

say("visits.visit_recorded", "登记走访")
say("visits.visit_corrected", "修改走访记录")
say("visits.visit_merged", "合并同一次走访")
say("visits.visit_returned", "退回走访记录")

say_subject("visits.visit", "走访记录")
say_detail("families", "困难家庭户数")
say_detail("needs", "诉求项数")
say_detail("promises", "承诺项数")
say_detail("goods", "慰问品样数")
say_detail("photos", "照片张数")
say_detail("version", "第几版")
say_detail("visited_on", "走访日期")
say_detail("condolence_cash", "慰问金")
