"""A family's whole history of help: on the file's page in short, on a page of its own in full."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assistance.aid.models import Payment
from assistance.aid.permissions import SEE_AID
from assistance.applications import queries
from assistance.applications.models import Application
from assistance.applications.permissions import KEEP_APPLICATIONS, SEE_APPLICATIONS
from assistance.applications.views.looks import TONES
from assistance.households.looks import holder_of
from assistance.households.models import HardshipFile
from assistance.households.queries import with_holder
from ground.accounts.models import User
from ground.web.pages import acting, page
from ground.web.subjects import Link, link_of, named_links

MOST_ON_FILE = 5


@page(SEE_APPLICATIONS)
@require_GET
def family(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that a family asked for and received, year by year, with its sums."""
    user, file = acting(request), _file(request, pk)
    years = queries.help_of(file, Payment.objects.visible_to(user, SEE_AID.code))
    links = named_links((_origin(each) for one in years for each in one.payments), user)
    context = {
        "file": file,
        "holder": holder_of(file),
        "years": [
            {"year": one, "rows": [_row(each, links) for each in one.payments]} for one in years
        ],
        "applications": _applications(user, file),
        "file_link": link_of(f"households.file:{pk}", user),
        "may_apply": _may_apply(user, file),
    }
    return render(request, "applications/history.html", context)


@page(SEE_APPLICATIONS)
@require_GET
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """On a file's page: the year's sums, the latest applications, and the way to more."""
    user, file = acting(request), _file(request, pk)
    years = queries.help_of(file, Payment.objects.visible_to(user, SEE_AID.code))
    context = {
        "file": file,
        "years": years[:MOST_ON_FILE],
        "applications": _applications(user, file)[:MOST_ON_FILE],
        "may_apply": _may_apply(user, file),
    }
    return render(request, "applications/panel.html", context)


def _file(request: HttpRequest, pk: int) -> HardshipFile:
    visible = HardshipFile.objects.visible_to(acting(request), SEE_APPLICATIONS.code)
    return get_object_or_404(with_holder(visible).select_related("unit"), pk=pk)


def _may_apply(user: User, file: HardshipFile) -> bool:
    active = file.state == HardshipFile.State.ACTIVE
    return active and user.reaches(file.unit, KEEP_APPLICATIONS.code)


def _applications(user: User, file: HardshipFile) -> list[dict[str, Any]]:
    rows = Application.objects.visible_to(user, SEE_APPLICATIONS.code).filter(file=file)
    return [
        {"application": one, "tone": TONES[Application.State(one.state)]}
        for one in rows.order_by("-pk")[:100]
    ]


def _origin(payment: Payment) -> str:
    """Whence a payment came: an application, a campaign, a visit; nothing where it was planned by hand."""
    origin = f"applications.application:{payment.application.pk}" if _applied(payment) else ""
    origin = origin or payment.origin
    if not origin and payment.visit_id:
        origin = f"visits.visit:{payment.visit_id}"
    return origin


def _row(payment: Payment, links: dict[str, Link]) -> dict[str, Any]:
    return {
        "payment": payment,
        "origin": links.get(_origin(payment)),
        "counts": queries.counts(payment),
        "recovered": payment.amount - payment.kept,  # type: ignore[attr-defined]
    }


def _applied(payment: Payment) -> bool:
    return hasattr(payment, "application")
