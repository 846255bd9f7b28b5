"""Which approvals and which posting a batch needs, by dated rows of its organisation and those above."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import F, Value
from django.db.models.functions import StrIndex

from assistance.aid.models import ApprovalLevel, Batch, NoticeRule, RequiredApproval
from ground.accounts.models import Organisation

FIRST_APPROVAL = "分管副主席审批"


def approvals_needed(
    organisation: Organisation, amount: Decimal, *, on: date
) -> list[tuple[str, Decimal]]:
    """The approvals in their order: label, and above which amount it is needed.

    Of a label the nearest organisation's newest row counts. Every batch needs one: where nobody has
    said which is needed from nought on, that of the vice-chairman comes before those above an amount.
    """
    newest: dict[str, ApprovalLevel] = {}
    for one in (
        ApprovalLevel.objects.filter(valid_from__lte=on)
        .alias(at=StrIndex(Value(organisation.path), F("organisation__path")))
        .filter(at=1)
        .order_by("organisation__path", "valid_from")
    ):
        newest[one.label] = one
    needed = [one for one in newest.values() if one.is_needed and amount > one.above]
    found = sorted((one.above, one.pk, one.label) for one in needed)
    first = [] if any(not above for above, *_ in found) else [(FIRST_APPROVAL, Decimal(0))]
    return [*first, *((label, above) for above, _, label in found)]


def notice_days(organisation: Organisation, aid_types: Iterable[str], *, on: date) -> int:
    """For how many working days a batch is posted before it is given out: the most that a type asks."""
    newest: dict[str, int] = {}
    for one in (
        NoticeRule.objects.filter(valid_from__lte=on, aid_type__in=list(aid_types))
        .alias(at=StrIndex(Value(organisation.path), F("organisation__path")))
        .filter(at=1)
        .order_by("organisation__path", "valid_from")
    ):
        newest[one.aid_type] = one.days
    return max(newest.values(), default=0)


def next_approval(batch: Batch) -> RequiredApproval | None:
    """The approval that a checked batch waits for."""
    return batch.required_approvals.filter(vote__isnull=True).order_by("number").first()
