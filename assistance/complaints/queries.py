"""Reads worth a name, and the locks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from assistance.complaints.models import Complaint, ComplaintQuerySet, Inquiry
from assistance.complaints.models.complaints import barred_paths
from assistance.complaints.permissions import HANDLE_COMPLAINT
from ground.accounts.models import Organisation, User, up_from
from ground.accounts.permissions import Permission
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.kernel.periods import Period
from ground.places.models import Division
from ground.places.queries import local_rule

State = Complaint.State


def complaint_of_key(key: UUID) -> Complaint | None:
    return Complaint.objects.filter(key=key).first()


def locked_complaint(user: User, pk: int, permission: Permission) -> Complaint:
    """A complaint as it is now, if this person may still know of it and act; locked."""
    rows = Complaint.objects.visible_to(user, permission.code).filter(pk=pk)
    locked = Complaint.objects.select_for_update(of=("self",)).select_related(
        "office__division", "unit"
    )
    found = locked.filter(pk__in=rows.values("pk")).first()
    if found is None:
        raise NotAllowed("not_allowed", "这件不在您的办理范围内")
    return found


def locked_inquiry(complaint: Complaint) -> Inquiry:
    """The present turn of a complaint, which is locked already."""
    return (
        Inquiry.objects.select_for_update(of=("self",))
        .select_related("handler")
        .filter(complaint=complaint)
        .latest("turn")
    )


def last_inquiry(complaint: Complaint) -> Inquiry | None:
    rows = Inquiry.objects.filter(complaint=complaint).select_related(
        "handler", "assigned_by", "closed_by"
    )
    return rows.order_by("-turn").first()


def next_number(year: int) -> int:
    """The next number of the year in this installation, under a lock that ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('complaints.number'), %s)", [year])
    last = Complaint.objects.filter(year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def hearers(
    office: Organisation, *, unit: Organisation | None, about_user: User | None = None
) -> list[User]:
    """Who may handle complaints at an office about a unit: none of them its staff, by name."""
    people = (
        User.objects.filter(
            is_active=True,
            memberships__organisation__path__in=up_from(office.path),
            memberships__role__in=HANDLE_COMPLAINT.roles,
        )
        .distinct()
        .select_related("organisation")
        .prefetch_related("memberships__organisation")
        .order_by("organisation__path", "full_name", "pk")
    )
    return [
        one
        for one in people
        if (about_user is None or one.pk != about_user.pk)
        and (unit is None or unit.path not in _inside(one))
    ]


def _inside(user: User) -> set[str]:
    held = [one.organisation.path for one in user.memberships.all()]
    return barred_paths(user.organisation.path, held)


def office_for(unit: Organisation | None, *, base: Organisation) -> Organisation:
    """Who keeps a complaint: the nearest organisation above the unit in which somebody may hear it.

    Without a unit, the nearest at or above `base`. A top has nothing above it: somebody with an
    office there who does not belong to it, or nobody (RuleBroken `nobody_to_hear`).
    """
    way = up_from(unit.path) if unit else up_from(base.path)
    if unit is not None and len(way) > 1:
        way = way[:-1]
    offices = Organisation.objects.filter(path__in=way, is_active=True).order_by("-depth")
    for office in offices:
        if hearers(office, unit=unit):
            return office
    why = "被反映的单位在本平台没有上级可以受理，请向它的上级机关反映"
    raise RuleBroken(
        "nobody_to_hear" if unit else "nobody_to_hear_any",
        why if unit else "本平台还没有人受理投诉举报，请向上级机关反映",
        fields={"unit": why} if unit else {},
    )


def units_to_name(user: User, permission: Permission) -> QuerySet[Organisation]:
    """Which units somebody may be heard about: in this person's scope, and those above their own."""
    inside = Organisation.objects.visible_to(user, permission.code).values("pk")
    above = Q(path__in=up_from(user.organisation.path))
    return Organisation.objects.filter(Q(pk__in=inside) | above, is_active=True)


def days_of(code: str, *, on: date, division: Division | None) -> int:
    return int(local_rule(code, on=on, division=division))


def in_lists(rows: ComplaintQuerySet) -> "QuerySet[Complaint]":
    """Complaints with their unit, office, and of their last turn: handler and finding."""
    turns = Inquiry.objects.filter(complaint=OuterRef("pk")).order_by("-turn")
    found = turns.exclude(finding="").filter(closed_on__isnull=False)
    return rows.select_related("unit", "office").annotate(
        turn=Subquery(turns.values("turn")[:1]),
        handler_name=Subquery(turns.values("handler__full_name")[:1]),
        finding=Subquery(found.values("finding")[:1]),
        answered_on=Subquery(turns.values("answered_on")[:1]),
    )


def overdue(today: date) -> Q:
    """Complaints whose present step is late."""
    return Q(due_on__lt=today)


@dataclass(frozen=True, kw_only=True)
class KindFigures:
    """What came in of one kind in a period, and how it went."""

    kind: str
    label: str
    received: int
    refused: int
    open: int
    closed: int
    in_time: int
    late: int
    substantiated: int
    judged: int

    @property
    def cells(self) -> list[object]:
        return [
            self.label,
            self.received,
            self.refused,
            self.open,
            self.closed,
            self.in_time,
            self.late,
            self.substantiated,
        ]


def figures_of(rows: ComplaintQuerySet, period: Period, today: date) -> Sequence[KindFigures]:
    """By kind, of what was received in a period: two queries, the kinds in their order, the sum last.

    `late` counts whatever missed one of its days, `in_time` what has ended without; substantiated
    is what the last closed turn found true or partly true.
    """
    among = rows.filter(received_on__range=(period.starts_on, period.ends_on)).order_by()
    late = Q(was_late=True) | overdue(today)
    ended = Q(state__in=Complaint.ENDED)
    counted = {
        row["kind"]: row
        for row in among.values("kind").annotate(
            received=Count("pk"),
            refused=Count("pk", filter=Q(state=State.REFUSED)),
            closed=Count("pk", filter=Q(state=State.CLOSED)),
            open=Count("pk", filter=~ended),
            in_time=Count("pk", filter=ended & Q(was_late=False)),
            late=Count("pk", filter=late),
        )
    }
    last = Inquiry.objects.filter(complaint=OuterRef("pk"), closed_on__isnull=False)
    judged = among.annotate(found=Subquery(last.order_by("-turn").values("finding")[:1]))
    true = {
        row["kind"]: row
        for row in judged.values("kind").annotate(
            substantiated=Count("pk", filter=Q(found__in=Inquiry.SUBSTANTIATED)),
            judged=Count("pk", filter=Q(found__isnull=False)),
        )
    }
    names = ("received", "refused", "open", "closed", "in_time", "late")
    lines = [
        KindFigures(
            kind=kind,
            label=str(label),
            **{name: counted.get(kind, {}).get(name, 0) for name in names},
            substantiated=true.get(kind, {}).get("substantiated", 0),
            judged=true.get(kind, {}).get("judged", 0),
        )
        for kind, label in Complaint.Kind.choices
    ]
    sums = {
        name: sum(getattr(one, name) for one in lines)
        for name in (*names, "substantiated", "judged")
    }
    return [*lines, KindFigures(kind="", label="合计", **sums)]
