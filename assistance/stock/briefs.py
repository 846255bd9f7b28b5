from django.urls import reverse

from assistance.stock.models import Donation
from ground.accounts.models import Organisation
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period


@fact("stock.donations_received", label="接收捐赠物资", unit="元", order=90)
def donations_received(organisation: Organisation, period: Period) -> Rows:
    """The value of goods that were given in the period, without what was typed wrong and undone."""
    return Rows(
        queryset=Donation.objects.filter(
            store__organisation__path__startswith=organisation.path,
            on__range=(period.starts_on, period.ends_on),
        )
        .exclude(lots__holdings__lines__movement__kind="unreceived")
        .select_related("store")
        .order_by("on", "pk"),
        amount="value",
        record=lambda one: Record(
            label=f"{one.on} {one.store} {one.receipt_no}",
            url=reverse("stock:donation", args=[one.pk]),
            value=one.value,
        ),
    )
