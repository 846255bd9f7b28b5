"""What other systems may hear of campaigns. What one family got stays inside."""

from campaigns.events import (
    CampaignClosed,
    CampaignPublished,
    Enrolled,
    KindPublished,
    KindWithdrawn,
    MoneyReached,
    ResultsPublished,
    RosterApproved,
    RosterScreened,
    RoutesLaid,
    SettlementNear,
    StageReached,
    TargetMissed,
    TargetVisited,
    UnitsBehind,
)
from campaigns.models import Campaign, Enrolment, Kind
from campaigns.permissions import SEE_CAMPAIGNS
from ground.subscriptions.declaring import share

share(
    CampaignPublished,
    needs=SEE_CAMPAIGNS,
    about=Campaign,
    by="campaign_id",
    area="organiser",
    gives=["kind"],
)
share(
    StageReached,
    needs=SEE_CAMPAIGNS,
    about=Campaign,
    by="campaign_id",
    area="organiser",
    gives=["state"],
)
share(
    Enrolled,
    needs=SEE_CAMPAIGNS,
    about=Campaign,
    by="campaign_id",
    area="organiser",
    gives=["came_from"],
)
share(
    RosterApproved,
    needs=SEE_CAMPAIGNS,
    about=Campaign,
    by="campaign_id",
    area="organiser",
    gives=["amount"],
)
share(
    RosterScreened,
    MoneyReached,
    UnitsBehind,
    SettlementNear,
    CampaignClosed,
    RoutesLaid,
    ResultsPublished,
    needs=SEE_CAMPAIGNS,
    about=Campaign,
    by="campaign_id",
    area="organiser",
)
share(
    TargetVisited,
    TargetMissed,
    needs=SEE_CAMPAIGNS,
    about=Enrolment,
    by="enrolment_id",
    area="unit",
)
share(KindPublished, KindWithdrawn, needs=SEE_CAMPAIGNS, about=Kind, by="kind_id", area="owner")
