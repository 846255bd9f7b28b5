from campaigns.models.campaigns import (
    Campaign,
    CampaignMoney,
    CampaignQuerySet,
    CampaignRule,
    CampaignStandard,
    Quota,
)
from campaigns.models.enrolments import (
    ChecklistTick,
    Enrolment,
    EnrolmentQuerySet,
    LeftOut,
    LeftOutQuerySet,
    Tally,
)
from campaigns.models.goods import CampaignGoods, CondolenceItem, GoodsQuota, GoodsTally
from campaigns.models.kinds import Kind, KindQuerySet, KindVersion, KindVersionQuerySet
from campaigns.models.publications import (
    Publication,
    PublicationLine,
    PublicationQuerySet,
)
from campaigns.models.visiting import (
    VisitGroup,
    VisitGroupMember,
    VisitRoute,
    VisitRouteQuerySet,
    VisitTarget,
    VisitTargetQuerySet,
)

__all__ = [
    "Campaign",
    "CampaignGoods",
    "CampaignMoney",
    "CampaignQuerySet",
    "CampaignRule",
    "CampaignStandard",
    "ChecklistTick",
    "CondolenceItem",
    "Enrolment",
    "EnrolmentQuerySet",
    "GoodsQuota",
    "GoodsTally",
    "Kind",
    "KindQuerySet",
    "KindVersion",
    "KindVersionQuerySet",
    "LeftOut",
    "LeftOutQuerySet",
    "Publication",
    "PublicationLine",
    "PublicationQuerySet",
    "Quota",
    "Tally",
    "VisitGroup",
    "VisitGroupMember",
    "VisitRoute",
    "VisitRouteQuerySet",
    "VisitTarget",
    "VisitTargetQuerySet",
]
