"""Work plans: their lines with what came of them, and whether each agency does something of its own."""

from dataclasses import dataclass

from assistance.pairing.models import AssistanceTask, GroupMember, PairingGroup, WorkPlanItem
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.places.queries import local_rule

DONE = (AssistanceTask.State.DONE, AssistanceTask.State.VERIFIED)


@dataclass(frozen=True)
class PlanLine:
    item: WorkPlanItem
    state: str
    tone: str
    is_open: bool


@dataclass(frozen=True)
class OwnActivities:
    """How many activities of its own an agency has planned and carried out, and how many it should."""

    agency: Organisation
    planned: int
    done: int
    least: int

    @property
    def is_met(self) -> bool:
        return self.done >= self.least


def plan_of(group: PairingGroup) -> list[PlanLine]:
    """The lines of a group's plan, by their day."""
    items = group.plan_items.select_related("agency", "task").order_by("due_on", "pk")
    return [_line(item) for item in items]


def own_activities(group: PairingGroup) -> list[OwnActivities]:
    """Each present agency's own activities of the year, against the rule of that year."""
    least = int(
        local_rule(
            "pairing.own_activities_least", on=group.starts_on, division=group.link_point.division
        )
    )
    own = [
        item
        for item in group.plan_items.select_related("task")
        if item.kind == WorkPlanItem.Kind.OWN
    ]
    members = GroupMember.objects.present().filter(group=group).select_related("agency")
    return [
        OwnActivities(
            agency=member.agency,
            planned=sum(item.agency_id == member.agency_id for item in own),
            done=sum(item.agency_id == member.agency_id and is_done(item) for item in own),
            least=least,
        )
        for member in members.order_by("pk")
    ]


def is_done(item: WorkPlanItem) -> bool:
    """Carried out by itself, or by its task."""
    return item.done_on is not None or (item.task is not None and item.task.state in DONE)


def _line(item: WorkPlanItem) -> PlanLine:
    if item.done_on is not None:
        return PlanLine(item, "已开展", "good", is_open=False)
    if item.task is not None:
        tone = "good" if item.task.state in DONE else "info"
        return PlanLine(item, item.task.get_state_display(), tone, is_open=False)
    if item.due_on < clock.today():
        return PlanLine(item, "已过时限", "warn", is_open=True)
    return PlanLine(item, "计划中", "neutral", is_open=True)
