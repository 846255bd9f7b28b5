from assistance.aid.models import AidType
from assistance.aid.permissions import SEE_AID, SEE_REGISTER
from assistance.funds.kinds import aid_type
from ground.web.shell import navigation
from ground.web.subjects import opens, tell
from ground.web.trail import say, say_detail, say_subject

for one in AidType:
    aid_type(one.value, one.label)

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

opens("aid.payment", label="帮扶款项", url_name="aid:payment", permission=SEE_AID)
opens("aid.batch", label="发放批次", url_name="aid:batch", permission=SEE_AID)

tell("aid.payment_planned", "安排帮扶款项", field="payment_id", subject="aid.payment")
tell("aid.payment_voided", "作废帮扶款项", field="payment_id", subject="aid.payment")
tell("aid.batch_ordered", "财务确认发放", field="batch_id", subject="aid.batch")
tell("aid.payment_returned", "银行退票", field="payment_id", subject="aid.payment")
tell("aid.payment_undone", "撤销发放结果", field="payment_id", subject="aid.payment")
tell("aid.payment_released", "放弃发放", field="payment_id", subject="aid.payment")
tell("aid.payment_recovered", "追回款项", field="payment_id", subject="aid.payment")
tell("aid.payment_paid", "发放入账", field="payment_id", subject="aid.payment")
tell("aid.batch_locked", "锁定发放批次", field="batch_id", subject="aid.batch")
tell("aid.batch_approved", "批准发放批次", field="batch_id", subject="aid.batch")
tell("aid.batch_rejected", "退回发放批次", field="batch_id", subject="aid.batch")

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
say("aid.batch_paid_out", "确认发放批次")
say("aid.batch_settled", "批次全部入账")

say_subject("aid.payment", "帮扶款项")
say_subject("aid.batch", "发放批次")
say_detail("origin", "来自")
say_detail("aid_type", "帮扶类别")
say_detail("payments", "款项")
