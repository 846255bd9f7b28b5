"""What rooms above offer on the page of a batch or payment, declared from their `navigation.py`.

@batch_actions
def bank_file(user: User, batch: Batch) -> list[Action]: ...

@payment_papers
def bank_papers(user: User, payment: Payment) -> list[Link]: ...
"""

from collections.abc import Callable

from assistance.aid.models import Batch, Payment
from ground.accounts.models import User
from ground.web.lists import Action
from ground.web.subjects import Link

Offers = Callable[[User, Batch], list[Action]]
Papers = Callable[[User, Payment], list[Link]]
_offers: list[Offers] = []
_papers: list[Papers] = []


def batch_actions(offers: Offers) -> Offers:
    """Register what a room above offers for a batch that this person sees."""
    _offers.append(offers)
    return offers


def actions_of(user: User, batch: Batch) -> list[Action]:
    return [action for offers in _offers for action in offers(user, batch)]


def payment_papers(papers: Papers) -> Papers:
    """Register which papers of a room above tell what became of a payment, for those who may open them."""
    _papers.append(papers)
    return papers


def papers_about(user: User, payment: Payment) -> list[Link]:
    return [link for papers in _papers for link in papers(user, payment)]
