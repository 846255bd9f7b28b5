from assistance.checks.permissions import KEEP_CHECKS, SEE_CHECKS
from assistance.households.registries import file_panel, gate_work
from ground.web.local_rules import name_rule
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=33,
    label="经济状况核对",
    url_name="checks:list",
    icon="search",
    permission=SEE_CHECKS,
    group="帮扶",
)
gate_work("check", url_name="checks:file", label="经济状况核对", permission=KEEP_CHECKS)
file_panel("checks:panel", order=20, permission=SEE_CHECKS)
name_rule("checks.answer_workdays", "经济状况核对答复期限", "个工作日")

opens("checks.batch", label="核对名单", url_name="checks:batch", permission=SEE_CHECKS)
opens("checks.file", label="经济状况核对", url_name="checks:file", permission=SEE_CHECKS)
tell("checks.batch_sent", "发出核对名单", field="batch_id", subject="checks.batch")
tell("checks.batch_overdue", "核对逾期未答复", field="batch_id", subject="checks.batch")
tell("checks.answers_imported", "回填核对结果")
tell("checks.answered", "核对结果", field="file_id", subject="checks.file")

say("checks.batch_made", "编制核对名单")
say("checks.batch_sent", "发出核对名单")
say("checks.batch_overdue", "核对逾期未答复")
say("checks.request_withdrawn", "撤出核对名单")
say("checks.person_withdrawn", "撤回核对授权，答复不再使用")
say("checks.answer_recorded", "登记核对答复")
say("checks.answer_used", "按核对答复办理")
say("checks.not_settled", "核对答复未能办理")
say("checks.clear", "核对无异常")
say("checks.hit", "核对有发现")
say("checks.cleared", "说明核对发现")
say_subject("checks.checkbatch", "核对名单")
say_subject("checks.checkrequest", "核对")
say_subject("checks.checkanswer", "核对答复")
say_detail("request", "核对")
say_detail("answer", "核对答复")
say_detail("times", "第几次")
say_detail("people", "人数")
say_detail("why", "原因")
