"""What other systems may hear of criteria."""

from assistance.criteria.events import (
    RuleSetPublished,
    RuleSetWithdrawn,
)
from assistance.criteria.models import RuleSet
from assistance.criteria.permissions import SEE_RULES
from ground.subscriptions.declaring import share

share(RuleSetPublished, needs=SEE_RULES, about=RuleSet, by="ruleset_id", gives=["code"])
share(RuleSetWithdrawn, needs=SEE_RULES, about=RuleSet, by="ruleset_id")
