"""“Where is this payment”, for whoever made the visit that it came from."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.aid import queries
from assistance.aid.models import Payment, PaymentQuerySet
from assistance.aid.permissions import FOLLOW_PAYMENTS
from assistance.visits.models import Visit
from ground.accounts.models import User
from ground.web.lists import Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, page
from ground.web.subjects import link_of, told

WHERE = ListPage(
    title="走访款项去向",
    subtitle="您和本单位走访中登记的慰问款物，现在到了哪一步",
    columns=[
        Column("reason", "事由", "link", url=lambda p: reverse("aid:where_is", args=[p.pk])),
        Column("link_point", "双联点"),
        Column("given_on", "日期", "date", "given_on"),
        Column("amount", "金额（元）", "money", "amount"),
        Column("state", "状态", sort="state"),
    ],
    search=["reason", "link_point__name"],
    search_hint="事由或双联点",
    filters=[
        Choice("state", "状态", Payment.State.choices),
        Span("given", "日期", "given_on"),
    ],
    ordering=["-given_on", "-pk"],
    noun="笔",
    exports=False,
    empty=Empty(
        "还没有款项", "登记带慰问金或慰问品的走访后，可以在这里看到发放到了哪一步。", "money"
    ),
)


@page(FOLLOW_PAYMENTS)
@require_GET
def where(request: HttpRequest) -> HttpResponse:
    """The payments that came from visits of one's own agency."""
    return WHERE.respond(request, _own(acting(request)).select_related("link_point"))


@page(FOLLOW_PAYMENTS)
@require_GET
def where_is(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: from the visit to the receipt, with time and person at each step."""
    user = acting(request)
    shown = get_object_or_404(_own(user).select_related("link_point", "batch"), pk=pk)
    way = way_of(user, shown, queries.vouchers_of(shown))
    return render(request, "aid/where.html", {"payment": shown, "way": way})


def way_of(user: User, payment: Payment, vouchers: Sequence[queries.Voucher]) -> dict[str, Any]:
    """The steps of a payment as this person may follow them: a link only to what they may open."""
    causes = [
        {"when": one.when, "who": one.who, "what": one.what, "note": "", "url": one.url}
        for one in told(queries.causes_of(payment), user)
    ]
    stages = []
    for one in queries.stages_of(payment, vouchers):
        link = link_of(one.key, user) if one.key else None
        stages.append(vars(one) | {"url": link.url if link else ""})
    is_signed = bool(queries.signed_among([payment.pk]))
    return {"steps": [*causes, *stages], "now": queries.now_of(payment, is_signed=is_signed)}


def _own(user: User) -> PaymentQuerySet:
    visits = Visit.objects.by_agencies_of(user, FOLLOW_PAYMENTS.code)
    return Payment.objects.filter(visit__in=visits.order_by().values("pk"))
