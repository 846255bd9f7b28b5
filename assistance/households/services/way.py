"""Take a file from step to step: submitted, looked at, posted, approved; and to its end.

Each function locks the file, checks the rules, writes, and leaves a line of trail and its events.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from assistance.households import queries, rules
from assistance.households.events import FileApproved, FileMoved
from assistance.households.models import HardshipFile, Member, Step
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import NotAllowed
from ground.places.queries import local_rule, workdays_after


@transaction.atomic
def submit_file(*, by: User, file: HardshipFile) -> HardshipFile:
    """Hand a complete file in; what is missing is said once and together."""
    locked = queries.locked_file(file)
    rules.check_move("submit", locked.state, locked.get_state_display())
    rules.check_complete(queries.missing_of(locked))
    locked.submitted_by = by
    return _moved(by, locked, "submit")


@transaction.atomic
def review_file(*, by: User, file: HardshipFile, opinion: str = "") -> HardshipFile:
    """The basic union's first look (初审)."""
    return _moved(by, queries.locked_file(file), "review", opinion=opinion)


@transaction.atomic
def investigate_file(
    *, by: User, file: HardshipFile, investigators: Sequence[str], opinion: str = ""
) -> HardshipFile:
    """The home visit (入户调查) of as many people as the local rule asks for."""
    locked = queries.locked_file(file)
    rules.check_move("investigate", locked.state, locked.get_state_display())
    fewest = int(
        local_rule("households.investigators", on=clock.today(), division=locked.unit.division)
    )
    people = rules.check_investigators(investigators, fewest)
    return _moved(by, locked, "investigate", opinion=opinion, investigators=people)


@transaction.atomic
def check_file(*, by: User, file: HardshipFile, opinion: str = "") -> HardshipFile:
    """The economic check with civil affairs (经济状况核对) has come back without a hit."""
    return _moved(by, queries.locked_file(file), "check", opinion=opinion)


@transaction.atomic
def post_notice(*, by: User, file: HardshipFile) -> HardshipFile:
    """Put up the public notice for the working days that the local rule asks for."""
    locked = queries.locked_file(file)
    rules.check_move("post_notice", locked.state, locked.get_state_display())
    today = clock.today()
    days = int(local_rule("households.notice_workdays", on=today, division=locked.unit.division))
    locked.notice_ends_on = workdays_after(today, days)
    return _moved(by, locked, "post_notice")


@transaction.atomic
def pass_notices(on: date) -> list[HardshipFile]:
    """Let the notices whose last day lies before this day have passed without objection."""
    ended = (
        HardshipFile.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__division")
        .filter(state=HardshipFile.State.NOTICE_POSTED, notice_ends_on__lt=on)
        .order_by("pk")
    )
    return [_moved(None, file, "pass_notice") for file in ended]


@transaction.atomic
def approve_file(*, by: User, file: HardshipFile, opinion: str = "") -> HardshipFile:
    """Approve: the family may be aided from now on. Never by somebody who submitted the file."""
    locked = queries.locked_file(file)
    rules.check_move("approve", locked.state, locked.get_state_display())
    rules.check_approver(by.pk, queries.submitters_of(locked))
    locked.approved_by, locked.approved_on = by, clock.today()
    _moved(by, locked, "approve", opinion=opinion)
    publish(
        FileApproved(
            file_id=locked.pk,
            unit_id=locked.unit_id,
            category=locked.category,
            approved_on=clock.today(),
        )
    )
    return locked


@transaction.atomic
def return_file(*, by: User, file: HardshipFile, reason: str) -> HardshipFile:
    """Send a file back to be completed; its notice, if one hangs, comes down."""
    locked = queries.locked_file(file)
    _check_hands(by, locked, "return")
    locked.notice_ends_on = None
    return _moved(by, locked, "return", opinion=rules.check_reason(reason))


@transaction.atomic
def reject_file(*, by: User, file: HardshipFile, reason: str) -> HardshipFile:
    """Open no file for this family. Its people are free for another one, later."""
    return _ended(by, file, "reject", reason)


@transaction.atomic
def exit_file(*, by: User, file: HardshipFile, reason: str) -> HardshipFile:
    """The family is out of hardship (脱困): no more aid from this file."""
    return _ended(by, file, "exit", reason)


@transaction.atomic
def cancel_file(*, by: User, file: HardshipFile, reason: str) -> HardshipFile:
    """Cancel (注销): death, retirement, moved away, opened twice, false statements."""
    return _ended(by, file, "cancel", reason)


def _moved(
    by: User | None, file: HardshipFile, action: str, *, opinion: str = "", investigators: str = ""
) -> HardshipFile:
    """Take a step with a locked file: state, step, trail, event."""
    move = rules.check_move(action, file.state, file.get_state_display())
    file.state = HardshipFile.State(move.state)
    file.save()
    on = clock.today()
    Step.objects.create(
        file=file,
        kind=Step.Kind(move.step),
        on=on,
        by=by,
        opinion=rules.check_text("opinion", "意见", opinion, longest=300),
        investigators=investigators,
    )
    record(by, f"file.{move.step}", file, state=move.state)
    publish(FileMoved(file_id=file.pk, step=move.step, state=move.state, on=on))
    return file


def _ended(by: User, file: HardshipFile, action: str, reason: str) -> HardshipFile:
    locked = queries.locked_file(file)
    _check_hands(by, locked, action)
    rules.check_move(action, locked.state, locked.get_state_display())
    Member.objects.filter(file=locked).update(in_open_file=False)
    return _moved(by, locked, action, opinion=rules.check_reason(reason))


def _check_hands(by: User, file: HardshipFile, action: str) -> None:
    """Whose step it is depends on how far the file has come: no door can ask that."""
    if not queries.may_take(by, file, action):
        label = queries.permission_for(action, file.state).label
        raise NotAllowed("not_allowed", f"没有“{label}”的权限")
