from assistance.aid.permissions import SEE_AID, SEE_REGISTER
from assistance.funds.subjects import opens, tell
from ground.web.shell import navigation
from ground.web.trail import say, say_detail, say_subject

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

opens("aid.payment", label="帮扶款项", url_name="aid:payment")
opens("aid.batch", label="发放批次", url_name="aid:batch")
opens("visits.visit", label="走访记录", url_name="visits:visit")
opens("households.file", label="困难职工档案", url_name="households:file")
opens("campaigns.campaign", label="活动", url_name="campaigns:campaign")

tell("visits.visit_recorded", "登记走访", field="visit_id", subject="visits.visit")
tell("visits.family_found", "发现困难家庭", field="visit_id", subject="visits.visit")
tell("households.file_opened", "申请建档", field="file_id", subject="households.file")
tell("households.file_moved", "档案办理", field="file_id", subject="households.file")
tell("households.file_approved", "批准建档", field="file_id", subject="households.file")
tell("aid.payment_planned", "安排帮扶款项", field="payment_id", subject="aid.payment")
tell("aid.payment_voided", "作废帮扶款项", field="payment_id", subject="aid.payment")
tell("aid.payment_ordered", "财务确认发放", field="batch_id", subject="aid.batch")
tell("aid.payment_paid", "发放入账", field="payment_id", subject="aid.payment")
tell("aid.batch_locked", "编制发放批次", field="batch_id", subject="aid.batch")
tell("aid.batch_approved", "批准发放批次", field="batch_id", subject="aid.batch")
tell("aid.batch_rejected", "退回发放批次", field="batch_id", subject="aid.batch")

say("aid.payment_planned", "安排帮扶款项")
say("aid.payment_voided", "作废帮扶款项")
say("aid.payment_paid", "发放入账")
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
