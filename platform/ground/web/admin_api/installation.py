"""Local rules, calendar, stopped deliveries, trail, for other programs."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate
from prometheus_client import CONTENT_TYPE_LATEST

from ground.audit.models import Entry
from ground.events.models import Delivery
from ground.events.queries import stopped_deliveries
from ground.places.models import CalendarDay, Division, LocalRule
from ground.web import metrics
from ground.web.admin_api import schemas
from ground.web.api import Pages, acting, needs
from ground.web.permissions import KEEP_RULES, SEE_TRAIL, SETTLE_DELIVERIES
from ground.web.services import (
    set_day,
    set_rule,
    settle_delivery,
    skip_delivery,
    try_delivery_again,
)
from ground.web.trail import visible_entries

rules = Router(tags=["local rules"])
calendar = Router(tags=["calendar"])
deliveries = Router(tags=["deliveries"])
trail = Router(tags=["trail"])


@rules.get("", response=list[schemas.RuleOut], auth=needs(KEEP_RULES))
@paginate(Pages, ordering=("pk",))
def list_rules(request: HttpRequest, code: str = "") -> QuerySet[LocalRule]:  # noqa: ARG001
    rows = LocalRule.objects.all()
    return rows.filter(code=code) if code else rows


@rules.post("", response={201: schemas.RuleOut}, auth=needs(KEEP_RULES))
def create_rule(request: HttpRequest, given: schemas.RuleIn) -> Status[LocalRule]:
    division = None
    if given.division_id is not None:
        division = get_object_or_404(Division, pk=given.division_id)
    values = given.dict(exclude={"division_id"})
    return Status(201, set_rule(by=acting(request), division=division, **values))


@calendar.get("", response=list[schemas.DayOut], auth=needs(KEEP_RULES))
@paginate(Pages, ordering=("on",))
def list_days(
    request: HttpRequest,  # noqa: ARG001
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[CalendarDay]:
    rows = CalendarDay.objects.all()
    if since is not None:
        rows = rows.filter(on__gte=since)
    return rows if until is None else rows.filter(on__lte=until)


@calendar.put("", response=schemas.DayOut, auth=needs(KEEP_RULES))
def put_day(request: HttpRequest, given: schemas.DayIn) -> CalendarDay:
    return set_day(by=acting(request), **given.dict())


@deliveries.get("", response=list[schemas.DeliveryOut], auth=needs(SETTLE_DELIVERIES))
@paginate(Pages, ordering=("-pk",))
def list_deliveries(request: HttpRequest) -> QuerySet[Delivery]:  # noqa: ARG001
    return stopped_deliveries()


@deliveries.get("/metrics", response=None, auth=needs(SETTLE_DELIVERIES))
def read_metrics(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """For Prometheus: what waits, since when, what stopped, which handlers are slow."""
    return HttpResponse(metrics.text(), content_type=CONTENT_TYPE_LATEST)


@deliveries.post(
    "/{delivery_id}/try-again", response=schemas.DeliveryOut, auth=needs(SETTLE_DELIVERIES)
)
def try_again(request: HttpRequest, delivery_id: int) -> Delivery:
    get_object_or_404(Delivery, pk=delivery_id)
    try_delivery_again(by=acting(request), delivery_id=delivery_id)
    return _delivery(delivery_id)


@deliveries.post(
    "/{delivery_id}/settle", response=schemas.DeliveryOut, auth=needs(SETTLE_DELIVERIES)
)
def settle(request: HttpRequest, delivery_id: int, given: schemas.ReasonIn) -> Delivery:
    get_object_or_404(Delivery, pk=delivery_id)
    settle_delivery(by=acting(request), delivery_id=delivery_id, reason=given.reason)
    return _delivery(delivery_id)


@deliveries.post("/{delivery_id}/skip", response=schemas.DeliveryOut, auth=needs(SETTLE_DELIVERIES))
def skip(request: HttpRequest, delivery_id: int, given: schemas.ReasonIn) -> Delivery:
    get_object_or_404(Delivery, pk=delivery_id)
    skip_delivery(by=acting(request), delivery_id=delivery_id, reason=given.reason)
    return _delivery(delivery_id)


@trail.get("", response=list[schemas.EntryOut], auth=needs(SEE_TRAIL))
@paginate(Pages, ordering=("-pk",))
def list_entries(
    request: HttpRequest,
    action: str = "",
    subject: str = "",
    actor: str = "",
) -> QuerySet[Entry]:
    asked = {"action": action, "subject": subject, "actor": actor}
    return visible_entries(acting(request)).filter(
        **{name: value for name, value in asked.items() if value}
    )


def _delivery(pk: int) -> Delivery:
    return Delivery.objects.select_related("event").get(pk=pk)
