"""The routes an office lays down: drafted from a copy, put in order, published by another person."""

from datetime import date

from django.db import transaction
from django.db.models import F

from assistance.households import queries, rules
from assistance.households.events import RoutePublished
from assistance.households.models import Gate, Route
from assistance.households.permissions import KEEP_ROUTES
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.places.models import Division


@transaction.atomic
def draft_route(
    *,
    by: User,
    name: str,
    division: Division | None,
    valid_from: date,
    source: str,
    copied_from: Route | None = None,
) -> Route:
    """Begin a route for an area, with the gates of another one, or with none."""
    name, source = rules.check_route_head(name, source)
    _check_area(by, division)
    draft = Route.objects.create(
        name=name, division=division, valid_from=valid_from, source=source, made_by=by
    )
    if copied_from is not None:
        Gate.objects.bulk_create(
            Gate(
                route=draft,
                position=place,
                kind=gate.kind,
                label=gate.label,
                actor=gate.actor,
                workdays=gate.workdays,
            )
            for place, gate in enumerate(copied_from.gates.order_by("position"), 1)
        )
    record(by, "route.drafted", draft, copied_from=copied_from.pk if copied_from else None)
    return draft


@transaction.atomic
def change_route(*, by: User, route: Route, name: str, valid_from: date, source: str) -> Route:
    """Write the head of a draft anew; its area stays."""
    draft = _draft(by, route)
    draft.name, draft.source = rules.check_route_head(name, source)
    draft.valid_from = valid_from
    draft.save(update_fields=["name", "source", "valid_from"])
    record(by, "route.changed", draft)
    return draft


@transaction.atomic
def add_gate(
    *, by: User, route: Route, kind: str, label: str, actor: str, workdays: int | None = None
) -> Gate:
    """Put a gate before the last one, or at the end of a route that has no approval yet."""
    draft = _draft(by, route)
    label = rules.check_gate(kind, label, actor, workdays)
    last = draft.gates.order_by("-position").first()
    rules.check_room(draft.gates.count())
    before_last = last is not None and last.kind == Gate.Kind.APPROVAL
    place = (last.position if last else 0) + (0 if before_last else 1)
    if before_last and last is not None:
        Gate.objects.filter(pk=last.pk).update(position=F("position") + 1)
    gate = Gate.objects.create(
        route=draft, position=place, kind=kind, label=label, actor=actor, workdays=workdays
    )
    record(by, "route.gate_added", draft, gate=label)
    return gate


@transaction.atomic
def change_gate(
    *, by: User, gate: Gate, kind: str, label: str, actor: str, workdays: int | None = None
) -> Gate:
    """Name a gate of a draft anew, give it to others, set its deadline."""
    draft = _draft(by, gate.route)
    found = _gate(draft, gate)
    found.label = rules.check_gate(kind, label, actor, workdays)
    found.kind, found.actor, found.workdays = kind, actor, workdays
    found.save()
    record(by, "route.gate_changed", draft, gate=found.label)
    return found


@transaction.atomic
def move_gate(*, by: User, gate: Gate, to: int) -> Gate:
    """Put a gate at another place of its draft: 1 is the first; beyond the end is the end."""
    draft = _draft(by, gate.route)
    found = _gate(draft, gate)
    others = [one for one in draft.gates.order_by("position") if one.pk != found.pk]
    others.insert(max(0, min(to, len(others) + 1) - 1), found)
    for place, one in enumerate(others, 1):  # at most as many as a route may have
        Gate.objects.filter(pk=one.pk).update(position=place)
    record(by, "route.gate_moved", draft, gate=found.label, to=to)
    return found


@transaction.atomic
def drop_gate(*, by: User, gate: Gate) -> None:
    """Take a gate out of a draft."""
    draft = _draft(by, gate.route)
    found = _gate(draft, gate)
    record(by, "route.gate_dropped", draft, gate=found.label)
    found.delete()


@transaction.atomic
def publish_route(*, by: User, route: Route) -> Route:
    """Let a route hold from its day on, by another person than drafted it. It never changes again.

    Files that are under way keep the route on which they were submitted.
    """
    draft = queries.locked_route(route)
    _check_area(by, draft.division)
    rules.check_publishable(
        is_draft=draft.state == Route.State.DRAFT,
        made_by=draft.made_by_id,
        publisher=by.pk,
        valid_from=draft.valid_from,
        today=clock.today(),
    )
    rules.check_route(
        [(gate.kind, gate.label, gate.actor, gate.workdays) for gate in draft.gates.all()]
    )
    same = Route.objects.filter(division=draft.division_id, valid_from=draft.valid_from)
    if same.filter(state=Route.State.PUBLISHED).exists():
        raise RuleBroken(
            "route_exists",
            f"这个地区已有自{draft.valid_from}起施行的流程，请先修改草稿的施行日期",
        )
    draft.state, draft.published_by, draft.published_at = Route.State.PUBLISHED, by, clock.now()
    draft.save(update_fields=["state", "published_by", "published_at"])
    record(by, "route.published", draft, from_on=draft.valid_from)
    publish(
        RoutePublished(
            route_id=draft.pk, division_id=draft.division_id, valid_from=draft.valid_from
        )
    )
    return draft


@transaction.atomic
def drop_route(*, by: User, route: Route) -> None:
    """Throw a draft away. The trail keeps that there was one."""
    draft = _draft(by, route)
    record(by, "route.dropped", draft)
    draft.delete()


def _draft(by: User, route: Route) -> Route:
    draft = queries.locked_route(route)
    _check_area(by, draft.division)
    if draft.state != Route.State.DRAFT:
        raise RuleBroken("route_published", "流程已经发布，不能再改；要改请复制一份，另定施行日期")
    return draft


def _gate(draft: Route, gate: Gate) -> Gate:
    found = draft.gates.filter(pk=gate.pk).first()
    if found is None:
        raise RuleBroken("gate_gone", "这个环节已被删除，请刷新后再改")
    return found


def _check_area(by: User, division: Division | None) -> None:
    if not queries.may_lay_down(by, division):
        area = division.name if division else "全部地区"
        raise NotAllowed(
            "outside_area", f"“{area}”的建档流程不由您的单位制定（{KEEP_ROUTES.label}）"
        )
