"""What other systems may hear of planning."""

from assistance.planning.events import (
    PlanApproved,
    PlanEstablished,
    PlanSolved,
    PlanSubmitted,
    ProfileChanged,
)
from assistance.planning.models import PairingPlan
from assistance.planning.permissions import SEE_PLANS, SEE_PROFILES
from ground.accounts.models import Organisation
from ground.subscriptions.declaring import share

share(
    PlanSolved,
    PlanSubmitted,
    PlanApproved,
    PlanEstablished,
    needs=SEE_PLANS,
    about=PairingPlan,
    by="plan_id",
    area="organisation",
)
share(ProfileChanged, needs=SEE_PROFILES, about=Organisation, by="organisation_id", gives=["kind"])
