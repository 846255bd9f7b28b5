from assistance.households.registries import file_panel, gate_work
from assistance.investigations.permissions import RECORD_INVESTIGATION, SEE_INVESTIGATIONS
from ground.web.offline import works_offline
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=32,
    label="入户调查",
    url_name="investigations:list",
    icon="home",
    permission=SEE_INVESTIGATIONS,
    group="帮扶",
)
gate_work(
    "investigation",
    url_name="investigations:of_file",
    label="登记入户调查",
    permission=RECORD_INVESTIGATION,
)
file_panel("investigations:panel", order=10, permission=SEE_INVESTIGATIONS)
works_offline(
    "登记入户调查",
    url_name="investigations:record",
    shell_name="investigations:record_shell",
    templates=["investigations/record_shell.html", "investigations/record_fields.html"],
    statics=[
        "visits/record.css",
        "investigations/record.css",
        "investigations/record.js",
    ],
)

opens(
    "investigations.investigation",
    label="入户调查",
    url_name="investigations:investigation",
    permission=SEE_INVESTIGATIONS,
)
tell(
    "investigations.recorded",
    "入户调查",
    field="investigation_id",
    subject="investigations.investigation",
)
tell(
    "investigations.withdrawn",
    "撤回入户调查",
    field="investigation_id",
    subject="investigations.investigation",
)
say("investigations.recorded", "登记入户调查")
say("investigations.withdrawn", "撤回入户调查")
say_subject("investigations.homeinvestigation", "入户调查")
say_detail("investigation", "入户调查")
say_detail("purpose", "用途")
say_detail("conclusion", "结论")
