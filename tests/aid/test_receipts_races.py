"""Receipts and what a bank takes back, at the same moment: a batch is complete by its receipts, or not."""

from datetime import date

import pytest

from assistance.aid import queries, services
from assistance.aid.models import Batch, Receipt
from assistance.funds import queries as funds
from tests.aid.by_bank import keys_of, states_of
from tests.aid.test_receipts import state_of
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2008, 6, 10)


@pytest.fixture
def answered(sent, hands, at, drain) -> Batch:
    """Four payments by bank, all paid on 5 June, none with a receipt."""
    batch = sent(4)
    with at("2008-06-05"):
        services.settle_payments(by=hands.finance, payments=keys_of(batch))
        drain()
    batch.refresh_from_db()
    return batch


def agrees(batch):
    """Complete is what has all its receipts, and only what is paid has one that stands."""
    progress = queries.progress_of(batch)
    standing = Receipt.objects.standing().filter(payment__batch=batch)
    assert set(standing.values_list("payment__state", flat=True)) <= {"paid"}
    assert progress.there == standing.count()
    states = states_of(batch)
    if {"paying", "unknown"} & set(states):
        assert state_of(batch) == "sent"
    else:
        is_complete = progress.there == progress.needed
        assert state_of(batch) == ("complete" if is_complete else "settled")
    assert funds.ledger_is_intact()


@pytest.mark.parametrize("again", range(3))
def test_a_slip_is_recorded_while_an_outcome_is_undone(answered, hands, picture, drain, again):
    slip, first = picture(), keys_of(answered)[again]
    ended = at_once(
        lambda: services.record_paper(by=hands.maker, batch=answered, kind="slip", files=[slip]),
        lambda: services.undo_outcome(by=hands.finance, payments=[first], reason="对账有误"),
        on=DAY,
    )
    assert not {"database"} & {one for one in ended if isinstance(one, str)}, ended
    drain()
    assert states_of(answered).count("paid") == 3
    agrees(answered)


def test_two_slips_for_one_batch(answered, hands, picture, drain):
    slips = [picture(), picture()]
    at_once(
        *(
            lambda slip=slip: services.record_paper(
                by=hands.maker, batch=answered, kind="slip", files=[slip]
            )
            for slip in slips
        ),
        on=DAY,
    )
    drain()
    assert Receipt.objects.standing().count() == 4
    agrees(answered)
    assert state_of(answered) == "complete"


def test_archived_while_a_payment_comes_back(answered, hands, picture, at, drain):
    with at("2008-06-10"):
        services.record_paper(by=hands.maker, batch=answered, kind="slip", files=[picture()])
    first = keys_of(answered)[0]
    ended = at_once(
        lambda: services.archive_batch(by=hands.finance, batch=answered),
        lambda: services.return_paid(by=hands.finance, payments=[first], reason="户名不符"),
        on=DAY,
    )
    drain()
    refused = [one for one in ended if isinstance(one, str)]
    assert len(refused) == 1, ended
    if state_of(answered) == "archived":
        assert states_of(answered) == ["paid"] * 4
    else:
        assert states_of(answered).count("returned") == 1
        agrees(answered)
    assert funds.ledger_is_intact()
