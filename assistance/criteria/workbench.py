"""What waits: drafts of others that this person may publish."""

from assistance.criteria.models import RuleSet
from assistance.criteria.permissions import PUBLISH_RULES
from assistance.editions.workbench import drafts_to_publish
from ground.accounts.models import User
from ground.web.workbench import Waiting, waiting


@waiting(order=45, permission=PUBLISH_RULES)
def rulesets_to_publish(user: User) -> list[Waiting]:
    return drafts_to_publish(user, RuleSet, PUBLISH_RULES, "criteria:ruleset")
