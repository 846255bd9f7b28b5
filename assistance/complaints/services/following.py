"""After it was received: looked at by number and code, reviewed on request, pressed by the calendar."""

import hmac
from datetime import date

from django.db import transaction
from django.db.models import F, Q

from assistance.complaints import queries, rules
from assistance.complaints.events import ComplaintOverdue, ReviewAsked
from assistance.complaints.models import Complaint, Inquiry
from assistance.complaints.permissions import HANDLE_COMPLAINT
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_text, paragraphs

State = Complaint.State
UNKNOWN = RuleBroken("complaint_unknown", "编号或查询码不对，请对照提交后给您的编号和查询码再试")


def followed(*, number: str, code: str) -> Complaint:
    """The complaint of this number and code. One and the same refusal for either being wrong."""
    wanted, given = rules.read_number(number), rules.read_code(code)
    found = None
    if wanted is not None:
        rows = Complaint.objects.select_related("office__division")
        found = rows.filter(year=wanted[0], number=wanted[1]).first()
    known = str(found.code) if found else "-" * rules.CODE_LENGTH
    if not hmac.compare_digest(known.encode(), given.encode()) or found is None:
        raise UNKNOWN
    return found


@transaction.atomic
def ask_review(*, complaint: Complaint, why: str, by: User | None = None) -> Inquiry:
    """Ask to have the answer reviewed, by whoever complained (`by` None) or for them at the desk."""
    if by is None:
        locked = (
            Complaint.objects.select_for_update(of=("self",))
            .select_related("office__division")
            .get(pk=complaint.pk)
        )
    else:
        locked = queries.locked_complaint(by, complaint.pk, HANDLE_COMPLAINT)
    rules.check_step("review", locked.state, locked.get_state_display())
    before = queries.locked_inquiry(locked)
    today = clock.today()
    rules.check_review(turn=before.turn, until=before.review_until, today=today)
    reason = check_text(
        why, field="why", label="申请的理由", longest=rules.LONGEST_ANSWER, read=paragraphs
    )
    made = Inquiry.objects.create(
        complaint=locked, turn=before.turn + 1, asked_on=today, asked_why=reason
    )
    days = queries.days_of("complaints.route_days", on=today, division=locked.office.division)
    locked.state, locked.ended_on = State.ACCEPTED, None
    locked.due_on, locked.pressed_for = rules.day_after(today, days), None
    locked.save(update_fields=["state", "ended_on", "due_on", "pressed_for"])
    record(by, "complaints.review_asked", locked, turn=made.turn)
    publish(ReviewAsked(complaint_id=locked.pk, turn=made.turn))
    return made


@transaction.atomic
def press_overdue(on: date) -> int:
    """Say once of each complaint, for each of its days, that it is late."""
    late = list(
        Complaint.objects.select_for_update(skip_locked=True)
        .filter(due_on__lt=on)
        .filter(Q(pressed_for__isnull=True) | ~Q(pressed_for=F("due_on")))
        .order_by("pk")
    )
    for one in late:
        one.pressed_for, one.was_late = one.due_on, True
        one.save(update_fields=["pressed_for", "was_late"])
        record(None, "complaints.overdue", one)
        publish(ComplaintOverdue(complaint_id=one.pk, due_on=one.due_on or on))
    return len(late)
