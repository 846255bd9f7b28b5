"""A file's life outside of its gates: submitted, taken from an old ledger, confirmed, returned, ended."""

from django.db import transaction

from assistance.households import queries, rules
from assistance.households.models import HardshipFile, Member, Step
from assistance.households.services.assessing import keep_assessment
from assistance.households.services.way.stepping import (
    State,
    check_hands,
    enter,
    leave,
    publish_approved,
    tell_step,
)
from ground.accounts.models import User
from ground.kernel import clock
from ground.kernel.texts import check_reason


@transaction.atomic
def submit_file(*, by: User, file: HardshipFile) -> HardshipFile:
    """Hand a complete file in, on the route that holds in its region today.

    What is missing is said once and together. A file that was returned begins a new round.
    """
    locked = queries.locked_file(file)
    rules.check_move("submit", locked.state, queries.standing_of(locked))
    rules.check_complete(queries.missing_of(locked))
    route = queries.route_for(locked.unit.division, on=clock.today())
    locked.submitted_by, locked.route = by, route
    locked.round += 1
    locked.state = State.UNDERWAY
    enter(locked, queries.first_gate(route))
    locked.save()
    keep_assessment(by=by, file=locked, step=tell_step(by, locked, Step.Kind.SUBMITTED))
    return locked


@transaction.atomic
def acknowledge_file(*, by: User, file: HardshipFile) -> HardshipFile:
    """Take a file of the old ledger for good (旧档核认). Never by the person who brought it in."""
    locked = queries.locked_file(file)
    rules.check_move("acknowledge", locked.state, queries.standing_of(locked))
    check_hands(by, locked, "acknowledge")
    rules.check_approver(by.pk, [locked.submitted_by_id])
    locked.approved_by = by
    locked.approved_on = locked.approved_on or clock.today()
    locked.state = State.ACTIVE
    locked.save()
    keep_assessment(by=by, file=locked, step=tell_step(by, locked, Step.Kind.ACKNOWLEDGED))
    publish_approved(locked)
    return locked


@transaction.atomic
def confirm_file(*, by: User, file: HardshipFile, opinion: str) -> HardshipFile:
    """The family was looked at again, and stays on file (复核)."""
    locked = queries.locked_file(file)
    rules.check_move("confirm", locked.state, queries.standing_of(locked))
    check_hands(by, locked, "confirm")
    locked.confirmed_on = clock.today()
    locked.save()
    step = tell_step(by, locked, Step.Kind.CONFIRMED, opinion=opinion)
    keep_assessment(by=by, file=locked, step=step)
    return locked


@transaction.atomic
def reclassify_file(
    *, by: User, file: HardshipFile, reason: str, category: str = "", tier: str = ""
) -> HardshipFile:
    """The family stays on file in another class (类别调整): category, tier, or both.

    What is left empty stays as it is; where nothing would change, it is refused.
    """
    locked = queries.locked_file(file)
    rules.check_move("reclassify", locked.state, queries.standing_of(locked))
    check_hands(by, locked, "reclassify")
    category, tier = queries.class_wanted(locked, category, tier)
    told = queries.class_change_of(locked, category, tier)
    locked.category, locked.tier = category or locked.category, tier or locked.tier
    locked.confirmed_on = clock.today()
    locked.save()
    opinion = f"{told}：{check_reason(reason)}"
    step = tell_step(by, locked, Step.Kind.RECLASSIFIED, opinion=opinion[:300])
    keep_assessment(by=by, file=locked, step=step)
    return locked


@transaction.atomic
def return_file(*, by: User, file: HardshipFile, reason: str) -> HardshipFile:
    """Send a file back to be completed; its notice, if one hangs, comes down. Nothing is lost."""
    locked = queries.locked_file(file)
    rules.check_move("return", locked.state, queries.standing_of(locked))
    check_hands(by, locked, "return")
    gate = leave(locked)
    locked.state, locked.notice_ends_on = State.DRAFT, None
    locked.save()
    tell_step(by, locked, Step.Kind.RETURNED, gate=gate, opinion=rules.check_reason(reason))
    return locked


@transaction.atomic
def reject_file(*, by: User, file: HardshipFile, reason: str) -> HardshipFile:
    """Open no file for this family. Its people are free for another one, later."""
    return _ended(by, file, "reject", State.REJECTED, Step.Kind.REJECTED, reason)


@transaction.atomic
def exit_file(*, by: User, file: HardshipFile, reason: str) -> HardshipFile:
    """The family is out of hardship (脱困): no more aid from this file."""
    return _ended(by, file, "exit", State.EXITED, Step.Kind.EXITED, reason)


@transaction.atomic
def cancel_file(*, by: User, file: HardshipFile, reason: str) -> HardshipFile:
    """Cancel (注销): death, retirement, moved away, opened twice, false statements."""
    return _ended(by, file, "cancel", State.CANCELLED, Step.Kind.CANCELLED, reason)


def end_locked(
    by: User, locked: HardshipFile, *, state: HardshipFile.State, kind: Step.Kind, reason: str
) -> HardshipFile:
    """End a file that the caller has locked and checked: its people are free for another one."""
    Member.objects.filter(file=locked).update(in_open_file=False)
    gate = leave(locked)
    locked.state, locked.ended_on = state, clock.today()
    locked.save()
    tell_step(by, locked, kind, gate=gate, opinion=rules.check_reason(reason))
    return locked


def _ended(
    by: User,
    file: HardshipFile,
    action: str,
    state: HardshipFile.State,
    kind: Step.Kind,
    reason: str,
) -> HardshipFile:
    locked = queries.locked_file(file)
    rules.check_move(action, locked.state, queries.standing_of(locked))
    check_hands(by, locked, action)
    return end_locked(by, locked, state=state, kind=kind, reason=reason)
