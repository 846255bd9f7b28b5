from ground.intake.permissions import IMPORT
from ground.web.shell import navigation
from ground.web.trail import say, say_detail, say_subject

navigation(
    order=88,
    label="导入 Excel",
    url_name="intake:list",
    icon="upload",
    permission=IMPORT,
    group="管理",
)

say("intake.sent", "送交导入文件")
say("intake.rehearsal_asked", "核对列并预演")
say("intake.rehearsed", "预演完成")
say("intake.accepted", "确认导入")
say("intake.committed", "完成导入")
say("intake.undo_asked", "申请撤销导入")
say("intake.undone", "整批撤销导入")
say("intake.discarded", "作废导入文件")
say("organisation.many_added", "批量新增组织")

say_subject("intake.intake", "导入")
say_detail("created", "新增")
say_detail("changed", "更改")
say_detail("removed", "撤回新增")
say_detail("restored", "恢复原值")
say_detail("only_good", "只导入无误的行")
say_detail("new", "将新增")
say_detail("same", "已有")
say_detail("refused", "不能导入")
say_detail("warned", "有提醒")
say_detail("problems", "问题")
say_detail("organisations", "组织数")
