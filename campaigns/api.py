"""Campaigns: everything their pages do."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.pagination import paginate

from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile
from campaigns import kinds, queries, services
from campaigns.models import Campaign, Target
from campaigns.permissions import ADD_TARGET, PLAN_CAMPAIGN, PUBLISH_CAMPAIGN, SEE_CAMPAIGNS
from campaigns.schemas import (
    CampaignFilter,
    CampaignIn,
    CampaignOut,
    KindOut,
    ProgressOut,
    TargetIn,
    TargetOut,
)
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("", auth=needs(SEE_CAMPAIGNS), response=list[CampaignOut])
@paginate(Pages, ordering=("-id",))
def list_campaigns(request: HttpRequest, asked: Query[CampaignFilter]) -> Any:
    wanted = {name: value for name, value in asked.dict().items() if value}
    campaigns = Campaign.objects.visible_to(acting(request), SEE_CAMPAIGNS.code)
    return queries.with_progress(campaigns.filter(**wanted))


@router.get("/kinds", auth=needs(SEE_CAMPAIGNS), response=list[KindOut])
def list_kinds(request: HttpRequest) -> Any:
    return kinds.all_kinds()


@router.post("", auth=needs(PLAN_CAMPAIGN), response={201: CampaignOut})
def plan_campaign(request: HttpRequest, asked: CampaignIn) -> Any:
    user, values = acting(request), asked.dict()
    organisers = Organisation.objects.visible_to(user, PLAN_CAMPAIGN.code)
    organiser: Organisation = get_object_or_404(organisers, pk=values.pop("organiser_id"))
    sources = FundSource.objects.visible_to(user, PLAN_CAMPAIGN.code)
    source: FundSource = get_object_or_404(sources, pk=values.pop("source_id"))
    planned = services.plan_campaign(by=user, organiser=organiser, source=source, **values)
    return _shown(planned)


@router.get("/{int:campaign_id}", auth=needs(SEE_CAMPAIGNS), response=CampaignOut)
def show_campaign(request: HttpRequest, campaign_id: int) -> Any:
    return _shown(_campaign(request, campaign_id, SEE_CAMPAIGNS))


@router.get("/{int:campaign_id}/progress", auth=needs(SEE_CAMPAIGNS), response=ProgressOut)
def show_progress(request: HttpRequest, campaign_id: int) -> Any:
    return queries.progress_of(_campaign(request, campaign_id, SEE_CAMPAIGNS))


@router.post(
    "/{int:campaign_id}/publish", auth=needs(PUBLISH_CAMPAIGN), response={201: CampaignOut}
)
def publish_campaign(request: HttpRequest, campaign_id: int) -> Any:
    campaign = _campaign(request, campaign_id, PUBLISH_CAMPAIGN)
    return _shown(services.publish_campaign(by=acting(request), campaign=campaign))


@router.get("/{int:campaign_id}/targets", auth=needs(SEE_CAMPAIGNS), response=list[TargetOut])
@paginate(Pages, ordering=("id",))
def list_targets(request: HttpRequest, campaign_id: int) -> Any:
    return queries.roster_of(_campaign(request, campaign_id, SEE_CAMPAIGNS))


@router.post("/{int:campaign_id}/targets", auth=needs(ADD_TARGET), response={201: TargetOut})
def add_target(request: HttpRequest, campaign_id: int, asked: TargetIn) -> Any:
    user, values = acting(request), asked.dict()
    campaign = _campaign(request, campaign_id, ADD_TARGET)
    files = HardshipFile.objects.visible_to(user, ADD_TARGET.code)
    file: HardshipFile = get_object_or_404(files, pk=values.pop("file_id"))
    added = services.add_target(by=user, campaign=campaign, file=file, **values)
    return Target.objects.select_related("payment", "file", "link_point").get(pk=added.pk)


@router.post("/{int:campaign_id}/close", auth=needs(PUBLISH_CAMPAIGN), response={201: CampaignOut})
def close_campaign(request: HttpRequest, campaign_id: int) -> Any:
    campaign = _campaign(request, campaign_id, PUBLISH_CAMPAIGN)
    return _shown(services.close_campaign(by=acting(request), campaign=campaign))


def _campaign(request: HttpRequest, campaign_id: int, permission: Permission) -> Campaign:
    campaigns = Campaign.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(campaigns, pk=campaign_id)


def _shown(campaign: Campaign) -> Campaign:
    shown: Campaign = queries.with_progress(Campaign.objects.filter(pk=campaign.pk)).get()
    return shown
