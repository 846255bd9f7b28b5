"""Pair agencies with link points: propose, approve, take back, end; one group or a whole plan."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from assistance.pairing import queries, rules
from assistance.pairing.events import GroupApproved, GroupEnded
from assistance.pairing.models import ContactCard, GroupMember, PairingGroup
from assistance.pairing.rules import NewGroup
from assistance.pairing.services.once import TAKEN, once
from ground.accounts.models import Organisation, User
from ground.accounts.services import grant_scopes, withdraw_scopes
from ground.audit.services import record_many
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

CHUNK = 2000


@transaction.atomic
def propose_group(
    *,
    by: User,
    year: int,
    link_point: Organisation,
    lead_agency: Organisation,
    members: Sequence[Organisation],
    starts_on: date,
    link_leader: str = "",
    work_plan: str = "",
) -> PairingGroup:
    """Propose that a lead agency and members be linked to a link point for a year.

    The lead agency is a member whether it is named among them or not. Nobody sees more for it yet.
    """
    agencies = list({agency.pk: agency for agency in (lead_agency, *members)}.values())
    rules.check_pairing(year=year, starts_on=starts_on, link_point=link_point, agencies=agencies)
    if (link_point.pk, lead_agency.pk) in queries.pairs_taken(year, [link_point.pk]):
        raise TAKEN["pairing_group_once"]
    group = PairingGroup(
        year=year,
        link_point=link_point,
        lead_agency=lead_agency,
        link_leader=link_leader.strip(),
        work_plan=work_plan.strip(),
        proposed_by=by,
        starts_on=starts_on,
    )
    _put_forward(by, [(group, [agency.pk for agency in agencies])])
    return group


@transaction.atomic
def propose_groups(*, by: User, plan_year: int, rows: Sequence[NewGroup]) -> list[PairingGroup]:
    """Propose a whole plan at once: all of it, or nothing. Some statements, however many rows.

    A fault names its row: `fields={"rows.3": …}`, counted from nought.
    """
    wanted = {pk for row in rows for pk in (row.link_point_id, *_agencies_of(row))}
    known = Organisation.objects.in_bulk(wanted)
    taken = queries.pairs_taken(plan_year, {row.link_point_id for row in rows})
    made: list[tuple[PairingGroup, list[int]]] = []
    for number, row in enumerate(rows):
        try:
            group = _new_group(by, plan_year, row, known, taken)
        except RuleBroken as broken:
            raise RuleBroken(
                broken.code,
                f"第{number + 1}组：{broken.message}",
                fields={f"rows.{number}": broken.message},
            ) from broken
        taken.add((row.link_point_id, row.lead_agency_id))
        made.append((group, _agencies_of(row)))
    _put_forward(by, made)
    return [group for group, _ in made]


def _new_group(
    by: User,
    year: int,
    row: NewGroup,
    known: Mapping[int, Organisation],
    taken: Collection[tuple[int, int]],
) -> PairingGroup:
    agency_ids = _agencies_of(row)
    missing = [pk for pk in (row.link_point_id, *agency_ids) if pk not in known]
    if missing:
        raise RuleBroken("organisation_unknown", f"没有编号为{missing[0]}的单位")
    rules.check_pairing(
        year=year,
        starts_on=row.starts_on,
        link_point=known[row.link_point_id],
        agencies=[known[pk] for pk in agency_ids],
    )
    if (row.link_point_id, row.lead_agency_id) in taken:
        raise TAKEN["pairing_group_once"]
    return PairingGroup(
        year=year,
        link_point=known[row.link_point_id],
        lead_agency=known[row.lead_agency_id],
        link_leader=row.link_leader.strip(),
        proposed_by=by,
        starts_on=row.starts_on,
    )


def _agencies_of(row: NewGroup) -> list[int]:
    return list(dict.fromkeys((row.lead_agency_id, *row.member_ids)))


def _put_forward(by: User, made: Sequence[tuple[PairingGroup, list[int]]]) -> None:
    with once("pairing_group_once"):
        PairingGroup.objects.bulk_create([group for group, _ in made], batch_size=CHUNK)
    GroupMember.objects.bulk_create(
        (
            GroupMember(group=group, agency_id=agency_id, joined_on=group.starts_on)
            for group, agency_ids in made
            for agency_id in agency_ids
        ),
        batch_size=CHUNK,
    )
    record_many(
        by,
        "pairing.group_proposed",
        (
            (
                group,
                {
                    "year": group.year,
                    "link_point": group.link_point_id,
                    "lead_agency": group.lead_agency_id,
                    "agencies": agency_ids,
                },
            )
            for group, agency_ids in made
        ),
    )


def approve_group(*, by: User, group: PairingGroup) -> PairingGroup:
    """Let a proposed group begin to work. From now on its agencies see the link point."""
    [approved] = approve_groups(by=by, groups=[group])
    return approved


@transaction.atomic
def approve_groups(*, by: User, groups: Iterable[PairingGroup]) -> list[PairingGroup]:
    """Let proposed groups begin to work: all of them, or none. Some statements, however many."""
    locked = queries.locked_groups([group.pk for group in groups])
    for group in locked:
        if group.state != PairingGroup.State.PROPOSED:
            raise RuleBroken("group_not_proposed", "该结对方案已批准，无需再次批准")
        rules.check_four_eyes(proposed_by=group.proposed_by_id, approved_by=by.pk)
        group.state = PairingGroup.State.ACTIVE
        group.approved_by = by
    ids = [group.pk for group in locked]
    PairingGroup.objects.filter(pk__in=ids).update(state=PairingGroup.State.ACTIVE, approved_by=by)
    members = queries.member_ids_of(ids)
    grant_scopes(
        (agency_id, group.link_point_id, grant_source(group.pk))
        for group in locked
        for agency_id in members[group.pk]
    )
    record_many(
        by,
        "pairing.group_approved",
        ((group, {"agencies": members[group.pk]}) for group in locked),
    )
    publish(
        *(
            GroupApproved(group_id=group.pk, link_point_id=group.link_point_id, year=group.year)
            for group in locked
        )
    )
    return locked


@transaction.atomic
def withdraw_proposal(*, by: User, group: PairingGroup, reason: str) -> None:
    """Take back a proposal. It is gone; the trail keeps what it was and why."""
    group = queries.locked_group(group.pk)
    if group.state != PairingGroup.State.PROPOSED:
        raise RuleBroken("group_not_proposed", "已批准的结对不能撤回，请办理结束")
    drop_proposals(by, [group], check_reason(reason, what="撤回"))


def drop_proposals(by: User | None, proposals: Sequence[PairingGroup], reason: str) -> None:
    """Delete locked proposals; the trail keeps what they were."""
    members = queries.member_ids_of([group.pk for group in proposals])
    record_many(
        by,
        "pairing.group_withdrawn",
        (
            (
                group,
                {
                    "year": group.year,
                    "link_point": group.link_point_id,
                    "lead_agency": group.lead_agency_id,
                    "agencies": members[group.pk],
                    "reason": reason,
                },
            )
            for group in proposals
        ),
    )
    PairingGroup.objects.filter(pk__in=[group.pk for group in proposals]).delete()


def end_group(
    *, by: User | None, group: PairingGroup, ends_on: date, reason: str = ""
) -> PairingGroup:
    """End a group: what its agencies saw through it, they see no longer. Its records stay."""
    [ended] = end_groups(by=by, groups=[group], ends_on=ends_on, reason=reason)
    return ended


@transaction.atomic
def end_groups(
    *, by: User | None, groups: Iterable[PairingGroup], ends_on: date, reason: str = ""
) -> list[PairingGroup]:
    """End groups, all of them or none: a year is over, an enterprise has closed."""
    locked = queries.locked_groups([group.pk for group in groups])
    for group in locked:
        if group.state != PairingGroup.State.ACTIVE:
            raise RuleBroken("group_not_active", "只有进行中的结对才能结束")
        rules.check_end(starts_on=group.starts_on, ends_on=ends_on, today=clock.today())
    bring_to_end(by, locked, ends_on, reason.strip())
    return locked


def bring_to_end(
    by: User | None, locked: Sequence[PairingGroup], ends_on: date, reason: str
) -> None:
    """End locked groups. One that has not begun by `ends_on` ends on the day on which it would have."""
    for group in locked:
        group.state = PairingGroup.State.ENDED
        group.ends_on = max(ends_on, group.starts_on)
        group.end_reason = reason
    ids = [group.pk for group in locked]
    PairingGroup.objects.filter(pk__in=ids).update(
        state=PairingGroup.State.ENDED,
        ends_on=Greatest(F("starts_on"), Value(ends_on)),
        end_reason=reason,
    )
    ContactCard.objects.in_force().filter(group__in=ids).update(
        withdrawn_on=Greatest(F("issued_on"), Value(clock.today())), withdrawn_reason="结对结束"
    )
    withdraw_scopes(sources=[grant_source(pk) for pk in ids])
    record_many(
        by,
        "pairing.group_ended",
        ((group, {"ends_on": group.ends_on, "reason": reason}) for group in locked),
    )
    publish(
        *(
            GroupEnded(
                group_id=group.pk,
                link_point_id=group.link_point_id,
                ended_on=max(ends_on, group.starts_on),
            )
            for group in locked
        )
    )


def working_group(group: PairingGroup) -> PairingGroup:
    """The group, locked; refused where it is not at work."""
    group = queries.locked_group(group.pk)
    if group.state != PairingGroup.State.ACTIVE:
        raise RuleBroken(
            "group_not_active", f"结对{group.get_state_display()}，批准后且未结束时才能办理"
        )
    return group


def grant_source(group_id: int) -> str:
    """The key under which a group's agencies hold their view of its link point."""
    return f"pairing.group:{group_id}"
