from assistance.aid.models import AidType
from assistance.aid.permissions import (
    FOLLOW_PAYMENTS,
    RECORD_RECEIPT,
    SEE_AID,
    SEE_REGISTER,
)
from assistance.aid.queries.vouchers import papers_told_otherwise
from assistance.funds.kinds import aid_type
from assistance.funds.queries import compared
from ground.web.local_rules import name_rule
from ground.web.offline import works_offline
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

for one in AidType:
    aid_type(one.value, one.label)
compared(papers_told_otherwise)

navigation(
    order=40, label="发放批次", url_name="aid:batches", icon="aid", permission=SEE_AID, group="帮扶"
)
navigation(
    order=41,
    label="帮扶款项",
    url_name="aid:payments",
    icon="money",
    permission=SEE_AID,
    group="帮扶",
)
navigation(
    order=42,
    label="帮扶台账",
    url_name="aid:register",
    icon="ledger",
    permission=SEE_REGISTER,
    group="帮扶",
)

navigation(
    order=43,
    label="现场签收",
    url_name="aid:hand_out",
    icon="pen",
    permission=RECORD_RECEIPT,
    group="帮扶",
)
navigation(
    order=44,
    label="款项去向",
    url_name="aid:where",
    icon="map",
    permission=FOLLOW_PAYMENTS,
    group="帮扶",
)
works_offline(
    "现场签收",
    url_name="aid:hand_out",
    shell_name="aid:hand_out_shell",
    templates=["aid/hand_out_shell.html", "aid/hand_out_body.html"],
    statics=["visits/record.css", "aid/hand_out.css", "aid/hand_out.js"],
)

opens("aid.payment", label="帮扶款项", url_name="aid:payment", permission=SEE_AID)
opens("aid.batch", label="发放批次", url_name="aid:batch", permission=SEE_AID)

tell("aid.payment_planned", "安排帮扶款项", field="payment_id", subject="aid.payment")
tell("aid.payments_planned", "批量安排帮扶款项")
tell("aid.payment_voided", "作废帮扶款项", field="payment_id", subject="aid.payment")
tell("aid.batch_ordered", "财务确认发放", field="batch_id", subject="aid.batch")
tell("aid.payments_returned", "银行退票", field="batch_id", subject="aid.batch")
tell("aid.payments_undone", "撤销发放结果", field="batch_id", subject="aid.batch")
tell("aid.payment_released", "放弃发放", field="payment_id", subject="aid.payment")
tell("aid.payment_recovered", "追回款项", field="payment_id", subject="aid.payment")
tell("aid.payments_paid", "发放入账", field="batch_id", subject="aid.batch")
tell("aid.batch_locked", "锁定发放批次", field="batch_id", subject="aid.batch")
tell("aid.batch_approved", "批准发放批次", field="batch_id", subject="aid.batch")
tell("aid.batch_rejected", "退回发放批次", field="batch_id", subject="aid.batch")

opens("aid.receipt", label="回执", url_name="aid:receipt", permission=SEE_AID)

tell("aid.batch_settled", "批次全部入账", field="batch_id", subject="aid.batch")
tell("aid.receipts_recorded", "登记回执", field="batch_id", subject="aid.batch")
tell("aid.receipt_withdrawn", "作废回执", field="payment_id", subject="aid.payment")
tell("aid.batch_completed", "回执收齐", field="batch_id", subject="aid.batch")
tell("aid.receipts_overdue", "催收回执", field="batch_id", subject="aid.batch")
tell("aid.batch_archived", "归档发放批次", field="batch_id", subject="aid.batch")

say("aid.payment_planned", "安排帮扶款项")
say("aid.payment_voided", "作废帮扶款项")
say("aid.payee_named", "指定收款人")
say("aid.relative_declared", "登记工作人员亲属")
say("aid.payment_recovered", "追回款项")
say("aid.payments_added", "编入款项")
say("aid.payments_dropped", "移出款项")
say("aid.batch_channel_set", "统一发放方式")
say("aid.batch_locked", "锁定批次，预留资金")
say("aid.batch_voted", "审批")
say("aid.batch_posted", "登记公示结果")
say("aid.batch_sent", "送银行")
say("aid.payments_paid", "登记发放成功")
say("aid.payments_returned", "登记银行退票")
say("aid.payments_unknown", "登记结果不明")
say("aid.outcome_undone", "撤销发放结果")
say("aid.payments_reissued", "退票重新发放")
say("aid.payments_released", "退票放弃发放")
say("aid.approval_level_set", "设置审批环节")
say("aid.notice_rule_set", "设置发放前公示")
say("aid.batch_made", "编制批次")
say("aid.batch_checked", "财务审核批次")
say("aid.batch_approved", "批准批次")
say("aid.batch_rejected", "退回批次")
say("aid.batch_discarded", "撤销编制中的批次")
say("aid.batch_looked_through", "核对批次")
say("aid.batch_booked_again", "重新执行入账")
say("aid.batch_held", "恢复后暂停发放")
say("aid.batch_let_go", "核对后放行")
say("aid.batch_paid_out", "确认发放批次")
say("aid.batch_settled", "批次全部入账")

say("aid.receipts_recorded", "登记回执")
say("aid.receipt_withdrawn", "作废回执")
say("aid.batch_completed", "回执收齐")
say("aid.receipts_overdue", "催收回执")
say("aid.batch_archived", "归档批次")

name_rule("aid.receipt_hands", "现场发放签收须有人数", "人")
name_rule("aid.receipt_workdays", "收齐回执的期限", "个工作日")
name_rule("aid.answer_is_receipt", "银行回盘即为回执", "（0否1是）")
name_rule("aid.proxy_families", "一人代领超过即提示审核人", "户")
name_rule("aid.repeat_days", "同一户同一项目再次发放，在此日数内提醒核实", "日")

say_subject("aid.payment", "帮扶款项")
say_subject("aid.batch", "发放批次")
say_detail("origin", "来自")
say_detail("aid_type", "帮扶类别")
say_detail("payments", "款项")
say_detail("receipt", "回执")
say_detail("receipt_kind", "回执种类")
