"""One meeting for many files, each with its own decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from assistance.households import queries, rules
from assistance.households.models import FileMeeting, HardshipFile, MeetingDecision
from assistance.households.services.way import record_meeting, reject_file, return_file
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.kernel.texts import check_reason

Decision = MeetingDecision.Decision


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a meeting decided about one file. Whoever is not agreed with is told why."""

    file: HardshipFile
    decision: str
    opinion: str = ""


@transaction.atomic
def hold_meeting(
    *,
    by: User,
    organisation: Organisation,
    held_on: date,
    people: str,
    decided: Sequence[Decided],
    minutes: StoredFile | None = None,
) -> FileMeeting:
    """Write down a meeting and take every file where it decided: all of them, or none."""
    people = rules.check_text("people", "参加人", people, longest=120)
    if not people:
        raise RuleBroken("people_missing", "请填写参加会议的人", fields={"people": "请填写"})
    if held_on > clock.today():
        raise RuleBroken(
            "meeting_to_come", "会议日期不能晚于今天", fields={"held_on": "不能晚于今天"}
        )
    if not decided:
        raise RuleBroken("no_decisions", "请至少对一户作出决定")
    meeting = FileMeeting.objects.create(
        organisation=organisation, held_on=held_on, people=people, minutes=minutes, recorded_by=by
    )
    for one in sorted(decided, key=lambda each: each.file.pk):
        if not one.file.unit.path.startswith(organisation.path):
            raise RuleBroken("unit_outside", f"{one.file}不归“{organisation}”研究")
        try:
            _carried_out(by, one, held_on, people)
        except NotAllowed:
            raise
        except RuleBroken as broken:
            raise RuleBroken(
                broken.code, f"{one.file}：{broken.message}", fields=_of_meeting(broken)
            ) from broken
    MeetingDecision.objects.bulk_create(
        MeetingDecision(
            meeting=meeting, file=one.file, decision=one.decision, opinion=one.opinion.strip()
        )
        for one in decided
    )
    record(by, "meeting.held", meeting, files=len(decided))
    return meeting


def _carried_out(by: User, one: Decided, held_on: date, people: str) -> None:
    locked = queries.locked_file(one.file)
    rules.check_at_gate(
        "meet",
        state=locked.state,
        state_label=queries.standing_of(locked),
        gate_kind=locked.gate.kind if locked.gate else None,
        gate_state=locked.gate_state,
    )
    if one.decision == Decision.AGREE:
        opinion = one.opinion.strip() or "会议研究同意"
        record_meeting(by=by, file=locked, held_on=held_on, opinion=opinion, people=people)
    elif one.decision == Decision.RETURN:
        return_file(by=by, file=locked, reason=check_reason(one.opinion, what="退回"))
    elif one.decision == Decision.REJECT:
        reject_file(by=by, file=locked, reason=check_reason(one.opinion, what="不予建档"))
    else:
        raise RuleBroken("decision_missing", "请选择会议的决定")


def _of_meeting(broken: RuleBroken) -> dict[str, str]:
    """What is wrong with the meeting itself; what is wrong with one file is in the sentence."""
    return {name: broken.message for name in broken.fields if name in {"held_on", "people"}}
