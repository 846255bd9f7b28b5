"""Reads worth a name, and the locks."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from assistance.pairing.models import AssistanceTask, GroupMember, PairingGroup
from ground.accounts.models import Organisation, OrganisationAlias, below
from ground.kernel.errors import RuleBroken


def locked_group(pk: int) -> PairingGroup:
    """The group, locked until the transaction ends. Withdrawn in between: a broken rule."""
    group = PairingGroup.objects.select_for_update().filter(pk=pk).first()
    if group is None:
        raise RuleBroken("group_gone", "该结对方案已被撤回，请返回结对列表")
    return group


def locked_task(pk: int) -> AssistanceTask:
    return AssistanceTask.objects.select_for_update().get(pk=pk)


def locked_tasks_overdue_on(on: date) -> list[AssistanceTask]:
    """Open tasks of active groups that were due before this day, in the order of keys, locked."""
    return list(
        AssistanceTask.objects.open()
        .exclude(state=AssistanceTask.State.OVERDUE)
        .filter(due_on__lt=on)
        .order_by("pk")
        .select_for_update(of=("self",))
    )


def member_ids(group: PairingGroup) -> set[int]:
    return set(GroupMember.objects.filter(group=group).values_list("agency_id", flat=True))


def tasks_taken(group: PairingGroup) -> set[tuple[int, str]]:
    return set(group.tasks.values_list("agency_id", "content"))


def group_of_visit(
    *, agency: Organisation, link_point: Organisation, on: date
) -> PairingGroup | None:
    """The first active group of that year in which the agency is linked to the link point."""
    return (
        PairingGroup.objects.filter(
            state=PairingGroup.State.ACTIVE,
            year=on.year,
            link_point=link_point,
            members__agency=agency,
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
    late = tasks.filter(state=AssistanceTask.State.OVERDUE)
    members = GroupMember.objects.filter(group=OuterRef("pk")).order_by().values("group")
    return rows.select_related("link_point", "lead_agency").annotate(
        alias_names=Subquery(aliases),
        member_count=_counted(members),
        open_count=_counted(tasks.filter(state__in=AssistanceTask.OPEN)),
        overdue_count=_counted(late),
    )


def tasks_in_lists(rows: QuerySet[AssistanceTask]) -> QuerySet[AssistanceTask]:
    """Tasks with what lists name, and `rank`: overdue first, then open, done, verified."""
    state = AssistanceTask.State
    return rows.select_related("agency", "group__link_point").annotate(
        rank=Case(
            When(state=state.OVERDUE, then=Value(0)),
            When(state__in=[state.ASSIGNED, state.ACCEPTED], then=Value(1)),
            When(state=state.DONE, then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        )
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
