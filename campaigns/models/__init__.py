from campaigns.models.campaigns import (
    Campaign,
    CampaignMoney,
    CampaignQuerySet,
    CampaignRule,
    CampaignStandard,
    Quota,
)
from campaigns.models.enrolments import ChecklistTick, Enrolment, EnrolmentQuerySet, Tally

__all__ = [
    "Campaign",
    "CampaignMoney",
    "CampaignQuerySet",
    "CampaignRule",
    "CampaignStandard",
    "ChecklistTick",
    "Enrolment",
    "EnrolmentQuerySet",
    "Quota",
    "Tally",
]
