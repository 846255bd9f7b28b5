"""Standards of aid listed, read, and held beside one another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.editions.views.desk import Desk
from assistance.standards import permissions, rules
from assistance.standards.models import AidRule, Standard
from assistance.standards.rules import AID_TYPES, KINDS
from ground.web.lists import Action
from ground.web.pages import acting, page

SEE, KEEP, PUBLISH = (
    permissions.SEE_STANDARDS,
    permissions.KEEP_STANDARDS,
    permissions.PUBLISH_STANDARDS,
)
DESK = Desk(editions=Standard, room="standards", see=SEE, keep=KEEP, publish=PUBLISH)
STANDARDS = DESK.list_page(
    "各项救助给多少、不超过多少：各地不同、逐年调整，每份都有生效日期和依据，发布后不再改动。"
)


@require_GET
@page(SEE)
def standard_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(KEEP.code):
        actions.append(Action("起草标准", reverse("standards:draft"), "add", "primary"))
    rows = Standard.objects.visible_to(user, SEE.code).select_related("division")
    return STANDARDS.respond(request, rows, actions=actions)


@require_GET
@page(SEE)
def standard_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A standard, item by item."""
    standard = DESK.seen(request, pk)
    context = {
        **DESK.shown(request, standard),
        "blocks": _blocks(list(standard.rules.all())),
        "kinds": KINDS,
    }
    return render(request, "standards/standard.html", context)


def _blocks(rows: list[AidRule]) -> list[dict[str, object]]:
    """The rows by item, those for every item first."""
    return [
        {"label": label, "rows": [row for row in rows if row.aid_type == aid_type]}
        for aid_type, label in {"": "各项救助", **AID_TYPES}.items()
        if any(row.aid_type == aid_type for row in rows)
    ]


@require_GET
@page(SEE)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two standards side by side."""
    return DESK.compare(request, pk, lambda one, other: rules.changes(one.typed, other.typed))
