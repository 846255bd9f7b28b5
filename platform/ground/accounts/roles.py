"""The roles of the programme, one for each kind of person in `product.md`."""

from django.db.models import TextChoices


class Role(TextChoices):
    LIAISON = "liaison", "联络员"
    UNION_STAFF = "union_staff", "帮扶干部"
    APPROVER = "approver", "审批人"
    FINANCE = "finance", "财务"
    OFFICE = "office", "双联办"
    LEADER = "leader", "领导"
    AUDITOR = "auditor", "经审"
    KEEPER = "keeper", "保管员"
    TILL = "till", "柜台"
    ADMINISTRATOR = "administrator", "管理员"


# Who reads along; keepers of goods and people at a counter see what they work with.
READERS = frozenset(Role) - {Role.ADMINISTRATOR, Role.KEEPER, Role.TILL}
