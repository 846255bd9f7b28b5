"""What a room above offers on the page of a set, from its `navigation.py`.

    ruleset_action("推演", "households:ask_whatif", icon="family", permission=TRY_RULES)

The page is opened with the key of the set as `?ruleset=`.
"""

from dataclasses import dataclass

from django.urls import reverse

from assistance.criteria.models import RuleSet
from ground.accounts.models import User
from ground.accounts.permissions import Permission


@dataclass(frozen=True)
class RuleSetAction:
    label: str
    url_name: str
    icon: str
    permission: Permission


_actions: list[RuleSetAction] = []


def ruleset_action(label: str, url_name: str, *, icon: str, permission: Permission) -> None:
    _actions.append(RuleSetAction(label, url_name, icon, permission))


def actions_on(ruleset: RuleSet, user: User) -> list[dict[str, str]]:
    """The buttons for this person."""
    return [
        {
            "label": one.label,
            "icon": one.icon,
            "url": f"{reverse(one.url_name)}?ruleset={ruleset.pk}",
        }
        for one in _actions
        if user.may(one.permission.code)
    ]
