"""Facts of complaints for a period: received, settled, settled in time, found true, late.

An area is an organisation and what is below it; what counts is kept there. A record tells neither
whom a complaint is about nor its number: a brief is read by people who must not know.
"""

from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from assistance.complaints.models import Complaint, Inquiry
from ground.accounts.models import Organisation, below
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period

State = Complaint.State


def _complaints(area: Organisation) -> Any:
    """Kept in the area; none about the area's own organisation, whose people make its brief."""
    rows = Complaint.objects.filter(below("office__path", [area.path]))
    return rows.exclude(unit=area).order_by("received_on", "pk")


def _record(complaint: Complaint) -> Record:
    label = f"{complaint.get_kind_display()}（{complaint.get_way_display()}）"
    return Record(label, reverse("complaints:complaint", args=[complaint.pk]))


@fact("complaints.received", label="收到投诉举报", unit="件", order=51)
def received(area: Organisation, period: Period) -> Rows:
    rows = _complaints(area).filter(received_on__range=(period.starts_on, period.ends_on))
    return Rows(queryset=rows, record=_record)


@fact("complaints.closed", label="办结投诉举报", unit="件", order=52)
def closed(area: Organisation, period: Period) -> Rows:
    return Rows(queryset=_closed(area, period), record=_record)


@fact("complaints.closed_in_time", label="按期办结投诉举报", unit="件", order=53)
def closed_in_time(area: Organisation, period: Period) -> Rows:
    return Rows(queryset=_closed(area, period).filter(was_late=False), record=_record)


@fact("complaints.substantiated", label="查实投诉举报（含部分属实）", unit="件", order=54)
def substantiated(area: Organisation, period: Period) -> Rows:
    """By the finding of the turn that was closed in the period."""
    turns = (
        Inquiry.objects.filter(
            complaint__in=_complaints(area).order_by(),
            finding__in=Inquiry.SUBSTANTIATED,
            closed_on__range=(period.starts_on, period.ends_on),
        )
        .select_related("complaint")
        .order_by(F("closed_on"), "pk")
    )
    return Rows(queryset=turns, record=lambda one: _record(one.complaint))


@fact("complaints.overdue", label="逾期未办结投诉举报", unit="件", order=55)
def overdue(area: Organisation, period: Period) -> Rows:
    rows = _complaints(area).filter(received_on__lte=period.ends_on, was_late=True)
    open_then = Q(ended_on__isnull=True) | Q(ended_on__gt=period.ends_on)
    return Rows(queryset=rows.filter(open_then), record=_record)


def _closed(area: Organisation, period: Period) -> Any:
    return _complaints(area).filter(
        state=State.CLOSED, ended_on__range=(period.starts_on, period.ends_on)
    )
