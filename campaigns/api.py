"""Campaigns: everything their pages do with people on file."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.pagination import paginate

from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile, Member
from campaigns import queries, services
from campaigns.models import Campaign, Enrolment, Publication
from campaigns.permissions import (
    APPROVE_ROSTER,
    ENROL,
    PLAN_CAMPAIGN,
    PUBLISH_CAMPAIGN,
    SCREEN,
    SEE_CAMPAIGNS,
)
from campaigns.queries.years import campaigns_of_kind, figures_by_year
from campaigns.rules import Share, Windows
from campaigns.schemas import (
    CampaignFilter,
    CampaignIn,
    CampaignOut,
    EnrolmentFilter,
    EnrolmentIn,
    EnrolmentOut,
    ExecutionIn,
    JobOut,
    KindOut,
    NoticeIn,
    ProgressOut,
    PublicationOut,
    QuotaIn,
    SummaryIn,
    YearFilter,
    YearOut,
)
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.kernel import clock, money
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("", auth=needs(SEE_CAMPAIGNS), response=list[CampaignOut])
@paginate(Pages, ordering=("-id",))
def list_campaigns(request: HttpRequest, asked: Query[CampaignFilter]) -> Any:
    wanted = {name: value for name, value in asked.dict().items() if value}
    if "kind" in wanted:
        wanted["kind_version__kind__code"] = wanted.pop("kind")
    campaigns = Campaign.objects.told_to(acting(request), SEE_CAMPAIGNS.code)
    return queries.with_progress(campaigns.filter(**wanted)).prefetch_related("money")


@router.get("/kinds", auth=needs(SEE_CAMPAIGNS), response=list[KindOut])
def list_kinds(request: HttpRequest) -> Any:
    """Those of which a campaign can be planned, each in its newest version."""
    return [one.typed for one in queries.versions_to_open(acting(request), SEE_CAMPAIGNS.code)]


@router.get("/over-years", auth=needs(SEE_CAMPAIGNS), response=list[YearOut])
def compare_years(request: HttpRequest, asked: Query[YearFilter]) -> Any:
    """The campaigns of a kind year by year, the earliest first; all that this person may steer."""
    user, organiser = acting(request), None
    if asked.organiser_id is not None:
        seen = Organisation.objects.visible_to(user, SEE_CAMPAIGNS.code)
        organiser = get_object_or_404(seen, pk=asked.organiser_id)
    campaigns = campaigns_of_kind(
        user, SEE_CAMPAIGNS.code, kind=asked.kind, organiser=organiser, alone=asked.alone
    )
    return figures_by_year(campaigns)


@router.post("", auth=needs(PLAN_CAMPAIGN), response={201: CampaignOut})
def plan_campaign(request: HttpRequest, asked: CampaignIn) -> Any:
    user, values = acting(request), asked.dict()
    organisers = Organisation.objects.visible_to(user, PLAN_CAMPAIGN.code)
    organiser: Organisation = get_object_or_404(organisers, pk=values.pop("organiser_id"))
    sources = FundSource.objects.visible_to(user, PLAN_CAMPAIGN.code)
    values["money"] = [
        (get_object_or_404(sources, pk=one.source_id), one.amount) for one in asked.money
    ]
    values["windows"] = Windows(**asked.windows.dict()) if asked.windows else None
    if asked.standards is not None:
        values["standards"] = {(one.person_class, one.stage): one.amount for one in asked.standards}
    return _shown(services.plan_campaign(by=user, organiser=organiser, **values))


@router.get("/{int:campaign_id}", auth=needs(SEE_CAMPAIGNS), response=CampaignOut)
def show_campaign(request: HttpRequest, campaign_id: int) -> Any:
    return _shown(_told(request, campaign_id, SEE_CAMPAIGNS))


@router.get("/{int:campaign_id}/progress", auth=needs(SEE_CAMPAIGNS), response=ProgressOut)
def show_progress(request: HttpRequest, campaign_id: int) -> Any:
    return queries.progress_of(
        _told(request, campaign_id, SEE_CAMPAIGNS),
        today=clock.today(),
        user=acting(request),
        permission=SEE_CAMPAIGNS.code,
    )


@router.get(
    "/{int:campaign_id}/publications", auth=needs(SEE_CAMPAIGNS), response=list[PublicationOut]
)
def list_publications(request: HttpRequest, campaign_id: int) -> Any:
    """What was told to everybody, newest first, with how many lines each shows now."""
    campaign = _campaign(request, campaign_id, SEE_CAMPAIGNS)
    return list(Publication.objects.of(campaign))


@router.post(
    "/{int:campaign_id}/publish", auth=needs(PUBLISH_CAMPAIGN), response={201: CampaignOut}
)
def publish_campaign(request: HttpRequest, campaign_id: int) -> Any:
    campaign = _campaign(request, campaign_id, PUBLISH_CAMPAIGN)
    return _shown(services.publish_campaign(by=acting(request), campaign=campaign))


@router.put("/{int:campaign_id}/quotas", auth=needs(PLAN_CAMPAIGN), response=CampaignOut)
def set_quotas(request: HttpRequest, campaign_id: int, asked: list[QuotaIn]) -> Any:
    campaign, user = _campaign(request, campaign_id, PLAN_CAMPAIGN), acting(request)
    units = Organisation.objects.visible_to(user, PLAN_CAMPAIGN.code)
    shares = [
        (
            get_object_or_404(units, pk=one.unit_id),
            Share(one.number, money.yuan(one.amount)),
        )
        for one in asked
    ]
    return _shown(services.set_quotas(by=user, campaign=campaign, shares=shares))


@router.get("/{int:campaign_id}/roster", auth=needs(SEE_CAMPAIGNS), response=list[EnrolmentOut])
@paginate(Pages, ordering=("id",))
def list_roster(request: HttpRequest, campaign_id: int, asked: Query[EnrolmentFilter]) -> Any:
    campaign = _told(request, campaign_id, SEE_CAMPAIGNS)
    wanted = {name: value for name, value in asked.dict().items() if value}
    among = Enrolment.objects.visible_to(acting(request), SEE_CAMPAIGNS.code)
    return queries.roster_of(campaign, among.filter(**wanted))


@router.post("/{int:campaign_id}/roster", auth=needs(ENROL), response={201: EnrolmentOut})
def enrol(request: HttpRequest, campaign_id: int, asked: EnrolmentIn) -> Any:
    user, values = acting(request), asked.dict()
    campaign = _told(request, campaign_id, ENROL)
    files = HardshipFile.objects.visible_to(user, ENROL.code)
    file: HardshipFile = get_object_or_404(files, pk=values.pop("file_id"))
    member = values.pop("member_id")
    if member is not None:
        member = get_object_or_404(Member, pk=member, file=file)
    return services.enrol(by=user, campaign=campaign, file=file, member=member, **values)


@router.post("/{int:campaign_id}/screen", auth=needs(SCREEN), response={202: JobOut})
def screen(request: HttpRequest, campaign_id: int) -> Any:
    campaign = _campaign(request, campaign_id, SCREEN)
    return services.ask_to_screen(by=acting(request), campaign=campaign)


@router.post("/{int:campaign_id}/end-collecting", auth=needs(SCREEN), response=CampaignOut)
def end_collecting(request: HttpRequest, campaign_id: int) -> Any:
    campaign = _campaign(request, campaign_id, SCREEN)
    return _shown(services.end_collecting(by=acting(request), campaign=campaign))


@router.post("/{int:campaign_id}/notice", auth=needs(SCREEN), response=CampaignOut)
def post_notice(request: HttpRequest, campaign_id: int, asked: NoticeIn) -> Any:
    campaign = _campaign(request, campaign_id, SCREEN)
    return _shown(services.post_notice(by=acting(request), campaign=campaign, **asked.dict()))


@router.post("/{int:campaign_id}/approve", auth=needs(APPROVE_ROSTER), response=CampaignOut)
def approve(request: HttpRequest, campaign_id: int) -> Any:
    campaign = _campaign(request, campaign_id, APPROVE_ROSTER)
    return _shown(services.approve_roster(by=acting(request), campaign=campaign))


@router.post("/{int:campaign_id}/execute", auth=needs(ENROL), response={202: JobOut})
def execute(request: HttpRequest, campaign_id: int, asked: ExecutionIn) -> Any:
    campaign = _campaign(request, campaign_id, ENROL)
    return services.ask_to_execute(by=acting(request), campaign=campaign, **asked.dict())


@router.post("/{int:campaign_id}/close", auth=needs(PUBLISH_CAMPAIGN), response={201: CampaignOut})
def close_campaign(request: HttpRequest, campaign_id: int) -> Any:
    campaign = _campaign(request, campaign_id, PUBLISH_CAMPAIGN)
    return _shown(services.close_campaign(by=acting(request), campaign=campaign))


@router.post("/{int:campaign_id}/summarise", auth=needs(PUBLISH_CAMPAIGN), response=CampaignOut)
def summarise_campaign(request: HttpRequest, campaign_id: int, asked: SummaryIn) -> Any:
    campaign = _campaign(request, campaign_id, PUBLISH_CAMPAIGN)
    return _shown(
        services.summarise_campaign(by=acting(request), campaign=campaign, **asked.dict())
    )


def _campaign(request: HttpRequest, campaign_id: int, permission: Permission) -> Campaign:
    """A campaign that this person may steer."""
    campaigns = Campaign.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(campaigns.select_related("organiser"), pk=campaign_id)


def _told(request: HttpRequest, campaign_id: int, permission: Permission) -> Campaign:
    """A campaign that this person works in: also one of an organiser above."""
    campaigns = Campaign.objects.told_to(acting(request), permission.code)
    return get_object_or_404(campaigns.select_related("organiser__division"), pk=campaign_id)


def _shown(campaign: Campaign) -> Campaign:
    rows = queries.with_progress(Campaign.objects.filter(pk=campaign.pk))
    shown: Campaign = rows.prefetch_related("money").get()
    return shown
