"""What rooms above offer on a batch's page, declared from their `navigation.py`.

@batch_actions
def bank_file(user: User, batch: Batch) -> list[Action]: ...
"""

from collections.abc import Callable

from assistance.aid.models import Batch
from ground.accounts.models import User
from ground.web.lists import Action

Offers = Callable[[User, Batch], list[Action]]
_offers: list[Offers] = []


def batch_actions(offers: Offers) -> Offers:
    """Register what a room above offers for a batch that this person sees."""
    _offers.append(offers)
    return offers


def actions_of(user: User, batch: Batch) -> list[Action]:
    return [action for offers in _offers for action in offers(user, batch)]
