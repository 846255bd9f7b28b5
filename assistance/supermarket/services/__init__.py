"""What happens at the love supermarket: each function is one act, on the trail, told."""

from assistance.supermarket.services.cards import (
    Validity,
    block_card,
    grant_spans,
    issue_cards,
    replace_card,
)
from assistance.supermarket.services.differences import settle_difference
from assistance.supermarket.services.issuing import Order, issue_goods, reverse_issue
from assistance.supermarket.services.rules import Worth, limit_goods, set_card_rule
from assistance.supermarket.services.topping import LoveCards

__all__ = [
    "LoveCards",
    "Order",
    "Validity",
    "Worth",
    "block_card",
    "grant_spans",
    "issue_cards",
    "issue_goods",
    "limit_goods",
    "replace_card",
    "reverse_issue",
    "set_card_rule",
    "settle_difference",
]
