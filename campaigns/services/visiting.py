"""Form visiting groups and lay their routes (慰问组、慰问路线): who goes to whom on which day, in which order."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from assistance.pairing.models import Cadre
from campaigns import queries, rules
from campaigns.events import RoutesLaid
from campaigns.models import (
    Campaign,
    EnrolmentQuerySet,
    VisitGroup,
    VisitGroupMember,
    VisitRoute,
    VisitTarget,
)
from campaigns.queries import visiting as found
from campaigns.rules import visiting
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

State, Level = VisitTarget.State, VisitGroupMember.Level
GROUP_TWICE = RuleBroken(
    "visit_group_exists", "本活动已有同名的慰问组", fields={"name": "同名的组已存在"}
)


@transaction.atomic
def form_group(
    *,
    by: User,
    campaign: Campaign,
    name: str,
    agency: Organisation,
    leader: str,
    post: str,
    level: str,
    area: Organisation | None = None,
    group: VisitGroup | None = None,
) -> VisitGroup:
    """Form a group with its leader; with `group`, change what is said of it."""
    locked = queries.locked_campaign(campaign.pk)
    rules.check_running(locked.state, locked.get_state_display(), "安排慰问组")
    rules.check_gives(locked.kind.visits, kind=locked.kind.label, what="组织上门走访")
    if area is not None:
        rules.check_unit(is_inside=area.path.startswith(locked.organiser.path), unit=area.name)
    made = group or VisitGroup(campaign=locked, made_by=by)
    made.name = rules.check_text(name, field="name", label="慰问组", longest=40)
    made.agency, made.area = agency, area
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise GROUP_TWICE from error
    leads = made.members.filter(leads=True).first() or VisitGroupMember(group=made, leads=True)
    _say_who(leads, leader, post, level)
    _keep_member(leads)
    record(by, "campaign.visit_group_formed", locked, group=made.pk, agency=agency.pk)
    return made


@transaction.atomic
def add_visitor(
    *,
    by: User,
    group: VisitGroup,
    name: str = "",
    post: str = "",
    level: str = Level.STAFF,
    cadre: Cadre | None = None,
    user: User | None = None,
) -> VisitGroupMember:
    """Take somebody into a group: a cadre, an account, or an outsider by name."""
    campaign = queries.locked_campaign(group.campaign_id)
    rules.check_running(campaign.state, campaign.get_state_display(), "安排慰问组")
    member = VisitGroupMember(group=group, cadre=cadre, user=user)
    if cadre is not None:
        name, post, member.user = cadre.name, post or cadre.post, cadre.user
    elif user is not None:
        name = user.full_name
    _say_who(member, name, post, level)
    _keep_member(member)
    record(by, "campaign.visitor_added", campaign, group=group.pk, member=member.pk)
    return member


@transaction.atomic
def drop_visitor(*, by: User, member: VisitGroupMember) -> VisitGroup:
    """Let somebody leave a group; who leads it, or has visited somebody, stays."""
    campaign = queries.locked_campaign(member.group.campaign_id)
    if member.leads:
        raise RuleBroken("visitor_leads", "带队领导不能移出，请在“修改”中换人")
    if member.led.filter(state=State.VISITED).exists():
        raise RuleBroken("visitor_has_visited", f"{member.name}已有慰问记录，不能移出")
    leader = member.group.members.filter(leads=True).first()
    member.led.update(led_by=leader)
    record(by, "campaign.visitor_dropped", campaign, group=member.group_id, member=member.pk)
    member.delete()
    return member.group


@transaction.atomic
def propose_routes(*, by: User, campaign: Campaign, days: Sequence[date]) -> int:
    """Lay everybody who is approved and on no route on the routes of these days; how many.

    By the order of divisions and units, evenly over groups and days: the same roster always gives the
    same routes, which people then change by hand.
    """
    locked = queries.locked_campaign(campaign.pk)
    span = Period(starts_on=locked.starts_on, ends_on=locked.ends_on)
    on = visiting.check_days(days, span)
    groups = {one.pk: one for one in found.groups_of(locked)}
    if not groups:
        raise RuleBroken("visit_groups_none", "还没有慰问组，请先建组", fields={"days": "先建组"})
    waiting = list(found.free_to_visit(locked).values_list("pk", "unit__path"))
    rules.check_some(len(waiting), "已批准、还没有安排路线")
    shares = visiting.spread(
        waiting,
        [visiting.Group(pk, one.area.path if one.area else "") for pk, one in groups.items()],
        on,
    )
    number = 0
    for (group, day), keys in sorted(shares.items()):
        _lay(locked, groups[group], day, keys)
        number += len(keys)
    rules.check_some(number, "落在各组片区内")
    _tell(by, locked, number)
    return number


@transaction.atomic
def lay_route(*, by: User, group: VisitGroup, on: date, among: EnrolmentQuerySet) -> VisitRoute:
    """Put these people of the roster at the end of a group's route of a day."""
    campaign = queries.locked_campaign(group.campaign_id)
    span = Period(starts_on=campaign.starts_on, ends_on=campaign.ends_on)
    [day] = visiting.check_days([on], span)
    wanted = list(among.filter(campaign=campaign).values_list("pk", flat=True))
    rules.check_some(len(wanted), "可以加入路线")
    keys = list(found.free_to_visit(campaign).filter(pk__in=wanted).values_list("pk", flat=True))
    visiting.check_to_lay(len(wanted), len(keys))
    route = _lay(campaign, group, day, keys)
    _tell(by, campaign, len(keys))
    return route


@transaction.atomic
def move_target(*, by: User, target: VisitTarget, up: bool) -> VisitTarget:
    """Change places with the neighbour on the route: one earlier, or one later."""
    campaign = queries.locked_campaign(target.route.group.campaign_id)
    rows = found.locked_targets(target.route)
    at = next(number for number, one in enumerate(rows) if one.pk == target.pk)
    other = at - 1 if up else at + 1
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
        _number(rows)
        record(by, "campaign.route_changed", campaign, route=target.route_id)
    return target


@transaction.atomic
def take_off_route(*, by: User, target: VisitTarget) -> VisitRoute:
    """Take somebody off a route, to be laid on another; an empty route is gone."""
    campaign = queries.locked_campaign(target.route.group.campaign_id)
    locked = found.locked_target(target.pk)
    _check_waiting(locked)
    route = locked.route
    locked.delete()
    rows = found.locked_targets(route)
    _number(rows)
    record(by, "campaign.route_changed", campaign, route=route.pk)
    if not rows:
        route.delete()
    return route


@transaction.atomic
def appoint_leader(*, by: User, target: VisitTarget, member: VisitGroupMember) -> VisitTarget:
    """Say who of the group goes to somebody (领导走访慰问)."""
    campaign = queries.locked_campaign(target.route.group.campaign_id)
    locked = found.locked_target(target.pk)
    visiting.check_waiting(
        is_planned=locked.state == State.PLANNED, label=locked.get_state_display()
    )
    if member.group_id != locked.route.group_id:
        raise RuleBroken(
            "visitor_of_another_group", "请从本组成员中选择", fields={"member": "请选择"}
        )
    locked.led_by = member
    locked.save(update_fields=["led_by"])
    record(by, "campaign.route_changed", campaign, route=locked.route_id, led_by=member.pk)
    return locked


def lay_one(campaign: Campaign, group: VisitGroup, on: date, enrolment: int) -> VisitTarget:
    """Put one on a group's route, within the caller's act, which holds the campaign."""
    _lay(campaign, group, on, [enrolment])
    return VisitTarget.objects.get(enrolment=enrolment, state=State.PLANNED)


def _lay(campaign: Campaign, group: VisitGroup, on: date, keys: Sequence[int]) -> VisitRoute:
    """At the end of the group's route of the day, which is opened where there is none."""
    rules.check_running(campaign.state, campaign.get_state_display(), "安排慰问路线")
    route, is_new = VisitRoute.objects.get_or_create(group=group, on=on)
    if is_new:
        people = group.members.values_list("who", flat=True)
        visiting.check_nobody_twice(on, found.going_elsewhere(group, on, list(people)))
    leader = group.members.filter(leads=True).first()
    last = route.targets.aggregate(last=Max("place"))["last"] or 0
    visiting.check_route_length(route.targets.count() + len(keys))
    VisitTarget.objects.bulk_create(
        VisitTarget(route=route, enrolment_id=pk, place=place, led_by=leader)
        for place, pk in enumerate(keys, last + 1)
    )
    return route


def _tell(by: User, campaign: Campaign, number: int) -> None:
    record(by, "campaign.routes_laid", campaign, number=number)
    publish(RoutesLaid(campaign_id=campaign.pk, number=number))


def _number(rows: Sequence[VisitTarget]) -> None:
    for place, one in enumerate(rows, 1):
        one.place = place
    VisitTarget.objects.bulk_update(rows, ["place"])


def _check_waiting(target: VisitTarget) -> None:
    visiting.check_waiting(
        is_planned=target.state == State.PLANNED, label=target.get_state_display()
    )
    visiting.check_not_under_way(is_loaded=target.is_loaded)


def _say_who(member: VisitGroupMember, name: str, post: str, level: str) -> None:
    member.name = rules.check_text(name, field="name", label="姓名", longest=40)
    member.post = rules.check_text(post, field="post", label="职务", longest=60, needed=False)
    if level not in Level.values:
        raise RuleBroken("visitor_level", "请从列表中选择级别", fields={"level": "请选择"})
    member.level = level
    member.who = (
        f"user:{member.user_id}"
        if member.user_id
        else f"cadre:{member.cadre_id}"
        if member.cadre_id
        else f"name:{member.name}"
    )


def _keep_member(member: VisitGroupMember) -> None:
    """Once in a group, and with no other group on a day on which this one goes."""
    group = member.group
    for on in group.routes.values_list("on", flat=True):
        visiting.check_nobody_twice(on, found.going_elsewhere(group, on, [member.who]))
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        raise RuleBroken(
            "visitor_exists", f"{member.name}已在本组中", fields={"name": "已在本组中"}
        ) from error
