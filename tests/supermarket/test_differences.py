"""What was handed out without a network: kept, never below zero, and settled by somebody else."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assistance.stock.models import Movement
from assistance.supermarket import services
from assistance.supermarket.models import Difference
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from tests.stock.conftest import is_intact, stands
from tests.supermarket.conftest import JUNE, adds_up, balance, entries

pytestmark = pytest.mark.django_db
OFFLINE = datetime(2008, 6, 10, 10, tzinfo=clock.CHINA)


@pytest.fixture
def offline(bought, rice, card, issue):
    """One bag on the shelf; two are handed out offline while the card has 55 left: a bag and 35 yuan too much."""
    bought(rice, 2)
    issue(card, (rice, 1))
    return issue(card, (rice, 2), handed_at=OFFLINE)


def kinds(made):
    return list(
        made.differences.order_by("kind").values_list("kind", "quantity", "amount", "decision")
    )


def test_what_was_handed_out_offline_is_kept_and_never_below_zero(offline, card, rice):
    assert (offline.value, offline.charged, offline.was_offline) == (90, 55, True)
    assert kinds(offline) == [
        ("balance", 0, Decimal(35), ""),
        ("stock", 1, Decimal(0), ""),
    ]
    assert balance(card) == 0
    line = offline.lines.get()
    assert (line.quantity, line.short) == (2, 1)
    assert is_intact()


def test_as_extra_help_and_as_goods_nobody_had_booked(offline, card, counter, at):
    balance_difference, stock_difference = offline.differences.order_by("kind")
    with at("2008-06-11"):
        with pytest.raises(RuleBroken) as broken:
            services.settle_difference(
                by=counter.till, difference=stock_difference, decision="proved", reason="漏登"
            )
        assert broken.value.code == "same_person"
        with pytest.raises(RuleBroken, match="账面只有 0"):
            services.settle_difference(
                by=counter.approver, difference=stock_difference, decision="shelf", reason="补"
            )
        services.settle_difference(
            by=counter.approver, difference=stock_difference, decision="proved", reason="漏登一袋"
        )
        services.settle_difference(
            by=counter.approver, difference=balance_difference, decision="extra", reason="家有病人"
        )
        with pytest.raises(RuleBroken) as broken:
            services.settle_difference(
                by=counter.approver, difference=balance_difference, decision="next", reason="再改"
            )
        assert broken.value.code == "difference_settled"
    assert Movement.objects.filter(kind="proved").count() == 1
    assert entries(card)[-2:] == [("extra", Decimal(35)), ("spent", Decimal(-35))]
    assert balance(card) == 0
    assert is_intact()


def test_goods_entered_late_are_booked_from_the_shelf(offline, bought, rice, counter, at):
    lot = bought(rice, 3)
    with at("2008-06-11"):
        services.settle_difference(
            by=counter.approver,
            difference=offline.differences.get(kind="stock"),
            decision="shelf",
            reason="漏登的一批已补登",
        )
    assert stands(lot) == {"outside": -3, "shelf": 2, "issued": 1}


def test_what_is_charged_in_the_next_span_is_charged_once(offline, card, counter, at):
    with at("2008-06-11"):
        services.settle_difference(
            by=counter.approver,
            difference=offline.differences.get(kind="balance"),
            decision="next",
            reason="下月扣",
        )
    assert Difference.objects.get(kind="balance").owed == 35
    for _ in range(2):
        with at("2008-07-01"):
            services.grant_spans(date(2008, 7, 1))
    assert (balance(card), Difference.objects.get(kind="balance").owed) == (65, 0)
    assert adds_up(card)


def test_taken_back_whole_settles_all_of_an_issue(offline, card, rice, counter, at):
    with at("2008-06-10"), pytest.raises(RuleBroken) as broken:
        services.reverse_issue(by=counter.till, issue=offline, reason="错")
    assert broken.value.code == "differences_open"
    with at("2008-06-12"):
        services.settle_difference(
            by=counter.approver,
            difference=offline.differences.get(kind="stock"),
            decision="corrected",
            reason="并未发出",
        )
    assert [one[3] for one in kinds(offline)] == ["corrected", "corrected"]
    assert balance(card) == 55
    assert adds_up(card)
    assert is_intact()


def test_taken_back_after_one_part_was_settled(offline, card, counter, at):
    with at("2008-06-12"):
        for kind, decision in (("balance", "extra"), ("stock", "corrected")):
            services.settle_difference(
                by=counter.approver,
                difference=offline.differences.get(kind=kind),
                decision=decision,
                reason="查清",
            )
    assert balance(card) == 55
    assert is_intact()


def test_the_database_wants_another_person_to_settle(offline, counter):
    with (
        pytest.raises(IntegrityError, match="difference_settled_by_another"),
        transaction.atomic(),
    ):
        offline.differences.update(
            decision="extra", reason="自己", settled_by=counter.till, settled_on=JUNE
        )


def test_a_blocked_card_offline_is_a_difference_too(bought, rice, card, issue, counter, at):
    bought(rice, 2)
    with at("2008-06-10"):
        services.block_card(by=counter.staff, card=card, reason="遗失")
    made = issue(card, (rice, 1), handed_at=OFFLINE)
    assert [(one.kind, one.words[:10]) for one in made.differences.all()] == [
        ("card", "这张爱心卡已停用（遗")
    ]


def test_a_device_with_a_wrong_clock_is_told(bought, rice, card, issue):
    bought(rice, 2)
    with pytest.raises(RuleBroken) as broken:
        issue(card, (rice, 1), handed_at=datetime(2018, 6, 10, tzinfo=clock.CHINA))
    assert broken.value.code == "handed_when"
