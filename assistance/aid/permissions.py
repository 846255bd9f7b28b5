from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_AID = permission(
    "aid.see_aid",
    "查看帮扶资金发放",
    [Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.OFFICE, Role.LEADER, Role.AUDITOR],
)
SEE_REGISTER = permission(
    "aid.see_register",
    "查看帮扶台账",
    [Role.LIAISON, Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.OFFICE, Role.AUDITOR],
)
MAKE_BATCH = permission("aid.make_batch", "编制发放批次", [Role.UNION_STAFF])
CHECK_BATCH = permission("aid.check_batch", "财务审核批次", [Role.FINANCE])
APPROVE_BATCH = permission("aid.approve_batch", "审批发放批次", [Role.APPROVER])
PAY_BATCH = permission("aid.pay_batch", "发放批次", [Role.FINANCE])
REJECT_BATCH = permission("aid.reject_batch", "退回批次", [Role.FINANCE, Role.APPROVER])
SET_RULES = permission("aid.set_rules", "设置审批与公示规定", [Role.APPROVER])
RECORD_RECEIPT = permission(
    "aid.record_receipt", "登记发放回执", [Role.LIAISON, Role.UNION_STAFF, Role.FINANCE]
)
ARCHIVE_BATCH = permission("aid.archive_batch", "归档发放批次", [Role.UNION_STAFF, Role.FINANCE])
FOLLOW_PAYMENTS = permission(
    "aid.follow_payments",
    "查看走访款项去向",
    [Role.LIAISON, Role.UNION_STAFF, Role.OFFICE],
)
