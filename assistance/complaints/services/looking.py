"""What was found, checked by another person before whoever complained may read it."""

from django.db import transaction

from assistance.complaints import queries, rules
from assistance.complaints.events import ComplaintClosed
from assistance.complaints.models import Complaint, Inquiry
from assistance.complaints.permissions import HANDLE_COMPLAINT
from assistance.complaints.services.deciding import note_late
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.kernel.texts import check_reason, check_text, paragraphs

State = Complaint.State


@transaction.atomic
def answer_complaint(
    *, by: User, complaint: Complaint, report: str, finding: str, measures: str, answer: str
) -> Inquiry:
    """The handler hands in what was found and done, and what whoever complained will read."""
    locked = queries.locked_complaint(by, complaint.pk, HANDLE_COMPLAINT)
    rules.check_step("answer", locked.state, locked.get_state_display())
    inquiry = queries.locked_inquiry(locked)
    if inquiry.handler_id != by.pk:
        raise NotAllowed("not_the_handler", "只有承办人能提交办理结果")
    if finding not in Inquiry.Finding.values:
        raise RuleBroken("finding_missing", "请选择结论", fields={"finding": "请选择"})
    inquiry.report = check_text(
        report,
        field="report",
        label="调查情况",
        longest=rules.LONGEST_CONTENT,
        read=paragraphs,
    )
    inquiry.measures = check_text(
        measures,
        field="measures",
        label="处理措施",
        longest=rules.LONGEST_ANSWER,
        needed=finding in Inquiry.SUBSTANTIATED,
        read=paragraphs,
    )
    inquiry.answer = rules.check_told_back(answer, field="answer", label="给反映人的答复")
    inquiry.finding, inquiry.answered_on = finding, clock.today()
    inquiry.save()
    locked.state = State.ANSWERED
    locked.save(update_fields=["state"])
    record(by, "complaints.answered", locked, turn=inquiry.turn)
    return inquiry


@transaction.atomic
def send_back(*, by: User, complaint: Complaint, reason: str) -> Inquiry:
    """Not enough: the handler goes on. What was written stays to be mended."""
    locked = queries.locked_complaint(by, complaint.pk, HANDLE_COMPLAINT)
    rules.check_step("send_back", locked.state, locked.get_state_display())
    inquiry = queries.locked_inquiry(locked)
    rules.check_closer(by=by.pk, handler=inquiry.handler_id or 0)
    why = check_reason(reason, what="退回")
    inquiry.finding, inquiry.answered_on = "", None
    inquiry.save(update_fields=["finding", "answered_on"])
    locked.state = State.LOOKING
    locked.save(update_fields=["state"])
    record(by, "complaints.sent_back", locked, turn=inquiry.turn, reason=why)
    return inquiry


@transaction.atomic
def close_complaint(*, by: User, complaint: Complaint) -> Inquiry:
    """Another person than the handler finds it in order: the answer may be read from now on.

    A review may be asked for within the days of the local rule (信访工作条例 35).
    """
    locked = queries.locked_complaint(by, complaint.pk, HANDLE_COMPLAINT)
    rules.check_step("close", locked.state, locked.get_state_display())
    inquiry = queries.locked_inquiry(locked)
    rules.check_closer(by=by.pk, handler=inquiry.handler_id or 0)
    today = clock.today()
    note_late(locked, today)
    inquiry.closed_by, inquiry.closed_on = by, today
    if inquiry.turn < rules.MOST_TURNS:
        days = queries.days_of("complaints.review_days", on=today, division=locked.office.division)
        inquiry.review_until = rules.day_after(today, days)
    inquiry.save(update_fields=["closed_by", "closed_on", "review_until"])
    locked.state, locked.due_on, locked.ended_on = State.CLOSED, None, today
    locked.save(update_fields=["state", "due_on", "ended_on", "was_late"])
    record(by, "complaints.closed", locked, turn=inquiry.turn, finding=inquiry.finding)
    publish(ComplaintClosed(complaint_id=locked.pk, turn=inquiry.turn, finding=inquiry.finding))
    return inquiry
