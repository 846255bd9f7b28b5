from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ground.events import Event, event

# `love_id` is the number of a love card's row: an id like any other, never the number on the card.


@event("supermarket.love_issued")
@dataclass(frozen=True, kw_only=True)
class LoveCardsIssued(Event):
    """Love cards (爱心卡) were given to so many families of an organisation's area."""

    organisation_id: int
    number: int
    on: date


@event("supermarket.love_blocked")
@dataclass(frozen=True, kw_only=True)
class LoveCardBlocked(Event):
    """A card is lost or no longer due: it buys nothing any more."""

    love_id: int
    file_id: int


@event("supermarket.love_replaced")
@dataclass(frozen=True, kw_only=True)
class LoveCardReplaced(Event):
    """A new card took the place of a lost one, and its balance."""

    love_id: int
    old_id: int
    file_id: int


@event("supermarket.goods_issued")
@dataclass(frozen=True, kw_only=True)
class GoodsIssued(Event):
    """A family has got goods at the counter. `differences`: what does not agree and waits for a word."""

    issue_id: int
    store_id: int
    file_id: int
    value: Decimal
    differences: int
    on: date


@event("supermarket.issue_reversed")
@dataclass(frozen=True, kw_only=True)
class IssueReversed(Event):
    """An issue was wrong: the goods stand on the shelf again, the value on the card."""

    issue_id: int
    store_id: int
    file_id: int
    value: Decimal


@event("supermarket.difference_settled")
@dataclass(frozen=True, kw_only=True)
class DifferenceSettled(Event):
    """Somebody has decided about what did not agree after a till was offline."""

    difference_id: int
    issue_id: int
    decision: str
