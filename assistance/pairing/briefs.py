"""Facts of pairing for a period: groups and agencies at work, meetings held, tasks given and done.
And paragraphs for articles: tasks verified, by agency and link point.

An area is an organisation and what is below it; what counts lies there by its link point.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse

from assistance.pairing.models import AssistanceTask, GroupMember, LiaisonMeeting, PairingGroup
from assistance.pairing.queries import groups_standing
from ground.accounts.models import Organisation, below
from ground.briefs.facts import Record, Rows, fact
from ground.briefs.offers import MOST, days_in_words, offer
from ground.kernel.periods import Period


def _standing(area: Organisation, period: Period) -> Any:
    return PairingGroup.objects.filter(
        groups_standing([area.path], starts_on=period.starts_on, ends_on=period.ends_on)
    )


def _group_record(group: PairingGroup) -> Record:
    label = f"{group.year}年 {group.lead_agency.name} → {group.link_point.name}"
    return Record(label, reverse("pairing:group", args=[group.pk]))


def _task_record(task: AssistanceTask) -> Record:
    label = f"{task.agency.name}：{task.content}（{task.link_point.name}）"
    return Record(label, reverse("pairing:task", args=[task.pk]))


@fact("pairing.groups_active", label="结对组", unit="个", order=10)
def groups_active(area: Organisation, period: Period) -> Rows:
    groups = _standing(area, period).select_related("lead_agency", "link_point").order_by("pk")
    return Rows(queryset=groups, record=_group_record)


@fact("pairing.agencies_linked", label="参联单位", unit="个", order=11)
def agencies_linked(area: Organisation, period: Period) -> Rows:
    groups = _standing(area, period).order_by().values("pk")
    members = GroupMember.objects.standing(
        starts_on=period.starts_on, ends_on=period.ends_on
    ).filter(group__in=groups)
    agencies = Organisation.objects.filter(pk__in=members.values("agency_id"))
    return Rows(
        queryset=agencies.order_by("path"),
        record=lambda agency: Record(agency.name, f"{reverse('pairing:list')}?q={agency.name}"),
    )


@fact("pairing.meetings_held", label="联系会议", unit="次", order=20)
def meetings_held(area: Organisation, period: Period) -> Rows:
    meetings = (
        LiaisonMeeting.objects.filter(
            below("group__link_point__path", [area.path]),
            held_on__range=(period.starts_on, period.ends_on),
        )
        .select_related("group__link_point")
        .order_by("held_on", "pk")
    )
    return Rows(
        queryset=meetings,
        record=lambda meeting: Record(
            f"{meeting.held_on} {meeting.place}（{meeting.group.link_point.name}）",
            reverse("pairing:group", args=[meeting.group_id]),
        ),
    )


@fact("pairing.tasks_assigned", label="交办帮扶任务", unit="件", order=40)
def tasks_assigned(area: Organisation, period: Period) -> Rows:
    tasks = _tasks(area).filter(assigned_on__range=(period.starts_on, period.ends_on))
    return Rows(queryset=tasks.order_by("assigned_on", "pk"), record=_task_record)


@fact("pairing.tasks_done", label="办结帮扶任务", unit="件", order=41)
def tasks_done(area: Organisation, period: Period) -> Rows:
    tasks = _tasks(area).filter(done_on__range=(period.starts_on, period.ends_on))
    return Rows(queryset=tasks.order_by("done_on", "pk"), record=_task_record)


def _tasks(area: Organisation) -> Any:
    return AssistanceTask.objects.filter(below("link_point__path", [area.path])).select_related(
        "agency", "link_point"
    )


@offer("pairing.tasks", label="办结帮扶任务", order=20)
def tasks_verified(area: Organisation, period: Period) -> Iterator[tuple[object, str]]:
    """How many tasks an agency has done for a link point, once another has verified them.

    What they were about is not repeated: that of a problem is in the words of whoever told it.
    """
    pairs = (
        AssistanceTask.objects.filter(
            below("link_point__path", [area.path]) | below("agency__path", [area.path]),
            state=AssistanceTask.State.VERIFIED,
            done_on__range=(period.starts_on, period.ends_on),
        )
        .order_by()
        .values("agency_id", "agency__name", "link_point_id", "link_point__name")
        .annotate(count=Count("pk"), last=Max("done_on"))
        .order_by("-last", "agency_id", "link_point_id")
    )
    days = days_in_words(period.starts_on, period.ends_on)
    for one in pairs[:MOST]:
        whom = f"{one['agency__name']}帮助{one['link_point__name']}"
        key = f"{one['agency_id']}-{one['link_point_id']}"
        yield key, f"{days}，{whom}办结帮扶任务{one['count']}件。"
