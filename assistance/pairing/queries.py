"""Reads worth a name, and the locks."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from assistance.pairing.models import AssistanceTask, GroupMember, PairingGroup
from ground.accounts.models import Organisation, below
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
