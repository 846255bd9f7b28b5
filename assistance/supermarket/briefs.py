from django.urls import reverse

from assistance.supermarket import queries
from ground.accounts.models import Organisation
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period


@fact("supermarket.goods_issued", label="爱心超市发放物资", unit="元", order=91)
def goods_issued(organisation: Organisation, period: Period) -> Rows:
    """The value of goods that families got at counters in the period, without what was reversed."""
    rows = queries.issued_between(organisation.path, period).select_related("store")
    return Rows(
        queryset=rows.order_by("on", "pk"),
        amount="value",
        record=lambda one: Record(
            label=f"{one.on} {one.store} {one}",
            url=reverse("supermarket:issue", args=[one.pk]),
            value=one.value,
        ),
    )


@fact("supermarket.families_served", label="爱心超市服务家庭", unit="户", order=92)
def families_served(organisation: Organisation, period: Period) -> Rows:
    """Families that got goods, each once however often they came."""
    return Rows(
        queryset=queries.families_served(organisation.path, period).order_by("pk"),
        record=lambda one: Record(
            label=one.file_no, url=f"{reverse('supermarket:issues')}?q={one.file_no}"
        ),
    )
