"""The counter: goods go out and the card pays, once, as the rules allow, or nothing happens."""

from decimal import Decimal
from uuid import uuid4

import pytest

from assistance.stock.models import Movement
from assistance.supermarket import services
from assistance.supermarket.models import Issue, IssueReversal
from assistance.supermarket.services import Worth
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.stock.conftest import is_intact, stands
from tests.supermarket.conftest import JUNE, adds_up, balance, entries

pytestmark = pytest.mark.django_db


def test_goods_go_out_and_the_card_pays(bought, rice, oil, card, issue, drain):
    lots = bought(rice, 5), bought(oil, 5)
    made = issue(card, (rice, 2))
    assert (made.value, made.charged, made.was_offline) == (90, 90, False)
    assert balance(card) == 10
    assert [stands(one) for one in lots] == [
        {"outside": -5, "shelf": 3, "issued": 2},
        {"outside": -5, "shelf": 5},
    ]
    told = RecordedEvent.objects.get(name="supermarket.goods_issued").payload
    assert (told["issue_id"], told["differences"]) == (made.pk, 0)
    assert adds_up(card)
    assert is_intact()


def test_the_same_key_is_one_issue(bought, rice, card, issue, counter):
    bought(rice, 5)
    key = uuid4()
    assert issue(card, (rice, 1), key=key) == issue(card, (rice, 1), key=key)
    assert (Issue.objects.count(), balance(card)) == (1, 55)
    with pytest.raises(RuleBroken) as broken:
        issue(card, (rice, 1), key=key, by=counter.other)
    assert broken.value.code == "key_taken"


@pytest.mark.parametrize(
    ("prepare", "quantity", "code", "words"),
    [
        ("", 3, "issue_balance", "还差 35.00 元"),
        ("few", 2, "issue_stock", "只有 1"),
        ("blocked", 1, "issue_card", "已停用（遗失）"),
        ("twice", 1, "issue_limit", "本月已领取 2 次"),
        ("limited", 2, "issue_limit", "每季度最多 1"),
        ("dearer", 1, "issue_price", "柜台显示 1.00 元"),
        ("dear", 1, "issue_limit", "每次最多 40.00 元"),
    ],
)
def test_what_is_not_allowed_is_refused_and_nothing_written(
    bought, rice, card, issue, counter, root, at, prepare, quantity, code, words
):
    bought(rice, 1 if prepare == "few" else 9)
    with at("2008-06-03"):
        if prepare == "blocked":
            services.block_card(by=counter.staff, card=card, reason="遗失")
        if prepare == "limited":
            services.limit_goods(
                by=counter.staff,
                organisation=root,
                goods=rice,
                most=1,
                span="quarter",
                valid_from=JUNE,
                reason="物资有限",
            )
        if prepare == "dear":
            services.set_card_rule(
                by=counter.staff,
                organisation=root,
                kind="monthly",
                worth=Worth(face_value="100", span="month", per_visit="40"),
                valid_from=JUNE,
                reason="办法",
            )
    if prepare == "twice":
        from assistance.stock import services as stock

        stock.keep_goods(
            by=None,
            organisation=root,
            goods=rice,
            sku=rice.sku,
            name=rice.name,
            category="food",
            unit=rice.unit,
            price="20",
        )
        rice.refresh_from_db()
        issue(card, (rice, 1))
        issue(card, (rice, 1))
    before = (Issue.objects.count(), Movement.objects.count(), balance(card))
    with pytest.raises(RuleBroken, match=words) as broken:
        issue(card, (rice, quantity), price="1" if prepare == "dearer" else None)
    assert broken.value.code == code
    assert (Issue.objects.count(), Movement.objects.count(), balance(card)) == before


@pytest.mark.parametrize(
    ("number", "code"), [("123", "card_number"), ("669000000005", "card_number|card_unknown")]
)
def test_a_card_that_is_none(bought, rice, card, issue, number, code):
    bought(rice, 1)
    card.number = number
    with pytest.raises(RuleBroken) as broken:
        issue(card, (rice, 1))
    assert broken.value.code in code.split("|")


def test_a_wrong_issue_is_reversed_the_same_day_once(bought, rice, card, issue, counter, at):
    lot = bought(rice, 5)
    made = issue(card, (rice, 2))
    with at("2008-06-11"), pytest.raises(RuleBroken) as broken:
        services.reverse_issue(by=counter.till, issue=made, reason="拿错")
    assert broken.value.code == "issue_of_another_day"
    with at("2008-06-10"):
        first = services.reverse_issue(by=counter.till, issue=made, reason="拿错")
        assert services.reverse_issue(by=counter.till, issue=made, reason="再点") == first
    assert (balance(card), stands(lot)) == (100, {"outside": -5, "shelf": 5})
    assert entries(card)[1:] == [("spent", Decimal(-90)), ("given_back", Decimal(90))]
    assert IssueReversal.objects.count() == 1
    issue(card, (rice, 1))  # a reversed one is no visit
    issue(card, (rice, 1))
    assert is_intact()
