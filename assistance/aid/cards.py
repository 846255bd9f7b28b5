"""Cards that aid is put onto (爱心卡充值): a room above keeps them, and says so from its `navigation.py`.

    keeps_cards(LoveCards())

Nothing of a card is written here: what is put onto one and taken off it is that room's entry, under the
payment's key, in the same transaction as the money's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from assistance.aid.models import PaymentQuerySet
from ground.accounts.models import User


@dataclass(frozen=True, slots=True)
class Held:
    """The card of a family. `number` is plain: sealed with the payee, never shown."""

    number: str
    issuer: str


@dataclass(frozen=True, slots=True)
class TopUp:
    payment_id: int
    file_id: int
    amount: Decimal


class Cards(Protocol):
    """What the room of the cards does for payments; set-based, however many."""

    def held(self, payments: PaymentQuerySet, on: date) -> Mapping[int, Held]:
        """File → the card that can be charged on a day."""

    def top_up(self, *, by: User | None, on: date, put: Sequence[TopUp]) -> None:
        """Each payment onto its family's card, once."""

    def take_off(
        self, *, by: User, payment_id: int, number: int, amount: Decimal, on: date
    ) -> None:
        """The `number`th recovery of a payment off the card. Raises RuleBroken where it is spent."""


_keepers: list[Cards] = []


def keeps_cards(keeper: Cards) -> None:
    _keepers.append(keeper)


def held(payments: PaymentQuerySet, on: date) -> Mapping[int, Held]:
    """File → the card that its payments can be put onto; none where no room keeps cards."""
    return {pk: card for one in _keepers for pk, card in one.held(payments, on).items()}


def top_up(*, by: User | None, on: date, put: Sequence[TopUp]) -> None:
    for one in _keepers:
        one.top_up(by=by, on=on, put=put)


def take_off(*, by: User, payment_id: int, number: int, amount: Decimal, on: date) -> None:
    for one in _keepers:
        one.take_off(by=by, payment_id=payment_id, number=number, amount=amount, on=on)
