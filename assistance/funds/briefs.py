from django.db.models import F, Q
from django.urls import reverse

from assistance.funds.models import Account, Posting
from ground.accounts.models import Organisation
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period


@fact("funds.money_received", label="筹集资金", unit="元", order=80)
def money_received(organisation: Organisation, period: Period) -> Rows:
    """Money that came into fund sources at or below the organisation, from outside of it.

    What one of its units gave to another, or a year carried into the next, came in only once. Read on
    the other side of such entries, where nothing else is booked.
    """
    came_in = Q(entry__key__startswith="funds.receipt:")
    from_above = Q(entry__allocation_received__isnull=False) & ~Q(
        entry__allocation_received__source__organisation__path__startswith=organisation.path
    )
    return Rows(
        queryset=Posting.objects.filter(
            came_in | from_above,
            account__kind=Account.Kind.GRANTED,
            account__source__organisation__path__startswith=organisation.path,
            on__range=(period.starts_on, period.ends_on),
        )
        .annotate(came=-F("amount"))
        .select_related("entry", "account__source")
        .order_by("on", "pk"),
        amount="came",
        record=lambda posting: Record(
            label=f"{posting.entry.on} {posting.account.source.name}：{posting.entry.summary}",
            url=reverse("funds:entry", args=[posting.entry_id]),
            value=posting.came,
        ),
    )
