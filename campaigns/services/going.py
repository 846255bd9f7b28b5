"""On the road: goods leave the store, money and goods are handed over, who was not at home waits for another day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from assistance.households.services import record_home_visit
from assistance.pairing.rules import LINK_POINTS
from assistance.stock import services as stock
from assistance.stock.models import Movement
from assistance.visits.models import Visit
from assistance.visits.services import record_visit
from campaigns import queries, rules
from campaigns.events import TargetMissed, TargetVisited
from campaigns.models import (
    Campaign,
    CondolenceItem,
    Enrolment,
    VisitGroup,
    VisitRoute,
    VisitTarget,
)
from campaigns.queries import visiting as found
from campaigns.queries.goods import MOVED
from campaigns.rules import visiting
from campaigns.rules.states import ENDED, HOLDING
from campaigns.services.settling import settle
from campaigns.services.ticking import tick
from campaigns.services.visiting import lay_one
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period
from ground.kernel.texts import check_reason

State = VisitTarget.State
LONGEST_REASON = 100


@transaction.atomic
def load_goods(*, by: User, route: VisitRoute) -> int:
    """The goods of everybody who waits on a route leave the stores (领出); for how many.

    All or nothing: what a shelf has too few of is named. Loaded again, only what was not yet.
    """
    campaign = _open_campaign(route.group.campaign_id)
    waiting = [
        one
        for one in found.locked_targets(route)
        if one.state == State.PLANNED and not one.is_loaded
    ]
    number = sum(_load(by, campaign, one, route) for one in waiting)
    rules.check_some(number, "有物资要领出")
    record(by, "campaign.goods_loaded", campaign, route=route.pk, number=number)
    return number


@transaction.atomic
def hand_over(
    *,
    by: User,
    target: VisitTarget,
    cash: Decimal | int | str | None = None,
    done: Mapping[str, str] | None = None,
    situation: str = "",
) -> VisitTarget:
    """Somebody was visited: the envelope and the goods were handed over, these things were done.

    `done`: codes of the checklist with what was done. It is a visit of the agency to the unit, recorded
    once for the route, and to the home where the family is paired with a cadre of that agency. Goods
    that were not loaded leave the store now. Told again, nothing more is written.
    """
    campaign = _open_campaign(target.route.group.campaign_id)
    locked = found.locked_target(target.pk)
    if locked.state == State.VISITED:
        return locked
    _check_planned(locked)
    visiting.check_visited_on(locked.route.on, clock.today())
    one = queries.locked_enrolment(locked.enrolment_id)
    visiting.check_still_on_roster(is_on=one.state in HOLDING)
    if cash is not None and cash != "":
        locked.cash = visiting.check_cash(
            rules.check_amount(cash, field="cash", label="送到的慰问金"),
            one.amount or Decimal(0),
            has_reached=one.state == Enrolment.State.REACHED,
        )
    locked.visit = _record_visit(by, campaign, locked, situation)
    _tick(by, campaign, one, locked.route.on, done or {})
    if not locked.is_loaded:
        _load(by, campaign, locked, locked.route)
    items = list(one.items.select_related("line"))
    value = sum((item.quantity * item.line.unit_value for item in items), Decimal(0))
    for item in items:
        item.handed = item.quantity
    CondolenceItem.objects.bulk_update(items, ["handed"])
    settle(by, campaign, [one.pk])
    locked.state, locked.is_loaded, locked.handed_by = State.VISITED, False, by
    locked.save()
    record(
        by,
        "campaign.target_visited",
        one,
        campaign=campaign.pk,
        cash=locked.cash or Decimal(0),
        value=value,
        visit=locked.visit_id,
    )
    publish(
        TargetVisited(
            campaign_id=campaign.pk,
            enrolment_id=one.pk,
            visit_id=locked.visit_id,
            on=locked.route.on,
            cash=locked.cash or Decimal(0),
            goods_value=value,
        )
    )
    return locked


@transaction.atomic
def carry_over(
    *,
    by: User,
    target: VisitTarget,
    on: date,
    reason: str,
    group: VisitGroup | None = None,
) -> VisitTarget:
    """Nobody was at home: the goods go back, and the family waits on the group's route of another day."""
    campaign = _open_campaign(target.route.group.campaign_id)
    locked = found.locked_target(target.pk)
    _check_planned(locked)
    visiting.check_carried(on, locked.route.on, clock.today())
    span = Period(starts_on=campaign.starts_on, ends_on=campaign.ends_on)
    [day] = visiting.check_days([on], span)
    locked.missed_reason = check_reason(reason, what="没有见到", most=LONGEST_REASON)
    _put_back(by, campaign, locked, locked.missed_reason)
    locked.state, locked.is_loaded = State.MISSED, False
    locked.save()
    again = lay_one(campaign, group or locked.route.group, day, locked.enrolment_id)
    record(
        by,
        "campaign.target_missed",
        locked.enrolment,
        campaign=campaign.pk,
        reason=locked.missed_reason,
        on=day,
    )
    publish(TargetMissed(campaign_id=campaign.pk, enrolment_id=locked.enrolment_id, again_on=day))
    return again


@transaction.atomic
def take_back(*, by: User, target: VisitTarget, reason: str) -> VisitTarget:
    """Goods under way go back to the store, or what was noted as handed over was not: it waits again."""
    campaign = _open_campaign(target.route.group.campaign_id)
    locked = found.locked_target(target.pk)
    if locked.state == State.MISSED or (locked.state == State.PLANNED and not locked.is_loaded):
        raise RuleBroken("target_nothing_out", "这一户没有领出的物资，也没有送到的登记，不用撤销")
    why = check_reason(reason, what="撤销", most=LONGEST_REASON)
    _put_back(by, campaign, locked, why)
    locked.enrolment.items.update(handed=0)
    settle(by, campaign, [locked.enrolment_id])
    locked.state, locked.is_loaded = State.PLANNED, False
    locked.cash, locked.visit, locked.handed_by = None, None, None
    locked.save()
    record(by, "campaign.target_taken_back", locked.enrolment, campaign=campaign.pk, reason=why)
    return locked


def _open_campaign(pk: int) -> Campaign:
    campaign = queries.locked_campaign(pk)
    if campaign.state in ENDED:
        raise RuleBroken("visiting_closed", "活动已收尾，不能再登记慰问")
    return campaign


def _check_planned(target: VisitTarget) -> None:
    visiting.check_waiting(
        is_planned=target.state == State.PLANNED, label=target.get_state_display()
    )


def _load(by: User, campaign: Campaign, target: VisitTarget, route: VisitRoute) -> bool:
    """Take what somebody gets off the shelves; whether there was anything."""
    items = list(
        CondolenceItem.objects.filter(enrolment=target.enrolment_id).select_related(
            "line__goods", "line__store"
        )
    )
    if not items:
        return False
    target.loads, target.is_loaded = target.loads + 1, True
    names = {item.line.goods_id: item.line.goods.name for item in items}
    for store in sorted({item.line.store for item in items}, key=lambda one: one.pk):
        wanted = {
            item.line.goods_id: item.quantity for item in items if item.line.store_id == store.pk
        }
        taken = stock.take_off_shelf(
            by=by,
            store=store,
            wanted=wanted,
            key=f"{_moved(campaign, target)}{store.pk}",
            on=clock.today(),
            said=stock.Paper(
                document_no=f"慰问{target.enrolment_id}",
                counterparty=route.group.name,
                note=f"{campaign.name}慰问品"[:200],
            ),
        )
        visiting.check_in_store(taken.short, names)
    target.save(update_fields=["loads", "is_loaded"])
    return True


def _put_back(by: User, campaign: Campaign, target: VisitTarget, why: str) -> None:
    moved = Movement.objects.filter(
        key__startswith=_moved(campaign, target), corrected_by__isnull=True
    )
    for one in moved.select_related("store").order_by("pk"):
        stock.put_back(by=by, movement=one, key=f"campaigns.put_back:{one.pk}", note=why)


def _moved(campaign: Campaign, target: VisitTarget) -> str:
    """How the movements of a target's last loading begin: booked once, however often it is told."""
    return f"{MOVED}{campaign.pk}:{target.pk}:{target.loads}:"


def _record_visit(
    by: User, campaign: Campaign, target: VisitTarget, situation: str
) -> Visit | None:
    """One visit of the group's agency to a unit on a day, whoever of its families was seen."""
    group, unit = target.route.group, target.enrolment.unit
    if unit.kind not in LINK_POINTS:
        return None
    people = "、".join(group.members.values_list("name", flat=True))[:200]
    said = {
        "by": by,
        "key": uuid5(NAMESPACE_URL, f"campaigns.route:{target.route_id}:{unit.pk}"),
        "kind": Visit.Kind.CONDOLENCE,
        "visited_on": target.route.on,
        "visitors": people,
        "situation": situation.strip() or f"{campaign.name}：{group.name}走访慰问",
        "origin": rules.origin_of(campaign.pk),
    }
    pair = found.pair_of_visit(by, target)
    if pair is not None:
        return record_home_visit(pair=pair, **said)  # type: ignore[arg-type]
    return record_visit(agency=group.agency, link_point=unit, **said)  # type: ignore[arg-type]


def _tick(
    by: User, campaign: Campaign, enrolment: Enrolment, on: date, done: Mapping[str, str]
) -> None:
    known = {one.code for one in campaign.kind.checklist}
    for code, note in done.items():
        if code in known:
            tick(by=by, enrolment=enrolment, code=code, done_on=on, note=note)
