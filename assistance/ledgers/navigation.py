from assistance.households.registries import file_panel
from assistance.ledgers.permissions import SEE_LEDGERS
from ground.web.shell import navigation
from ground.web.subjects import tell
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=34,
    label="台账与报表",
    url_name="ledgers:index",
    icon="ledger",
    permission=SEE_LEDGERS,
    group="帮扶",
)
file_panel("ledgers:panel", order=80, permission=SEE_LEDGERS)

tell("ledgers.handed_over", "报送全国系统")

say("ledgers.ledger_asked", "编制台账")
say("ledgers.output_made", "台账编制完成")
say("ledgers.output_fetched", "下载台账")
say("ledgers.handed_over", "报送全国系统")
say("ledgers.entered", "登记已录入全国系统")
say("ledgers.entry_taken_back", "撤销录入登记")
say("ledgers.own_copy_given", "为家庭打印本人信息")
say("ledgers.form_taken_out", "导出档案表")

say_subject("ledgers.output", "台账与报表")
say_subject("ledgers.handover", "报送")
say_subject("ledgers.handoverline", "报送的档案")
say_detail("files", "户数")
say_detail("masked", "隐去个人信息")
say_detail("to", "交给")
