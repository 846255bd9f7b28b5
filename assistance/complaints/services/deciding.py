"""Find out whom a complaint is about, take it up or not, give it to somebody to look into."""

from datetime import date

from django.db import transaction

from assistance.complaints import queries, rules
from assistance.complaints.events import ComplaintDecided, InquiryBegun
from assistance.complaints.models import Complaint, Inquiry
from assistance.complaints.permissions import HANDLE_COMPLAINT
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State = Complaint.State


@transaction.atomic
def sort_complaint(
    *,
    by: User,
    complaint: Complaint,
    kind: str,
    unit: Organisation,
    about_user: User | None = None,
) -> Complaint:
    """Write down which unit, and which account, a complaint is about: it goes to the office above.

    Whoever is of that unit, perhaps the very person who sorted it, does not see it any more.
    """
    locked = queries.locked_complaint(by, complaint.pk, HANDLE_COMPLAINT)
    rules.check_step("sort", locked.state, locked.get_state_display())
    if kind not in Complaint.Kind.values:
        raise RuleBroken("kind_missing", "请选择反映的类别", fields={"kind": "请选择"})
    if locked.state == State.ACCEPTED and locked.inquiries.exists():
        raise RuleBroken("sorted_for_good", "这件正在申请复查，被反映的单位和人不能再改")
    office = queries.office_for(unit, base=locked.office)
    if not queries.hearers(office, unit=unit, about_user=about_user):
        raise RuleBroken("nobody_to_hear", "除被反映人外没有人可以办理，请先请管理员增加办理人")
    locked.kind, locked.unit, locked.about_user, locked.office = kind, unit, about_user, office
    if locked.state == State.ACCEPTED and (
        locked.decided_by_id == (about_user.pk if about_user else None)
        or locked.decided_by not in queries.hearers(office, unit=unit, about_user=about_user)
    ):
        # Accepted by somebody of the unit that it turns out to be about: another person accepts it.
        locked.state, locked.decided_by, locked.decided_on = State.RECEIVED, None, None
    locked.save(
        update_fields=[
            "kind", "unit", "about_user", "office", "state", "decided_by", "decided_on",
        ]
    )  # fmt: skip
    record(by, "complaints.sorted", locked)
    return locked


@transaction.atomic
def accept_complaint(*, by: User, complaint: Complaint) -> Complaint:
    """Take a complaint up (受理); whom it is about is known by now."""
    locked = queries.locked_complaint(by, complaint.pk, HANDLE_COMPLAINT)
    rules.check_step("accept", locked.state, locked.get_state_display())
    if locked.unit_id is None:
        raise RuleBroken("unit_missing", "请先判明被反映的单位，再受理")
    today = clock.today()
    note_late(locked, today)
    locked.state, locked.decided_by, locked.decided_on = State.ACCEPTED, by, today
    locked.save(update_fields=["state", "decided_by", "decided_on", "was_late"])
    record(by, "complaints.accepted", locked)
    publish(ComplaintDecided(complaint_id=locked.pk, state=locked.state))
    return locked


@transaction.atomic
def refuse_complaint(*, by: User, complaint: Complaint, reason: str) -> Complaint:
    """Not take a complaint up (不予受理), with a reason that whoever complained reads."""
    locked = queries.locked_complaint(by, complaint.pk, HANDLE_COMPLAINT)
    rules.check_step("refuse", locked.state, locked.get_state_display())
    locked.refusal = rules.check_told_back(reason, field="reason", label="不予受理的理由")
    today = clock.today()
    note_late(locked, today)
    locked.state, locked.decided_by, locked.decided_on = State.REFUSED, by, today
    locked.due_on, locked.ended_on = None, today
    locked.save()
    record(by, "complaints.refused", locked)
    publish(ComplaintDecided(complaint_id=locked.pk, state=locked.state))
    return locked


@transaction.atomic
def assign_handler(*, by: User, complaint: Complaint, handler: User) -> Inquiry:
    """Give it to somebody to look into (交办), or to another while it is being looked into (改派).

    Never to whom it is about, to staff of that unit (also a trigger), or, for a review, to whoever
    handled it before. It is settled within the days of the local rule (信访工作条例 34, 35).
    """
    locked = queries.locked_complaint(by, complaint.pk, HANDLE_COMPLAINT)
    step = "reassign" if locked.state == State.LOOKING else "assign"
    rules.check_step(step, locked.state, locked.get_state_display())
    allowed = queries.hearers(locked.office, unit=locked.unit, about_user=locked.about_user)
    if handler.pk not in {one.pk for one in allowed}:
        raise RuleBroken(
            "handler_not_allowed",
            "承办人应有办理权限，且不是被反映人、不在被反映的单位，请另选",
            fields={"handler": "请另选"},
        )
    turns = list(Inquiry.objects.select_for_update().filter(complaint=locked).order_by("turn"))
    present = turns[-1] if turns and turns[-1].closed_on is None else None
    before = [one for one in turns if one.closed_on is not None]
    rules.check_reviewer(handler=handler.pk, before=before[-1].handler_id if before else None)
    today = clock.today()
    inquiry = present or Inquiry(complaint=locked, turn=1)
    inquiry.handler, inquiry.assigned_by, inquiry.assigned_on = handler, by, today
    if inquiry.settle_by is None:
        inquiry.settle_by = _settle_by(locked, inquiry)
    inquiry.save()
    if step == "assign":
        note_late(locked, today)
    locked.state, locked.due_on = State.LOOKING, inquiry.settle_by
    locked.routed_on = locked.routed_on or today
    locked.save(update_fields=["state", "due_on", "routed_on", "was_late"])
    record(by, "complaints.assigned", locked, turn=inquiry.turn)
    if step == "assign":
        publish(
            InquiryBegun(
                complaint_id=locked.pk, turn=inquiry.turn, due_on=inquiry.settle_by or today
            )
        )
    return inquiry


def note_late(complaint: Complaint, today: date) -> None:
    """A step that is taken past its day stays late in the figures."""
    if complaint.due_on is not None and today > complaint.due_on:
        complaint.was_late = True


def _settle_by(complaint: Complaint, inquiry: Inquiry) -> date:
    """Sixty days from the acceptance; a review thirty from the day on which it was asked for."""
    is_review = inquiry.turn > 1
    start = (inquiry.asked_on if is_review else complaint.decided_on) or clock.today()
    code = "complaints.review_settle_days" if is_review else "complaints.settle_days"
    days = queries.days_of(code, on=start, division=complaint.office.division)
    return rules.day_after(start, days)
