from django.urls import reverse

from assistance.funds.models import Account, Posting
from ground.accounts.models import Organisation
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period


@fact("funds.money_received", label="筹集资金", unit="元", order=80)
def money_received(organisation: Organisation, period: Period) -> Rows:
    """Money that came into fund sources at or below the organisation."""
    return Rows(
        queryset=Posting.objects.filter(
            entry__key__startswith="funds.receipt:",
            account__kind=Account.Kind.AVAILABLE,
            account__source__organisation__path__startswith=organisation.path,
            entry__on__range=(period.starts_on, period.ends_on),
        )
        .select_related("entry", "account__source")
        .order_by("entry__on", "pk"),
        amount="amount",
        record=lambda posting: Record(
            label=f"{posting.entry.on} {posting.account.source.name}：{posting.entry.summary}",
            url=reverse("funds:entry", args=[posting.entry_id]),
            value=posting.amount,
        ),
    )
