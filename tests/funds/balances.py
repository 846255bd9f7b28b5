"""Balances of a source, as the worked examples state them."""

from decimal import Decimal

from assistance.funds import queries
from assistance.funds.queries import Balances


def balances(source):
    """Kind of account → yuan, where there is anything."""
    found = queries.balances_of(source).by_kind
    return {kind: amount for kind, amount in found.items() if amount}


def yuan(granted=0, available=0, reserved=0, spent=0):
    return Balances(
        granted=Decimal(granted),
        available=Decimal(available),
        reserved=Decimal(reserved),
        spent=Decimal(spent),
    )
