from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_BANKS = permission(
    "banks.see", "查看银行代发与回盘", [Role.UNION_STAFF, Role.FINANCE, Role.APPROVER, Role.AUDITOR]
)
SEND_FILES = permission("banks.send_files", "生成、下载和送交银行代发文件", [Role.FINANCE])
TAKE_ANSWERS = permission("banks.take_answers", "导入和撤销银行回盘", [Role.FINANCE])
KEEP_TEMPLATES = permission("banks.keep_templates", "维护银行文件模板", [Role.FINANCE])
FOLLOW_UP = permission("banks.follow_up", "核改退票账号、编制退票重发批次", [Role.UNION_STAFF])
