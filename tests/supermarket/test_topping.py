"""Money of aid put onto love cards: by a batch, once; spent last, never lapsed, taken off or given back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from assistance.aid import services as aid
from assistance.aid.models import Batch, Payment, Receipt
from assistance.funds import queries as funds
from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile
from assistance.supermarket import services
from assistance.supermarket.models import LoveCard
from ground.accounts.models import Organisation
from ground.kernel.errors import RuleBroken
from tests.aid.conftest import Hands, hands, plan, source, walked
from tests.supermarket.conftest import adds_up, entries

__all__ = ["hands", "plan", "source"]
pytestmark = pytest.mark.django_db
JULY = date(2008, 7, 1)


@pytest.fixture
def factory(make_family: Callable[..., HardshipFile]) -> Organisation:
    """The factory where the families of the supermarket work."""
    return Organisation.objects.get(name="海利农药化工有限公司")


@pytest.fixture
def topped(
    hands: Hands,
    source: FundSource,
    plan: Callable[..., Payment],
    at: Callable[..., object],
    drain: Callable[[], None],
) -> Callable[..., Batch]:
    """A batch of top-ups of these families, brought as far as `until` says, booked where it was paid."""

    def bring(*files: object, amount: str = "300", until: str = "paying") -> Batch:
        payments = [plan(f"充值:{file}", amount, file=file) for file in files]
        with at("2008-06-03"):
            batch = aid.make_batch(
                by=hands.maker,
                name="端午爱心卡充值",
                source=source,
                payments=payments,
                channel="card_topup",
            )
            walked(batch, hands, until)
            drain()
        batch.refresh_from_db()
        return batch

    return bring


def parts(card: LoveCard) -> tuple[Decimal, Decimal]:
    """Balance, and what of it is money of aid."""
    card.refresh_from_db()
    return card.balance, card.topped


def test_a_batch_tops_cards_up_and_its_receipts_are_there_by_themselves(
    topped, card, make_family, give_card, source
):
    other = give_card(make_family(2, name="周秋云"))
    batch = topped(card.file, other.file)
    assert (batch.way, batch.state) == ("card", "complete")
    assert entries(card) == [("granted", 100), ("topped_up", 300)]
    assert parts(card) == parts(other) == (400, 300)
    assert adds_up(card)
    assert funds.balances_of(source).available == 30000 - 600
    payee = batch.payments.get(file=card.file).payee
    assert (payee.bank, payee.card_tail) == ("爱心卡", card.number[-4:])
    assert payee.account_no.startswith("sealed") or card.number not in str(vars(payee))
    assert set(Receipt.objects.values_list("kind", "signed_by", "signer")) == {("card", "card", "")}


def test_booked_twice_it_is_on_the_card_once(topped, card):
    batch = topped(card.file)
    assert aid.settle_batch(batch.pk) == 0
    assert parts(card) == (400, 300)


def test_what_was_granted_is_spent_first_and_what_was_topped_up_never_lapses(
    topped, bought, rice, card, issue, counter, at
):
    bought(rice, 9)
    topped(card.file)
    made = issue(card, (rice, 3))  # 135 yuan: 100 granted, 35 of the top-up
    assert parts(card) == (265, 265)
    with at("2008-06-10"):
        services.reverse_issue(by=counter.till, issue=made, reason="错")
    assert parts(card) == (400, 300)
    with at("2008-07-01"):
        services.grant_spans(JULY)
    assert entries(card)[-2:] == [("lapsed", -100), ("granted", 100)]
    assert parts(card) == (400, 300)
    assert adds_up(card)


def test_a_lost_card_hands_on_what_was_topped_up(topped, bought, rice, card, issue, counter, at):
    bought(rice, 9)
    topped(card.file)
    issue(card, (rice, 3))
    with at("2008-06-11"):
        new = services.replace_card(by=counter.staff, card=card, reason="遗失")
    assert (parts(card), parts(new)) == ((0, 0), (265, 265))
    with at("2008-07-01"):
        services.grant_spans(JULY)
    assert parts(new) == (365, 265)


def test_a_family_without_a_good_card_is_refused_by_name(topped, make_family, card, plan, hands):
    with pytest.raises(RuleBroken, match="K2008-0007：该户没有可充值的爱心卡：请先发卡"):
        topped(card.file, make_family(7))
    assert not Batch.objects.exclude(state="building").exists()


def test_without_a_file_there_is_no_card(topped):
    with pytest.raises(RuleBroken, match="没有对应的在档家庭，不能充值爱心卡"):
        topped(None)


def test_a_card_blocked_before_the_pay_out_is_refused_then(topped, card, counter, hands, at):
    batch = topped(card.file, until="approved")
    with at("2008-06-03"):
        services.block_card(by=counter.staff, card=card, reason="挂失")
        with pytest.raises(RuleBroken, match=r"有1户现在没有可充值的爱心卡（档案 K2008-0001）"):
            aid.pay_batch(by=hands.finance, batch=batch)
        new = services.replace_card(by=counter.staff, card=card, reason="遗失")
        batch.refresh_from_db()
        aid.pay_batch(by=hands.finance, batch=batch)
        aid.settle_batch(batch.pk)
    assert parts(new) == (400, 300)


def test_blocked_after_the_order_it_keeps_the_money_for_the_new_card(
    topped, card, counter, hands, at
):
    batch = topped(card.file, until="approved")
    with at("2008-06-03"):
        aid.pay_batch(by=hands.finance, batch=batch)
        services.block_card(by=counter.staff, card=card, reason="挂失")
        aid.settle_batch(batch.pk)
        assert parts(card) == (400, 300)
        new = services.replace_card(by=counter.staff, card=card, reason="遗失")
    assert parts(new) == (400, 300)


def test_a_recovery_comes_off_the_card_or_is_cash(
    topped, bought, rice, card, issue, hands, source, at
):
    bought(rice, 9)
    [payment] = topped(card.file).payments.all()
    issue(card, (rice, 5))  # 225 yuan: 100 granted, 125 of the top-up
    said = {"by": hands.finance, "payment": payment, "reason": "重复发放"}
    with at("2008-06-20"):
        with pytest.raises(RuleBroken, match=r"充值余额只有 175\.00 元，不够扣回 300\.00 元"):
            aid.recover(amount="300", **said)
        aid.recover(amount="175", **said)
        assert parts(card) == (0, 0)
        with pytest.raises(RuleBroken, match="家庭退回的是现金"):
            aid.recover(amount="125", **said)
        aid.recover(amount="125", in_cash=True, **said)
    assert entries(card)[-1] == ("taken_off", -175)
    assert funds.balances_of(source).available == 30000
    assert adds_up(card)


def test_ways_are_not_mixed_and_a_bank_says_nothing_of_it(topped, card, plan, hands, source, at):
    [payment] = topped(card.file).payments.all()
    with at("2008-06-04"), pytest.raises(RuleBroken, match="没有银行结果"):
        aid.undo_outcome(by=hands.finance, payments=[payment.pk], reason="错")
    with at("2008-06-04"):
        first = plan("甲", file=card.file)
        batch = aid.begin_batch(by=hands.maker, name="混", source=source, payments=[first])
        one = plan("乙", file=card.file)
        aid.add_payments(by=hands.maker, batch=batch, payments=[one], channel="card_topup")
        with pytest.raises(RuleBroken, match="批次中同时有现场发放、爱心卡充值"):
            aid.lock_batch(by=hands.maker, batch=batch)
        batch.refresh_from_db()
        with pytest.raises(RuleBroken, match="不能送银行"):
            aid.send_batch(by=hands.finance, batch=batch)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE supermarket_lovecard SET topped = 1", "entries alone"),
        (
            (
                'INSERT INTO supermarket_cardentry (card_id, key, kind, amount, topped, "on")'
                " SELECT id, 'x', 'taken_off', -150, 0, '2008-06-10' FROM supermarket_lovecard"
            ),
            "card_topped_is_a_part",
        ),
        (
            "UPDATE aid_batch SET way = 'bank'",
            "frozen once it is locked",
        ),
    ],
)
def test_the_database_keeps_both_parts(topped, card, sql, says):
    topped(card.file, amount="100")
    with (
        pytest.raises(DatabaseError, match=says),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
