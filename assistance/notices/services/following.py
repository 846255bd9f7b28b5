"""Notices follow what happens to their files, and to the working calendar."""

from django.db import transaction

from assistance.households import services as households
from assistance.households.models import HardshipFile, Step
from assistance.notices import queries
from assistance.notices.events import NoticeEnded, NoticeMoved
from assistance.notices.models import Notice, NoticeLine, Objection
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.places.queries import workdays_after

State = NoticeLine.State


@transaction.atomic
def follow_file(*, file_id: int) -> NoticeLine | None:
    """Let a family's line end as its file left the gate of notice: passed, or taken down.

    Reads what is true of the file now, not what an event said: events come late, twice and out of order.
    """
    hanging = queries.hanging_line(file_id)
    if hanging is None:
        return None
    notice = queries.locked(hanging.notice)
    line = NoticeLine.objects.filter(pk=hanging.pk, state=State.HANGING).first()
    if line is None:
        return None
    file = HardshipFile.objects.get(pk=file_id)
    passed = Step.objects.filter(
        file=file, gate=line.gate_id, round=line.round, kind=Step.Kind.PASSED
    ).first()
    if passed is not None:
        line.state, line.ended_on = State.PASSED, passed.on
    elif file.gate_id == line.gate_id and file.round == line.round:
        return None  # it hangs on
    else:
        line.state, line.ended_on = State.WITHDRAWN, clock.today()
        _lapse(line)
    line.save(update_fields=["state", "ended_on"])
    _end(notice)
    return line


@transaction.atomic
def follow_calendar() -> list[Notice]:
    """Let hanging notices end later where the calendar now asks for it. Earlier: never."""
    moved = []
    for found in Notice.objects.filter(state=Notice.State.HANGING).order_by("pk"):
        last_day = workdays_after(found.posted_on, found.workdays)
        if last_day <= found.last_day:
            continue
        lines = found.lines.filter(state=State.HANGING).order_by("file_id")
        for line in lines.select_related("file"):
            households.prolong_notice(file=line.file, ends_on=last_day)
        notice = queries.locked(found)
        if notice.state != Notice.State.HANGING or notice.last_day >= last_day:
            continue
        notice.last_day = last_day
        notice.save(update_fields=["last_day"])
        record(None, "notices.notice_moved", notice, last_day=last_day)
        publish(NoticeMoved(notice_id=notice.pk, last_day=last_day))
        moved.append(notice)
    return moved


def _lapse(line: NoticeLine) -> None:
    """Open objections end with the file's way: nothing is left to decide about."""
    for one in queries.open_objections(line):
        one.state, one.decision = Objection.State.CLOSED, Objection.Decision.LAPSED
        one.decided_on = clock.today()
        one.save(update_fields=["state", "decision", "decided_on"])
        record(None, "notices.objection_lapsed", one)


def _end(notice: Notice) -> None:
    """A locked notice ends with its last family: passed where any passed, otherwise taken down."""
    states = set(notice.lines.values_list("state", flat=True))
    if State.HANGING in states:
        return
    notice.state = Notice.State.PASSED if State.PASSED in states else Notice.State.WITHDRAWN
    ended = notice.lines.order_by("-ended_on").values_list("ended_on", flat=True).first()
    notice.ended_on = ended or clock.today()
    if notice.state == Notice.State.WITHDRAWN:
        notice.withdrawn_why = "名单上的档案均已退出办理"
    notice.save(update_fields=["state", "ended_on", "withdrawn_why"])
    record(None, "notices.notice_ended", notice, state=notice.state)
    publish(NoticeEnded(notice_id=notice.pk, state=notice.state, ended_on=notice.ended_on))
