"""Facts of campaigns for a period. An area is an organisation and what is below it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, F, Q, Sum
from django.urls import reverse

from assistance.aid.models import Payment
from campaigns.models import Campaign, CondolenceItem, Enrolment, VisitTarget
from ground.accounts.models import Organisation
from ground.briefs.facts import Record, Rows, fact
from ground.briefs.offers import MOST, days_in_words, offer
from ground.kernel import money
from ground.kernel.periods import Period


def _campaign_record(campaign: Campaign) -> Record:
    url = reverse("campaigns:campaign", args=[campaign.pk])
    return Record(f"{campaign.name}（{campaign.organiser.name}）", url)


def _enrolment_record(one: Enrolment) -> Record:
    """By the number of the file or the place: never a name."""
    whom = one.file.file_no if one.file else "未建档人员" if one.person_name else "现场发放"
    if one.is_place:
        whom = one.person_name
    url = reverse("campaigns:campaign", args=[one.campaign_id])
    return Record(f"{one.campaign.name}：{one.unit.name} {whom}", url, one.amount)


@fact("campaigns.campaigns_run", label="开展活动", unit="次", order=60)
def campaigns_run(area: Organisation, period: Period) -> Rows:
    """Published campaigns of which a day lies in the period."""
    campaigns = Campaign.objects.filter(
        organiser__path__startswith=area.path,
        starts_on__lte=period.ends_on,
        ends_on__gte=period.starts_on,
    ).exclude(state=Campaign.State.PLANNED)
    return Rows(
        queryset=campaigns.select_related("organiser").order_by("pk"), record=_campaign_record
    )


@fact("campaigns.targets_reached", label="活动慰问救助户（点）", unit="个", order=61)
def targets_reached(area: Organisation, period: Period) -> Rows:
    """Families, people and places whose money of a campaign was given in the period, and is paid."""
    reached = Enrolment.objects.filter(
        unit__path__startswith=area.path,
        payment__state=Payment.State.PAID,
        payment__settled_on__range=(period.starts_on, period.ends_on),
    )
    return Rows(
        queryset=reached.select_related("campaign", "file", "unit").order_by("pk"),
        record=_enrolment_record,
    )


@fact("campaigns.families_visited", label="活动走访慰问", unit="户", order=62)
def families_visited(area: Organisation, period: Period) -> Rows:
    """Families whom a visiting group saw on a day of the period."""
    visited = VisitTarget.objects.filter(
        enrolment__unit__path__startswith=area.path,
        state=VisitTarget.State.VISITED,
        route__on__range=(period.starts_on, period.ends_on),
    )
    return Rows(
        queryset=visited.select_related(
            "enrolment__campaign", "enrolment__file", "enrolment__unit"
        ).order_by("pk"),
        record=lambda target: _enrolment_record(target.enrolment),
    )


@fact("campaigns.goods_handed", label="活动送出物资", unit="元", order=63)
def goods_handed(area: Organisation, period: Period) -> Rows:
    """The value of goods that visiting groups handed over on days of the period."""
    worth = ExpressionWrapper(
        F("handed") * F("line__unit_value"),
        output_field=DecimalField(max_digits=14, decimal_places=2),
    )
    items = CondolenceItem.objects.filter(
        handed__gt=0,
        enrolment__unit__path__startswith=area.path,
        enrolment__targets__state=VisitTarget.State.VISITED,
        enrolment__targets__route__on__range=(period.starts_on, period.ends_on),
    )
    return Rows(
        queryset=items.annotate(value=worth)
        .select_related("enrolment__campaign", "enrolment__unit", "line__goods")
        .order_by("pk"),
        record=_item_record,
        amount="value",
    )


def _item_record(item: Any) -> Record:
    goods = f"{item.line.goods.name}{item.handed}{item.line.goods.unit}"
    url = reverse("campaigns:goods", args=[item.enrolment.campaign_id])
    return Record(
        f"{item.enrolment.campaign.name}：{item.enrolment.unit.name} {goods}", url, item.value
    )


@offer("campaigns.finished", label="完成的活动", order=40)
def campaigns_finished(area: Organisation, period: Period) -> Iterator[tuple[object, str]]:
    """Campaigns that are summarised and ended in the period: how many they reached here, and with how much."""
    here = Q(
        enrolments__unit__path__startswith=area.path,
        enrolments__payment__state=Payment.State.PAID,
    )
    finished: Any = (
        Campaign.objects.filter(
            state__in=[Campaign.State.SUMMARISED, Campaign.State.ARCHIVED],
            ends_on__range=(period.starts_on, period.ends_on),
        )
        .annotate(
            reached=Count("enrolments", filter=here),
            paid=Sum("enrolments__payment__amount", filter=here),
        )
        .filter(Q(organiser__path__startswith=area.path) | Q(reached__gt=0))
        .select_related("organiser")
        .order_by("-ends_on", "-pk")
    )
    for one in finished[:MOST]:
        days = days_in_words(one.starts_on, one.ends_on)
        given = f"，慰问救助{one.reached}户（人、点），发放资金{money.shown_short(one.paid)}元"
        yield (
            one.pk,
            f"{one.organiser.name}{days}开展“{one.name}”{given if one.reached else ''}。",
        )
