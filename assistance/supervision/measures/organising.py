"""Plans, meetings and an agency's own activities."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from assistance.pairing.models import GroupMember, LiaisonMeeting, PairingGroup, WorkPlanItem
from assistance.supervision.measures.registry import Per, Records, Span, measure
from ground.briefs.facts import Record


def memberships(span: Span) -> QuerySet[GroupMember]:
    """The link points of agencies: memberships in groups that stood on some day of the span."""
    first, last = span.days
    standing: QuerySet[GroupMember] = (
        GroupMember.objects.standing(starts_on=first, ends_on=last)
        .exclude(group__state=PairingGroup.State.PROPOSED)
        .filter(
            Q(group__ends_on__isnull=True) | Q(group__ends_on__gte=first),
            group__starts_on__lte=last,
        )
    )
    return standing


def per_link_point(span: Span) -> Per:
    return Per(queryset=memberships(span), agency="agency_id", label="个双联点")


def membership_record(member: GroupMember) -> Record:
    return Record(
        f"{member.group.year}年 {member.group.link_point.name}",
        reverse("pairing:group", args=[member.group_id]),
    )


SHOWN_MEMBERSHIPS = GroupMember.objects.select_related("group__link_point")


@measure(
    "plans.made",
    label="制定年度计划的双联点",
    unit="个",
    order=10,
    says="所在结对组登记了工作计划的，算合格",
)
def plans_made(span: Span) -> Records:
    items = WorkPlanItem.objects.filter(group=OuterRef("group"))
    return Records(
        queryset=memberships(span),
        agency="agency_id",
        counts=Q(Exists(items)) | ~Q(group__work_plan=""),
        record=membership_record,
        shown=SHOWN_MEMBERSHIPS,
    )


@measure(
    "meetings.held",
    label="参加联系会议",
    unit="次",
    order=11,
    says="所在结对组在加入期间登记的联系会议；目标按双联点个数计",
)
def meetings_held(span: Span) -> Records:
    held = "group__meetings__held_on"
    members = memberships(span).filter(
        Q(left_on__isnull=True) | Q(left_on__gt=F(held)),
        **{f"{held}__range": span.days, "joined_on__lte": F(held)},
    )
    return Records(
        queryset=members,
        agency="agency_id",
        key="group__meetings__pk",
        shown=LiaisonMeeting.objects.select_related("group__link_point"),
        record=_meeting_record,
        per=per_link_point(span),
    )


@measure(
    "activities.own",
    label="单位自行组织的活动",
    unit="次",
    order=12,
    says="工作计划中由本单位负责、已登记开展的单位活动",
)
def own_activities(span: Span) -> Records:
    done: Any = Q(done_on__range=span.days) | Q(task__done_on__range=span.days)
    return Records(
        queryset=WorkPlanItem.objects.filter(done, kind=WorkPlanItem.Kind.OWN),
        agency="agency_id",
        record=lambda item: Record(item.content, reverse("pairing:group", args=[item.group_id])),
    )


def _meeting_record(meeting: LiaisonMeeting) -> Record:
    return Record(
        f"{meeting.held_on} {meeting.place}（{meeting.group.link_point.name}）",
        reverse("pairing:group", args=[meeting.group_id]),
    )
