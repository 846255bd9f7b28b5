"""The locks, each in the order of keys."""

from collections.abc import Iterable

from assistance.pairing.models import (
    AssistanceTask,
    Cadre,
    ContactCard,
    GroupMember,
    PairingGroup,
    Postponement,
    WorkPlanItem,
)
from ground.accounts.models import Organisation
from ground.kernel.errors import RuleBroken

GONE = RuleBroken("group_gone", "该结对方案已被撤回，请返回结对列表")


def locked_group(pk: int) -> PairingGroup:
    """The group, locked until the transaction ends. Withdrawn in between: a broken rule."""
    [group] = locked_groups([pk])
    return group


def locked_groups(pks: Iterable[int]) -> list[PairingGroup]:
    """The groups with their link points, locked. One that was withdrawn in between: a broken rule."""
    wanted = set(pks)
    rows = PairingGroup.objects.filter(pk__in=wanted).select_related("link_point", "lead_agency")
    found = list(rows.order_by("pk").select_for_update(of=("self",)))
    if len(found) < len(wanted):
        raise GONE
    return found


def locked_groups_of(link_point: Organisation) -> list[PairingGroup]:
    """The groups of a link point that have not ended, locked."""
    rows = PairingGroup.objects.filter(link_point=link_point)
    standing = rows.exclude(state=PairingGroup.State.ENDED).select_related(
        "link_point", "lead_agency"
    )
    return list(standing.order_by("pk").select_for_update(of=("self",)))


def locked_members(group: PairingGroup) -> dict[int, GroupMember]:
    """The present members of a group by their agency's id, locked."""
    rows = GroupMember.objects.present().filter(group=group).order_by("pk").select_for_update()
    return {member.agency_id: member for member in rows}


def locked_task(pk: int) -> AssistanceTask:
    return AssistanceTask.objects.select_related("group").select_for_update(of=("self",)).get(pk=pk)


def locked_pending_tasks(
    *,
    link_point: Organisation | None = None,
    group: PairingGroup | None = None,
    agency: Organisation | None = None,
) -> list[AssistanceTask]:
    """Tasks with which somebody still has to do something: of a link point, or of an agency in a group."""
    rows = AssistanceTask.objects.filter(state__in=AssistanceTask.PENDING)
    for name, value in (("link_point", link_point), ("group", group), ("agency", agency)):
        if value is not None:
            rows = rows.filter(**{name: value})
    return list(rows.order_by("pk").select_for_update())


def locked_postponement(pk: int) -> Postponement:
    return Postponement.objects.select_for_update().get(pk=pk)


def locked_cadres(pks: Iterable[int]) -> dict[int, Cadre]:
    rows = Cadre.objects.filter(pk__in=set(pks)).select_related("agency")
    return {one.pk: one for one in rows.order_by("pk").select_for_update(of=("self",))}


def locked_card(pk: int) -> ContactCard:
    return ContactCard.objects.select_for_update().get(pk=pk)


def locked_plan_item(pk: int) -> WorkPlanItem:
    item = (
        WorkPlanItem.objects.select_related("group", "agency")
        .select_for_update(of=("self",))
        .filter(pk=pk)
        .first()
    )
    if item is None:
        raise RuleBroken("item_gone", "该项工作已从计划中删去")
    return item
