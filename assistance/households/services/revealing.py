"""Show a sealed value: asked for with a reason, once, and never without a line in the trail."""

from django.db import transaction

from assistance.households import rules
from assistance.households.models import HardshipFile, Member
from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel.errors import RuleBroken


@transaction.atomic
def reveal(
    *, by: User, file: HardshipFile, field: str, reason: str, member: Member | None = None
) -> str:
    """Show one sealed value once, to somebody with a reason; the trail keeps who, which and why.

    `field` is `id_no` (of `member`, or of the holder), `mobile` or `address`.
    """
    why = rules.check_reason(reason, longest=200)
    if field == "id_no":
        people = Member.objects.filter(file=file)
        shown = (
            people.filter(pk=member.pk)
            if member
            else people.filter(relation=Member.Relation.HOLDER)
        ).first()
        value = shown.id_no if shown else ""
        subject = shown
    elif field in {"mobile", "address"}:
        value, subject = str(getattr(file, field)), None
    else:
        raise RuleBroken("field_unknown", "没有这一项可以查看的信息")
    if not value:
        raise RuleBroken("value_empty", "这一项还没有登记")
    whose = {} if subject is None else {"member": subject.pk}
    record(by, "file.revealed", file, field=field, reason=why, **whose)
    return value
