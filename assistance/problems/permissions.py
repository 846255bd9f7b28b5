from ground.accounts.permissions import permission
from ground.accounts.roles import READERS, Role

SEE_PROBLEMS = permission("problems.see_problems", "查看企业困难问题", READERS)
RAISE_PROBLEM = permission(
    "problems.raise_problem", "收集企业困难问题", [Role.OFFICE, Role.LIAISON]
)
REGISTER_PROBLEM = permission(
    "problems.register_problem", "登记或不予受理企业困难问题", [Role.OFFICE]
)
DISPATCH_PROBLEM = permission("problems.dispatch_problem", "交办企业困难问题", [Role.OFFICE])
ASK_CONFIRMATION = permission("problems.ask_confirmation", "请企业确认办理结果", [Role.OFFICE])
RECORD_CONFIRMATION = permission(
    "problems.record_confirmation", "登记企业电话确认", [Role.OFFICE, Role.LIAISON]
)
CLOSE_PROBLEM = permission("problems.close_problem", "企业困难问题销号", [Role.OFFICE])
REVEAL_CONTACT = permission(
    "problems.reveal_contact", "查看企业反映人电话", [Role.OFFICE, Role.LIAISON]
)
