"""A till that is offline for an hour, in the words of the counter; every sum by hand.

On the shelf: 6 bags of rice at 45, 4 cans of oil at 60. Three families with 100 yuan each: 刘, 陈, 周.
Till A has lost its network at nine. At ten it has it again.
"""

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from assistance.stock import services as stock
from assistance.stock.models import Goods, Holding
from assistance.stock.rules import Line
from assistance.supermarket import queries
from assistance.supermarket.models import CardEntry, Difference, Issue
from assistance.supermarket.services import grant_spans
from ground.kernel import clock
from ground.kernel.periods import Period
from tests.stock.conftest import is_intact
from tests.supermarket.conftest import balance

pytestmark = pytest.mark.django_db
API = "/api/v1/supermarket"


def minute(number):
    return datetime(2008, 6, 10, 9, number, tzinfo=clock.CHINA).isoformat()


class Till:
    """A till as its device is: what it handed out offline waits and is sent in order."""

    def __init__(self, client, store):
        self.client, self.store, self.queue = client, store, []

    def order(self, card, *lines):
        goods = [{"goods_id": one.pk, "quantity": n, "price": str(one.price)} for one, n in lines]
        return {
            "key": str(uuid4()),
            "store_id": self.store.pk,
            "number": card.number,
            "lines": goods,
        }

    def send(self, order):
        return self.client.post(f"{API}/issues", order, content_type="application/json")

    def offline(self, number, card, *lines):
        self.queue.append(self.order(card, *lines) | {"handed_at": minute(number)})

    def flush(self):
        return [self.send(one) for one in self.queue]


def test_an_hour_without_a_network(  # noqa: PLR0915 -- an hour at one counter
    bought, rice, oil, store, make_family, give_card, counter, client_of, at, root, drain
):
    bought(rice, 6)
    bought(oil, 4)
    liu, chen, zhou = (
        give_card(make_family(n, name=name))
        for n, name in ((1, "刘春生"), (2, "陈大福"), (3, "周小妹"))
    )
    a = Till(client_of(counter.till), store)
    b = Till(client_of(counter.other), store)
    with at("2008-06-10"):
        known = a.client.get(f"{API}/counter").json()
        assert [(one["code"], one["stock"]) for one in known["goods"]] == [
            (rice.barcode, 6),
            (oil.barcode, 4),
        ]
        assert [(one["name"], one["balance"]) for one in known["cards"]] == [
            ("刘*生", "100.00"),
            ("陈*福", "100.00"),
            ("周*妹", "100.00"),
        ]
        assert liu.number not in str(known)
        assert a.client.get(f"{API}/counter?stamp={known['stamp']}").json() == {
            "stamp": known["stamp"]
        }

        # Offline at till A: 刘 takes 2 rice (90), 陈 1 oil (60), 周 2 rice (90).
        a.offline(5, liu, (rice, 2))
        a.offline(20, chen, (oil, 1))
        a.offline(40, zhou, (rice, 2))
        # Meanwhile at till B, with a network: 刘's wife takes 1 oil (60); the same again is too much.
        told = b.send(b.order(liu, (oil, 1))).json()
        assert (told["value"], told["charged"], told["balance"]) == ("60.00", "60.00", "40.00")
        refused = b.send(b.order(liu, (oil, 1)))
        assert (refused.status_code, refused.json()["code"]) == (422, "issue_balance")
        # And 4 rice go to the canteen's families at B: 陈 takes 1 (45), so 5 are on the shelf …
        assert b.send(b.order(chen, (rice, 1))).status_code == 201
        # … and the keeper finds two torn bags and has them cleared: 3 are left.
        lot = Holding.objects.get(goods=rice, position="shelf").lot_id
        torn = stock.propose_clearance(
            by=counter.staff,
            store=store,
            way=stock.Way(kind="damaged", reason="包装破损"),
            lines=[Line(lot, 2)],
            on=clock.today(),
        )
        stock.approve_clearance(by=counter.approver, clearance=torn)

        # Ten o'clock: everything arrives, twice, as an unsure device sends it.
        first = [one.json() for one in a.flush()]
        assert [one.json() for one in a.flush()] == first
    assert [one["differences"] for one in first] == [1, 1, 1]
    # 刘: 90 against the 40 that are left: 50 too much. 2 rice of 3: one left.
    # 陈: 60 against 55: 5 too much.   周: 90 against 100; 2 rice of 1: one that the books do not have.
    assert [(one["charged"], one["value"]) for one in first] == [
        ("40.00", "90.00"),
        ("55.00", "60.00"),
        ("90.00", "90.00"),
    ]
    found = Difference.objects.order_by("pk")
    assert [(one.kind, one.quantity, one.amount) for one in found] == [
        ("balance", 0, Decimal(50)),
        ("balance", 0, Decimal(5)),
        ("stock", 1, Decimal(0)),
    ]
    assert [balance(one) for one in (liu, chen, zhou)] == [0, 0, 10]
    shelf = dict(Holding.objects.filter(position="shelf").values_list("goods__name", "quantity"))
    assert shelf == {"大米10公斤": 0, "食用油5升": 2}
    assert is_intact()

    # The manager decides: 刘 is helped, 陈 pays next month, the bag is one nobody had booked.
    manager = client_of(counter.approver)
    with at("2008-06-11"):
        listed = manager.get(f"{API}/differences?open_only=true").json()["results"]
        assert len(listed) == 3
        for one, decision in zip(found, ("extra", "next", "proved"), strict=True):
            answer = manager.post(
                f"{API}/differences/{one.pk}/settle",
                {"decision": decision, "reason": "离线期间，已查明"},
                content_type="application/json",
            )
            assert answer.json()["decision"] == decision
        assert manager.get(f"{API}/differences?open_only=true").json()["results"] == []
    with at("2008-07-01"):
        grant_spans(clock.today())
    assert [balance(one) for one in (liu, chen, zhou)] == [100, 95, 100]

    # The ledger of June: 6 + 4 bought; issued 2 + 1 + 2 rice of which one was found, 2 oil; 2 cleared.
    june = Period(starts_on=datetime(2008, 6, 1).date(), ends_on=datetime(2008, 6, 30).date())  # noqa: DTZ001
    book = queries.book_of([store.pk], june)
    assert [
        (one.goods.name, one.bought, one.issued, one.other_out, one.after) for one in book.lines
    ] == [("大米10公斤", 6, 4, 2, 0), ("食用油5升", 4, 2, 0, 2)]
    # 60 + 45 with a network, 90 + 60 + 90 without: 345 yuan in five issues to three families.
    assert (book.issued, book.issues, book.families) == (345, 5, 3)
    spent = sum(CardEntry.objects.filter(kind__in=["spent"]).values_list("amount", flat=True))
    extra = sum(CardEntry.objects.filter(kind="extra").values_list("amount", flat=True))
    assert (-spent, extra) == (345, 50)
    assert Issue.objects.filter(was_offline=True).count() == 3
    assert Goods.objects.count() == 2
    assert is_intact()
