"""Facts of campaigns for a period. An area is an organisation and what is below it."""

from django.urls import reverse

from assistance.aid.models import Payment
from campaigns.models import Campaign, Enrolment
from ground.accounts.models import Organisation
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period


def _campaign_record(campaign: Campaign) -> Record:
    url = reverse("campaigns:campaign", args=[campaign.pk])
    return Record(f"{campaign.name}（{campaign.organiser.name}）", url)


def _enrolment_record(one: Enrolment) -> Record:
    """By the number of the file or the place: never a name."""
    whom = one.file.file_no if one.file else "未建档人员" if one.person_name else "现场发放"
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
        payment__given_on__range=(period.starts_on, period.ends_on),
    )
    return Rows(
        queryset=reached.select_related("campaign", "file", "unit").order_by("pk"),
        record=_enrolment_record,
    )
