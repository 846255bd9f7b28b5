"""The last bag and the same card from several tills at the same moment."""

from decimal import Decimal
from uuid import uuid4

import pytest

from assistance.stock.models import Movement
from assistance.supermarket import services
from assistance.supermarket.models import Issue, LoveCard
from assistance.supermarket.rules import Given
from assistance.supermarket.services import Order
from ground.kernel import clock
from tests.at_once import at_once
from tests.stock.conftest import is_intact, stands
from tests.supermarket.conftest import JUNE, adds_up, balance

pytestmark = pytest.mark.django_db(transaction=True)


def served(by, store, card, goods, number=1, key=None, offline=False):
    order = Order(
        key=key or uuid4(),
        store=store,
        number=card.number,
        lines=[Given(goods.pk, number, goods.price)],
        handed_at=clock.at_hour(JUNE) if offline else None,
    )

    def act():
        return services.issue_goods(by=by, order=order).pk

    return act


def test_the_last_bag_goes_to_one_family(bought, rice, store, make_family, give_card, counter):
    lot = bought(rice, 1)
    cards = [give_card(make_family(n)) for n in range(1, 5)]
    ended = at_once(*(served(counter.till, store, one, rice) for one in cards), on=JUNE)
    assert [one for one in ended if one != "issue_stock"] == [Issue.objects.get().pk]
    assert stands(lot) == {"outside": -1, "issued": 1}
    assert sorted(map(balance, cards)) == [55, 100, 100, 100]
    assert is_intact()


def test_one_card_at_two_tills_pays_once(bought, rice, store, card, counter):
    bought(rice, 9)
    tills = (counter.till, counter.other)
    ended = at_once(*(served(one, store, card, rice, 2) for one in tills), on=JUNE)
    assert sorted(map(type, ended), key=str) == [int, str]
    assert "issue_balance" in ended
    assert balance(card) == 10
    assert adds_up(card)


def test_the_same_issue_sent_by_a_device_that_is_unsure(bought, rice, store, card, counter):
    bought(rice, 9)
    key = uuid4()
    ended = at_once(*[served(counter.till, store, card, rice, key=key)] * 6, on=JUNE)
    assert len(set(ended)) == 1
    assert (Issue.objects.count(), balance(card)) == (1, 55)
    assert Movement.objects.filter(kind="issued").count() == 1


def test_offline_tills_that_come_back_at_once_lose_nothing(
    bought, rice, store, make_family, give_card, counter
):
    lot = bought(rice, 3)
    cards = [give_card(make_family(n)) for n in range(1, 3)]
    works = [served(counter.till, store, cards[n % 2], rice, offline=True) for n in range(8)]
    ended = at_once(*works, on=JUNE)
    assert len(set(ended)) == 8
    assert stands(lot) == {"outside": -3, "issued": 3}
    issues = Issue.objects.all()
    assert sum(one.lines.get().quantity for one in issues) == 8
    assert sum(one.lines.get().short for one in issues) == 5
    assert sum((one.charged for one in issues), Decimal(0)) == 200
    assert all(adds_up(one) for one in cards)
    assert is_intact()


def test_reversed_twice_at_once_comes_back_once(bought, rice, card, issue, counter):
    lot = bought(rice, 3)
    made = issue(card, (rice, 2))

    def act():
        return services.reverse_issue(by=counter.till, issue=made, reason="错").pk

    ended = at_once(*[act] * 4, on=clock.today())
    assert set(map(str, ended)) == {"issue_of_another_day"}
    ended = at_once(*[act] * 4, on=JUNE)
    assert len(set(ended)) == 1
    assert (balance(card), stands(lot)) == (100, {"outside": -3, "shelf": 3})


def test_a_card_replaced_while_it_pays(bought, rice, store, card, counter):
    bought(rice, 3)

    def replace():
        services.replace_card(by=counter.staff, card=card, reason="遗失")
        return "replaced"

    ended = at_once(replace, served(counter.till, store, card, rice), on=JUNE)
    assert "replaced" in ended
    whole = sum(LoveCard.objects.values_list("balance", flat=True), Decimal(0))
    assert whole == (100 if "issue_card" in ended else 55)
    assert all(adds_up(one) for one in LoveCard.objects.all())
