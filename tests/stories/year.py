"""The year of a county as it is told: sums as the books write them, a batch on its way."""

from decimal import Decimal

from assistance.aid import services as aid
from assistance.funds import queries


def yuan(text):
    return Decimal(text.replace(",", ""))


def standing(source):
    """Kind of account → yuan, where there is anything."""
    return {kind: amount for kind, amount in queries.balances_of(source).by_kind.items() if amount}


def walked(county, batch, *, approvers):
    aid.check_batch(by=county.finance, batch=batch)
    for one in approvers:
        batch = aid.approve_batch(by=one, batch=batch)
    return batch


def keys(batch):
    return list(batch.payments.order_by("pk").values_list("pk", flat=True))
