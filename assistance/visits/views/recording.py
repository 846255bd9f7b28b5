"""A visit is typed: on a phone in under two minutes, with or without a network."""

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assistance.pairing.queries import organisations_like
from assistance.pairing.rules import LINK_POINTS
from assistance.visits import permissions, queries
from assistance.visits.forms import ROWS, VisitForm
from assistance.visits.models import Visit
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.web.pages import ANYONE, acting, page

if TYPE_CHECKING:
    from django.db.models import QuerySet

RECORD = permissions.RECORD_VISIT
CHOICES_SHOWN = 8  # beyond that one finds a name faster by typing it
SUGGESTED = 12


def _link_points(user: User) -> "QuerySet[Organisation]":
    """The enterprises and communities to which this person may record a visit."""
    seen = cast("QuerySet[Organisation]", Organisation.objects.visible_to(user, RECORD.code))
    return seen.filter(is_active=True, kind__in=LINK_POINTS)


@require_GET
@page(RECORD)
def names(request: HttpRequest) -> HttpResponse:
    """Suggestions for a link point's name that is being typed."""
    typed = (str(one).strip() for one in request.GET.values())
    text = next(filter(None, typed), "")
    found = organisations_like(_link_points(acting(request)), text)[:SUGGESTED] if text else []
    return render(request, "pairing/names.html", {"names": [one.name for one in found]})


@require_GET
@page(RECORD)
def record(request: HttpRequest) -> HttpResponse:
    """The page on which a visit is typed; `visits/record.js` keeps and sends it."""
    user = acting(request)
    paired = list(queries.paired_link_points(user, RECORD.code)[: CHOICES_SHOWN + 1])
    offered = paired if len(paired) <= CHOICES_SHOWN else []
    agencies = queries.agencies_recorded_for(user, RECORD.code)
    form = VisitForm(
        initial=_sensible(request, user, agencies, offered), agencies=agencies, paired=offered
    )
    return render(
        request, "visits/record.html", {**_drawn(form), "paired": offered, "agencies": agencies}
    )


@require_GET
@page(ANYONE)
def record_shell(request: HttpRequest) -> HttpResponse:
    """The same page without anything of anybody: what a phone keeps for where there is no network."""
    return render(request, "visits/record_shell.html", _drawn(VisitForm()))


@require_GET
@page(RECORD)
def outbox(request: HttpRequest) -> HttpResponse:
    """What this phone has not sent yet, and the questions that only a person answers."""
    return render(request, "visits/outbox.html")


@require_GET
@page(ANYONE)
def outbox_shell(request: HttpRequest) -> HttpResponse:
    return render(request, "visits/outbox_shell.html")


def _drawn(form: VisitForm) -> dict[str, Any]:
    rows = [
        {
            "name": name,
            "title": title,
            "hint": hint,
            "add": add,
            "form": row(prefix=f"{name}-__prefix__"),
        }
        for name, title, hint, add, row in ROWS
    ]
    return {"form": form, "rows": rows, "guide": GUIDE}


GUIDE = [
    "看：进车间、看生产，企业运转怎么样",
    "问：用工、工资、社保、安全，职工有什么难处",
    "讲：相关政策讲清楚，能办的当场答复",
    "记：诉求一项一项记下，承诺写明期限",
]


def _sensible(
    request: HttpRequest, user: User, agencies: list[Organisation], paired: list[Organisation]
) -> dict[str, Any]:
    """What most visits have: today, my name, my agency, the only link point; or what was asked."""
    asked = request.GET
    initial: dict[str, Any] = {
        "kind": asked["kind"] if asked.get("kind") in Visit.Kind.values else Visit.Kind.ROUTINE,
        "visited_on": clock.today(),
        "visitors": user.full_name,
        "agency": agencies[0].pk if agencies else None,
        "link_point": paired[0].pk if len(paired) == 1 else None,
    }
    wanted = asked.get("link_point", "")
    if wanted in {str(one.pk) for one in paired}:
        initial["link_point"] = int(wanted)
    elif wanted.isdecimal() and len(wanted) <= 18:  # noqa: PLR2004 -- a key fits into 18 digits
        named = _link_points(user).filter(pk=int(wanted)).first()
        if named:
            initial |= {"link_point_name": named.name, "link_point": None}
    return initial
