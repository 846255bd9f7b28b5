from assistance.households.registries import file_panel
from assistance.rights.permissions import SEE_IMPACT, SEE_REQUESTS
from ground.web.local_rules import name_rule
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=38,
    label="个人信息权利",
    url_name="rights:requests",
    icon="family",
    permission=SEE_REQUESTS,
    group="帮扶",
)
navigation(
    order=39,
    label="影响评估",
    url_name="rights:impacts",
    icon="scales",
    permission=SEE_IMPACT,
    group="帮扶",
)
file_panel("rights:file_panel", order=90, permission=SEE_REQUESTS)

name_rule("rights.days_to_answer", "个人信息权利申请答复期限", "个工作日")
name_rule("rights.retention_years", "困难职工档案退档后保存年限", "年")

opens("rights.request", label="权利申请", url_name="rights:request", permission=SEE_REQUESTS)
opens("rights.disposal", label="销毁清册", url_name="rights:disposal", permission=SEE_REQUESTS)
tell("rights.request_received", "受理权利申请", field="request_id", subject="rights.request")
tell("rights.request_answered", "答复权利申请", field="request_id", subject="rights.request")
tell("rights.file_stored_only", "档案转为仅存储", field="file_id", subject="households.file")
tell("rights.files_destroyed", "销毁期满档案", field="disposal_id", subject="rights.disposal")

say("rights.request_received", "受理个人信息权利申请")
say("rights.request_answered", "答复个人信息权利申请")
say("rights.file_stored_only", "档案转为仅存储")
say("rights.disposal_proposed", "提出销毁清册")
say("rights.disposal_withdrawn", "撤回销毁清册")
say("rights.disposal_done", "批准并执行销毁")
say("rights.file_destroyed", "销毁档案内容")
say("rights.impact_written", "编写影响评估")
say_subject("rights.personrequest", "权利申请")
say_subject("rights.disposal", "销毁清册")
say_subject("rights.impactassessment", "影响评估")
say_detail("granted", "支持")
say_detail("files", "档案数")
say_detail("list", "清册")
