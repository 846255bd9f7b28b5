"""Permissions over what stands below or beside accounts: trail, deliveries, local rules."""

from ground.accounts.permissions import permission
from ground.accounts.roles import Role

SEE_TRAIL = permission("audit.see_trail", "查看操作记录", [Role.AUDITOR, Role.ADMINISTRATOR])
SETTLE_DELIVERIES = permission("events.settle_deliveries", "处理停止的投递", [Role.ADMINISTRATOR])
KEEP_RULES = permission("places.keep_rules", "维护地方规则和工作日历", [Role.ADMINISTRATOR])
