from ground.accounts.permissions import permission
from ground.accounts.roles import Role

KEEP_FILES = permission("files.keep_files", "上传附件", frozenset(Role) - {Role.AUDITOR})
