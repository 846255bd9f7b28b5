"""Groups, their members, and organisations by name."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from assistance.pairing.models import AssistanceTask, GroupMember, PairingGroup
from ground.accounts.models import Organisation, OrganisationAlias, below
from ground.kernel import clock


def member_ids(group: PairingGroup) -> set[int]:
    """The agencies that are members now."""
    return set(
        GroupMember.objects.present().filter(group=group).values_list("agency_id", flat=True)
    )


def member_ids_of(group_ids: Collection[int]) -> dict[int, list[int]]:
    """The present agencies of many groups: one query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = GroupMember.objects.present().filter(group__in=group_ids).order_by("agency_id")
    for group_id, agency_id in rows.values_list("group_id", "agency_id"):
        found[group_id].append(agency_id)
    return found


def pairs_taken(year: int, link_point_ids: Collection[int]) -> set[tuple[int, int]]:
    """(link point, lead agency) of the groups that a year has at these link points."""
    rows = PairingGroup.objects.filter(year=year, link_point__in=link_point_ids)
    return set(rows.order_by().values_list("link_point_id", "lead_agency_id"))


def group_of_visit(
    *, agency: Organisation, link_point: Organisation, on: date
) -> PairingGroup | None:
    """The first active group of that year in which the agency was a member on that day."""
    there = GroupMember.objects.standing(starts_on=on, ends_on=on).filter(agency=agency)
    return (
        PairingGroup.objects.filter(
            state=PairingGroup.State.ACTIVE,
            year=on.year,
            link_point=link_point,
            pk__in=there.values("group_id"),
        )
        .order_by("pk")
        .first()
    )


def groups_standing(paths: Iterable[str], *, starts_on: date, ends_on: date) -> Q:
    """Condition: approved groups at work on some day of the span, link point below `paths`."""
    return (
        ~Q(state=PairingGroup.State.PROPOSED)
        & Q(starts_on__lte=ends_on)
        & (Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
        & below("link_point__path", paths)
    )


def groups_in_lists(rows: QuerySet[PairingGroup]) -> QuerySet[PairingGroup]:
    """Groups as lists show them: with their organisations, counts, and the link point's aliases."""
    aliases = (
        OrganisationAlias.objects.filter(organisation=OuterRef("link_point"))
        .values("organisation")
        .annotate(names=StringAgg("name", delimiter=" "))
        .values("names")
    )
    tasks = AssistanceTask.objects.filter(group=OuterRef("pk")).order_by().values("group")
    pending = tasks.filter(state__in=AssistanceTask.PENDING)
    members = GroupMember.objects.present().filter(group=OuterRef("pk")).order_by().values("group")
    return rows.select_related("link_point", "lead_agency").annotate(
        alias_names=Subquery(aliases),
        member_count=_counted(members),
        open_count=_counted(pending),
        overdue_count=_counted(pending.filter(due_on__lt=clock.today())),
    )


@dataclass(frozen=True)
class Hanging:
    """What ends with a link point, counted before somebody decides."""

    groups: int
    agencies: int
    tasks: int


def hanging_on(link_point: Organisation) -> Hanging:
    groups = PairingGroup.objects.filter(link_point=link_point).exclude(
        state=PairingGroup.State.ENDED
    )
    members = GroupMember.objects.present().filter(group__in=groups.order_by().values("pk"))
    return Hanging(
        groups=groups.count(),
        agencies=members.values("agency").distinct().count(),
        tasks=AssistanceTask.objects.filter(
            link_point=link_point, state__in=AssistanceTask.PENDING
        ).count(),
    )


def organisations_like(among: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Organisations whose name, short name or an alias contains the text, in the order of names."""
    text = text.replace("\x00", "").strip()
    named = OrganisationAlias.objects.filter(name__icontains=text)
    return among.filter(
        Q(name__icontains=text)
        | Q(short_name__icontains=text)
        | Q(pk__in=named.values("organisation_id"))
    ).order_by("name", "pk")


def _counted(rows: "QuerySet[Any, Any]") -> Coalesce:
    counted = rows.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())
