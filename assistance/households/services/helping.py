"""Pair cadres with families, hand families on, and record that somebody went to see them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from assistance.households import queries, rules
from assistance.households.events import HelperAssigned, HelperEnded, HomeVisited
from assistance.households.models import FamilyPair, HardshipFile, HomeVisit
from assistance.pairing.models import Cadre
from assistance.visits.models import Visit
from assistance.visits.rules import Promised
from assistance.visits.services import record_visit
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

LEFT = "结对干部离任"
FILE_ENDED = "档案已退出"
LONGEST_NOTE = 1000


@transaction.atomic
def assign_helper(*, by: User, file: HardshipFile, cadre: Cadre, from_on: date) -> FamilyPair:
    """Pair a cadre in service with a family on file; a family may have several helpers."""
    file = queries.locked_file(file)
    if file.state != HardshipFile.State.ACTIVE:
        raise RuleBroken(
            "file_not_active", f"档案{file.get_state_display()}，在档的家庭才能安排结对干部"
        )
    rules.check_pairing_day(from_on=from_on, today=clock.today(), opened_on=file.opened_on)
    pair = _paired(by, file.pk, _serving(cadre.pk), from_on)
    if pair is None:
        raise RuleBroken(
            "pair_exists",
            f"{cadre.name}已与这户结对，无需再安排",
            fields={"cadre": "已与这户结对"},
        )
    return pair


@transaction.atomic
def replace_helper(
    *, by: User, pair: FamilyPair, successor: Cadre, on: date, reason: str
) -> FamilyPair:
    """Hand a family on to another cadre from a day on (因特殊原因不能履职时，确定接替人选)."""
    pair = queries.locked_pair(pair.pk)
    _check_open(pair)
    reason = rules.check_pair_end(from_on=pair.from_on, on=on, today=clock.today(), reason=reason)
    if successor.pk == pair.cadre_id:
        raise RuleBroken(
            "successor_same", "接替的应是另一名干部", fields={"cadre": "应是另一名干部"}
        )
    return _handed_on(by, pair, _serving(successor.pk), on, reason)


@transaction.atomic
def end_helper(*, by: User, pair: FamilyPair, on: date, reason: str) -> FamilyPair:
    """End a pair without a successor: the family then waits for a new helper."""
    pair = queries.locked_pair(pair.pk)
    _check_open(pair)
    reason = rules.check_pair_end(from_on=pair.from_on, on=on, today=clock.today(), reason=reason)
    _ended(by, pair, on, reason, None)
    return pair


@transaction.atomic
def move_families(*, cadre_id: int, left_on: date, successor_id: int | None) -> int:
    """A cadre has left: the successor takes the families over, or they wait. Told twice: once done."""
    pairs = queries.locked_pairs_of_cadre(cadre_id)
    serving = Cadre.objects.filter(left_on__isnull=True)
    successor = None if successor_id is None else serving.filter(pk=successor_id).first()
    for pair in pairs:
        on = max(left_on, pair.from_on)
        if successor:
            _handed_on(None, pair, successor, on, LEFT)
        else:
            _ended(None, pair, on, LEFT, None)
    return len(pairs)


@transaction.atomic
def end_helpers_of(*, file_id: int, on: date) -> int:
    """A file has ended: nobody is paired with the family any longer."""
    pairs = queries.locked_pairs_of_file(file_id)
    for pair in pairs:
        _ended(None, pair, max(on, pair.from_on), FILE_ENDED, None)
    return len(pairs)


@transaction.atomic
def record_home_visit(
    *,
    by: User,
    key: UUID,
    pair: FamilyPair,
    visited_on: date,
    situation: str,
    note: str = "",
    kind: str = Visit.Kind.ROUTINE,
    visitors: str = "",
    condolence_cash: Decimal | str = Decimal(0),
    promises: Sequence[Promised] = (),
    also: Sequence[FamilyPair] = (),
    origin: str = "",
) -> Visit:
    """Record one visit to the homes of a family and of others of the same unit and agency.

    It is a visit like any other, of the cadre's agency to the family's unit. `situation` is read by
    everybody in scope; what was heard in the family goes into `note`, which is sealed. A promise is
    a task of the agency, made to one family: then no other is recorded with it.
    """
    if promises and also:
        raise RuleBroken(
            "promise_of_many",
            "有承诺事项的走访请逐户登记，才能分清是对哪一家的承诺",
            fields={"also": "有承诺事项时请不要选择"},
        )
    pairs = {one.pk: one for one in (pair, *also)}
    homes = list(queries.pairs_to_visit(by).filter(pk__in=pairs))
    if len(homes) != len(pairs):
        raise RuleBroken(
            "pair_out_of_reach", "只有结对干部所在单位才能登记入户走访，且结对须在进行中"
        )
    if any(
        (one.cadre.agency_id, one.file.unit_id) != (pair.cadre.agency_id, pair.file.unit_id)
        for one in pairs.values()
    ):
        raise RuleBroken("homes_apart", "一次只能登记同一单位、同一企业的家庭，其余请另行登记")
    early = next((one for one in pairs.values() if visited_on < one.from_on), None)
    if early:
        raise RuleBroken(
            "visit_before_pair",
            f"结对自{early.from_on}开始，入户日期不能更早",
            fields={"visited_on": f"不能早于{early.from_on}"},
        )
    note = rules.check_text("note", "家庭情况", note, longest=LONGEST_NOTE)
    visit = record_visit(
        by=by,
        key=key,
        kind=kind,
        agency=pair.cadre.agency,
        link_point=pair.file.unit,
        visited_on=visited_on,
        visitors=visitors or "、".join(dict.fromkeys(one.cadre.name for one in pairs.values())),
        situation=situation,
        condolence_cash=condolence_cash,
        promises=promises,
        origin=origin,
    )
    for pk in sorted(pairs):
        _, is_new = HomeVisit.objects.get_or_create(
            pair_id=pk, visit=visit, defaults={"note": note if pk == pair.pk else ""}
        )
        if is_new:
            record(by, "households.home_visited", pairs[pk], visit=visit.pk, on=visited_on)
            publish(HomeVisited(pair_id=pk, visit_id=visit.pk, visited_on=visit.visited_on))
    return visit


def _serving(cadre_id: int) -> Cadre:
    """The cadre, held: leaving waits until this pair is there, and then finds it."""
    cadre = Cadre.objects.select_for_update(no_key=True).get(pk=cadre_id)
    if cadre.left_on is not None:
        raise RuleBroken(
            "cadre_left", f"{cadre.name}已离任，请另选干部", fields={"cadre": "已离任"}
        )
    return cadre


def _check_open(pair: FamilyPair) -> None:
    if pair.to_on is not None:
        raise RuleBroken("pair_ended", "这一结对已经结束，请返回档案查看现在的结对干部")


def _paired(by: User | None, file_id: int, cadre: Cadre, from_on: date) -> FamilyPair | None:
    """A new pair; None where it stands already."""
    pair, is_new = FamilyPair.objects.get_or_create(
        file_id=file_id, cadre=cadre, to_on=None, defaults={"from_on": from_on, "assigned_by": by}
    )
    if not is_new:
        return None
    record(by, "households.helper_assigned", pair, file=file_id, cadre=cadre.pk, from_on=from_on)
    publish(
        HelperAssigned(
            pair_id=pair.pk,
            file_id=file_id,
            cadre_id=cadre.pk,
            agency_id=cadre.agency_id,
            from_on=from_on,
        )
    )
    return pair


def _handed_on(
    by: User | None, pair: FamilyPair, successor: Cadre, on: date, reason: str
) -> FamilyPair:
    """End the pair in favour of the successor's, who may be the family's helper already."""
    follows = _paired(by, pair.file_id, successor, on) or FamilyPair.objects.get(
        file=pair.file_id, cadre=successor, to_on__isnull=True
    )
    _ended(by, pair, on, reason, follows)
    return follows


def _ended(
    by: User | None, pair: FamilyPair, on: date, reason: str, follows: FamilyPair | None
) -> None:
    pair.to_on, pair.reason_of_change, pair.successor = on, reason, follows
    pair.save(update_fields=["to_on", "reason_of_change", "successor"])
    record(
        by,
        "households.helper_ended",
        pair,
        file=pair.file_id,
        to_on=on,
        reason=reason,
        successor=follows.pk if follows else None,
    )
    publish(
        HelperEnded(
            pair_id=pair.pk,
            file_id=pair.file_id,
            cadre_id=pair.cadre_id,
            to_on=on,
            successor_id=follows.pk if follows else None,
        )
    )
