from assistance.applications.permissions import SEE_APPLICATIONS
from assistance.households.registries import file_panel
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=39,
    label="救助申请",
    url_name="applications:list",
    icon="edit",
    permission=SEE_APPLICATIONS,
    group="帮扶",
)
file_panel("applications:panel", order=10, permission=SEE_APPLICATIONS)

opens(
    "applications.application",
    label="救助申请",
    url_name="applications:application",
    permission=SEE_APPLICATIONS,
)
for _name, _words in (
    ("recommended", "提交救助申请复核"),
    ("reviewed", "复核救助申请"),
    ("returned", "退回救助申请"),
    ("approved", "批准救助申请"),
    ("rejected", "不批准救助申请"),
    ("withdrawn", "撤回救助申请"),
    ("lapsed", "申请的款项作废"),
):
    tell(
        f"applications.application_{_name}",
        _words,
        field="application_id",
        subject="applications.application",
    )
    say(f"applications.{_name}", _words)

say("applications.opened", "登记救助申请")
say("applications.changed", "修改救助申请")
say("applications.paper_added", "登记申请材料")
say("applications.paper_withdrawn", "撤回申请材料")
say("applications.paper_opened", "打开申请材料")
say("applications.revealed", "查看申请人完整信息")

say_subject("applications.application", "救助申请")
say_detail("proposed", "建议金额")
say_detail("paper", "材料")
