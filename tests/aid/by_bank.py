"""Batches by bank as the tests ask about them: their payments, the money, what is refused."""

import pytest

from assistance.aid.models import Batch, Payment
from assistance.funds import queries as funds
from assistance.funds.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken

CARD = "6222021001116245702"
OTHER_CARD = "6222021001116245710"
ID_NO = "430723196504120015"


def keys_of(batch):
    return list(batch.payments.order_by("pk").values_list("pk", flat=True))


def states_of(batch):
    return list(batch.payments.order_by("pk").values_list("state", flat=True))


def money(source):
    now = funds.balances_of(source)
    return now.available, now.reserved, now.in_transit, now.spent


def refused(code, service, **arguments):
    before = (
        list(Payment.objects.order_by("pk").values()),
        list(Batch.objects.order_by("pk").values()),
        Entry.objects.count(),
        RecordedEvent.objects.count(),
    )
    with pytest.raises(RuleBroken) as broken:
        service(**arguments)
    assert broken.value.code == code
    assert before == (
        list(Payment.objects.order_by("pk").values()),
        list(Batch.objects.order_by("pk").values()),
        Entry.objects.count(),
        RecordedEvent.objects.count(),
    )
    return broken.value.message
