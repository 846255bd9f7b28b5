from ground.accounts.permissions import permission
from ground.accounts.roles import Role

TAKE_COMPLAINT = permission(
    "complaints.take_complaint",
    "登记投诉举报",
    [Role.UNION_STAFF, Role.OFFICE, Role.APPROVER],
)
SEE_COMPLAINTS = permission(
    "complaints.see_complaints",
    "查看投诉举报登记",
    [Role.OFFICE, Role.APPROVER, Role.AUDITOR],
)
HANDLE_COMPLAINT = permission(
    "complaints.handle_complaint", "办理投诉举报", [Role.OFFICE, Role.APPROVER]
)
