"""Whatever happens at a counter, in whatever order: no card below zero, no shelf, and every sum agrees."""

import contextlib
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistance.stock.models import Holding
from assistance.supermarket import services
from assistance.supermarket.models import Difference, Issue, IssueLine, LoveCard
from assistance.supermarket.rules import DECISIONS, Given
from assistance.supermarket.services import Order
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from tests.stock.conftest import is_intact
from tests.supermarket.conftest import adds_up

OFFLINE = datetime(2008, 6, 10, 8, tzinfo=clock.CHINA)
acts = st.lists(
    st.tuples(
        st.sampled_from(["issue", "offline", "again", "reverse", "settle", "replace", "span"]),
        st.integers(min_value=1, max_value=4),  # units; which of few
        st.integers(min_value=0, max_value=3),
    ),
    max_size=16,
)


class Counter:
    """Does what it is told with what there is, and does not mind a refusal."""

    def __init__(self, people, store, goods):
        self.people, self.store, self.goods, self.orders = people, store, goods, []
        self.day = date(2008, 6, 10)

    def _order(self, units, which, handed_at=None):
        cards = LoveCard.objects.order_by("pk")
        goods = self.goods[which % 2]
        order = Order(
            key=uuid4(),
            store=self.store,
            number=cards[which % len(cards)].number,
            lines=[Given(goods.pk, units, goods.price)],
            handed_at=handed_at,
        )
        self.orders.append(order)
        return order

    def issue(self, units, which):
        services.issue_goods(by=self.people.till, order=self._order(units, which))

    def offline(self, units, which):
        before = Issue.objects.count()
        services.issue_goods(by=self.people.till, order=self._order(units, which, OFFLINE))
        assert Issue.objects.count() == before + 1

    def again(self, _units, which):
        if self.orders:
            order = self.orders[which % len(self.orders)]
            services.issue_goods(by=self.people.till, order=order)

    def reverse(self, _units, which):
        rows = Issue.objects.order_by("pk")
        if rows:
            services.reverse_issue(by=self.people.till, issue=rows[which % len(rows)], reason="错")

    def settle(self, units, which):
        rows = Difference.objects.filter(decision="").select_related("issue").order_by("pk")
        if rows:
            one = rows[which % len(rows)]
            decision = DECISIONS[one.kind][units % len(DECISIONS[one.kind])]
            services.settle_difference(
                by=self.people.approver, difference=one, decision=decision, reason="查明"
            )

    def replace(self, _units, which):
        cards = LoveCard.objects.filter(state="active").order_by("pk")
        services.replace_card(by=self.people.staff, card=cards[which % len(cards)], reason="遗失")

    def span(self, units, _which):
        services.grant_spans(date(2008, 6 + units, 1))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(acts=acts)
def test_any_interleaving(bought, rice, oil, store, make_family, give_card, counter, at, acts):
    with transaction.atomic():
        bought(rice, 4)
        bought(oil, 2)
        number = Issue.objects.count()
        assert number == 0
        files = [make_family(n) for n in (1, 2)]
        for one in files:
            give_card(one)
        at_work = Counter(counter, store, (rice, oil))
        with at("2008-06-10"):
            for act, units, which in acts:
                with contextlib.suppress(RuleBroken), transaction.atomic():
                    getattr(at_work, act)(units, which)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        assert all(adds_up(one) for one in LoveCard.objects.all())
        assert is_intact()
        assert not Holding.objects.exclude(position="outside").filter(quantity__lt=0).exists()
        # What families have is what the books say, but for what is short and still open.
        had = IssueLine.objects.filter(issue__reversal=None).aggregate(n=Sum("quantity"))["n"] or 0
        booked = Holding.objects.filter(position="issued").aggregate(n=Sum("quantity"))["n"] or 0
        waits = Difference.objects.filter(kind="stock", decision="")
        assert had == booked + (waits.aggregate(n=Sum("quantity"))["n"] or 0)
        # What they paid is what it was worth, but for what is open or owed.
        worth = Issue.objects.filter(reversal=None).aggregate(
            value=Sum("value"), paid=-Sum(F("entries__amount"))
        )
        lacking = Difference.objects.filter(kind="balance", issue__reversal=None)
        open_part = lacking.filter(decision="").aggregate(n=Sum("amount"))["n"] or Decimal(0)
        owed = lacking.aggregate(n=Sum("owed"))["n"] or Decimal(0)
        extra = lacking.filter(decision="extra").aggregate(n=Sum("amount"))["n"] or Decimal(0)
        value = Issue.objects.filter(reversal=None).aggregate(n=Sum("value"))["n"] or Decimal(0)
        paid = worth["paid"] or Decimal(0)
        assert value == paid + open_part + owed + extra
        transaction.set_rollback(True)
