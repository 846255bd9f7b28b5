"""The work of a gate, by its kind: reviewed, looked at, checked, met about, hung up, agreed, approved.

The rooms above (investigations, checks, notices) keep the papers of this work and call these.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from assistance.households import queries, registries, rules
from assistance.households.models import Gate, HardshipFile, Step
from assistance.households.services.way.stepping import (
    GateState,
    State,
    at_gate,
    at_work,
    check_hands,
    passed,
    tell_step,
)
from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason
from ground.places.queries import local_rule, workdays_after


@transaction.atomic
def review_file(*, by: User, file: HardshipFile, opinion: str = "") -> HardshipFile:
    """A gate of review (初审)."""
    locked = at_gate(by, file, "review")
    return passed(by, locked, opinion=opinion)


@transaction.atomic
def investigate_file(
    *, by: User, file: HardshipFile, investigators: Sequence[str], opinion: str = ""
) -> HardshipFile:
    """The home visit (入户调查) of as many people as the local rule asks for."""
    locked = at_gate(by, file, "investigate")
    fewest = int(
        local_rule("households.investigators", on=clock.today(), division=locked.unit.division)
    )
    people = rules.check_investigators(investigators, fewest)
    return passed(by, locked, opinion=opinion, people=people)


@transaction.atomic
def send_check(*, by: User, file: HardshipFile) -> HardshipFile:
    """The family's economic check is on its way to civil affairs (核对请求已发出)."""
    locked = at_gate(by, file, "send_check")
    return at_work(by, locked, GateState.OPEN, Step.Kind.BEGUN)


@transaction.atomic
def check_file(*, by: User, file: HardshipFile, opinion: str = "") -> HardshipFile:
    """The economic check (经济状况核对) has come back without a hit."""
    return passed(by, at_gate(by, file, "check"), opinion=opinion)


@transaction.atomic
def report_hit(*, by: User, file: HardshipFile, finding: str) -> HardshipFile:
    """The economic check found something: it is to be explained before the file goes on."""
    locked = at_gate(by, file, "report_hit")
    return at_work(
        by, locked, GateState.TROUBLED, Step.Kind.TROUBLED, opinion=check_reason(finding)
    )


@transaction.atomic
def clear_hit(*, by: User, file: HardshipFile, opinion: str) -> HardshipFile:
    """What the check found has been explained or put right: the gate is passed."""
    locked = at_gate(by, file, "clear_hit")
    tell_step(by, locked, Step.Kind.CLEARED, gate=locked.gate, opinion=check_reason(opinion))
    return passed(by, locked)


@transaction.atomic
def record_meeting(
    *, by: User, file: HardshipFile, held_on: date, opinion: str, people: str = ""
) -> HardshipFile:
    """The union's meeting has agreed (会议研究): on which day, with what decision."""
    locked = at_gate(by, file, "meet")
    if held_on > clock.today() or (locked.gate_since and held_on < locked.gate_since):
        raise RuleBroken(
            "meeting_outside",
            f"会议日期应在{locked.gate_since}（进入本环节）与今天之间",
            fields={"held_on": "日期不在范围内"},
        )
    return passed(
        by,
        locked,
        opinion=check_reason(opinion),
        people=rules.check_text("people", "参加人", people, longest=120),
        on=held_on,
    )


@transaction.atomic
def post_notice(*, by: User, file: HardshipFile, workdays: int = 0) -> HardshipFile:
    """Put up the public notice for the working days that the local rule asks for, or more of them."""
    locked = at_gate(by, file, "post_notice")
    today = clock.today()
    fewest = int(local_rule("households.notice_workdays", on=today, division=locked.unit.division))
    locked.notice_ends_on = workdays_after(today, max(fewest, workdays))
    return at_work(by, locked, GateState.OPEN, Step.Kind.BEGUN)


@transaction.atomic
def withdraw_notice(*, by: User, file: HardshipFile, reason: str) -> HardshipFile:
    """Take down a notice that was wrong. Nothing is gained: the next one hangs all its days."""
    locked = at_gate(by, file, "withdraw_notice")
    locked.notice_ends_on = None
    reason = check_reason(reason, what="撤下")
    return at_work(by, locked, GateState.WAITING, Step.Kind.WITHDRAWN, opinion=reason)


@transaction.atomic
def prolong_notice(*, file: HardshipFile, ends_on: date) -> HardshipFile:
    """The working calendar has changed while the notice hangs: it ends later, never earlier."""
    locked = queries.locked_file(file)
    if locked.notice_ends_on and locked.notice_ends_on < ends_on and queries.hangs(locked):
        locked.notice_ends_on = ends_on
        locked.save()
        record(None, "file.notice_prolonged", locked, to_on=ends_on)
    return locked


@transaction.atomic
def pass_notices(on: date) -> list[HardshipFile]:
    """Let the notices whose last day lies before this day have passed without objection."""
    ended = (
        HardshipFile.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__division", "gate", "route", "clue")
        .filter(
            state=State.UNDERWAY,
            gate__kind=Gate.Kind.NOTICE,
            gate_state=GateState.OPEN,
            notice_ends_on__lt=on,
        )
        .order_by("pk")
    )
    return [passed(None, file, opinion="公示期满无异议", on=on) for file in ended]


@transaction.atomic
def raise_objection(*, by: User | None, file: HardshipFile, objection: str) -> HardshipFile:
    """Somebody objects while the notice hangs (异议): the file waits until it is settled."""
    locked = at_gate(by, file, "object")
    return at_work(
        by, locked, GateState.TROUBLED, Step.Kind.TROUBLED, opinion=check_reason(objection)
    )


@transaction.atomic
def settle_objection(*, by: User, file: HardshipFile, opinion: str) -> HardshipFile:
    """The objection does not hold: the notice hangs on, or has passed where its days are over."""
    locked = at_gate(by, file, "settle_objection")
    tell_step(by, locked, Step.Kind.CLEARED, gate=locked.gate, opinion=check_reason(opinion))
    if locked.notice_ends_on and locked.notice_ends_on < clock.today():
        return passed(by, locked)
    locked.gate_state = GateState.OPEN
    locked.save()
    return locked


@transaction.atomic
def give_opinion(*, by: User, file: HardshipFile, opinion: str) -> HardshipFile:
    """A gate of the office's own kind (签署意见): agreed, with an opinion."""
    return passed(by, at_gate(by, file, "opine"), opinion=check_reason(opinion, what="同意"))


@transaction.atomic
def approve_file(
    *, by: User, file: HardshipFile, opinion: str = "", considered: bool = False
) -> HardshipFile:
    """Approve; behind the route's last gate the family may be aided.

    Never by somebody who submitted the file or approved it at another gate of this round. What is open
    about the family (`approval_concern`) is `considered`, and the opinion says how.
    """
    locked = at_gate(None, file, "approve")
    rules.check_approver(by.pk, queries.hands_on(locked))
    check_hands(by, locked, "approve")
    if concerns := registries.concerns_of(locked):
        opinion = rules.check_considered("；".join(concerns), opinion, considered=considered)
    return passed(by, locked, opinion=opinion)
