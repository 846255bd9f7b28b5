"""Facts of campaigns for a period. An area is an organisation and what is below it."""

from django.urls import reverse

from assistance.aid.models import Payment
from campaigns.models import Campaign, Target
from ground.accounts.models import Organisation
from ground.briefs.facts import Record, Rows, fact
from ground.kernel.periods import Period


def _campaign_record(campaign: Campaign) -> Record:
    url = reverse("campaigns:campaign", args=[campaign.pk])
    return Record(f"{campaign.name}（{campaign.organiser.name}）", url)


def _target_record(target: Target) -> Record:
    """By the number of the file or the link point: never a name."""
    whom = target.file.file_no if target.file else "现场发放"
    url = reverse("campaigns:campaign", args=[target.campaign_id])
    return Record(
        f"{target.campaign.name}：{target.link_point.name} {whom}", url, target.payment.amount
    )


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
    """Families and link points whose money of a campaign was given in the period, and is paid."""
    targets = Target.objects.filter(
        link_point__path__startswith=area.path,
        payment__state=Payment.State.PAID,
        payment__given_on__range=(period.starts_on, period.ends_on),
    )
    return Rows(
        queryset=targets.select_related("campaign", "file", "link_point", "payment").order_by("pk"),
        record=_target_record,
    )
