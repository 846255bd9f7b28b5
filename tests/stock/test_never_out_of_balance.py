"""Whatever people try, in whatever order: every movement adds to zero, nothing falls below it."""

import contextlib
from datetime import date

from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistance.stock import services
from assistance.stock.models import Holding, Movement, MovementLine, Store
from assistance.stock.rules import Line
from assistance.stock.services import Arrival, Paper, Way
from ground.kernel.errors import RuleBroken
from tests.stock.conftest import is_intact

ON = date(2008, 6, 3)
acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["donate", "buy", "shelve", "issue", "put_back", "transfer", "count", "clear", "undo"]
        ),
        st.integers(min_value=1, max_value=12),
        st.integers(min_value=0, max_value=3),  # which lot, which movement: few, so that they meet
    ),
    max_size=18,
)


class Clerk:
    """Does what it is told with whatever there is, and does not mind a refusal."""

    def __init__(self, keepers, store, warehouse, goods):
        self.keepers, self.store, self.warehouse, self.goods = keepers, store, warehouse, goods
        self.number = 0

    def lot(self, position, which):
        rows = Holding.objects.filter(store=self.store, position=position).order_by("pk")
        return rows[which % len(rows)].lot_id if rows else None

    def donate(self, units, _which):
        services.receive_donation(
            by=self.keepers.keeper,
            store=self.store,
            donor=services.Donor(kind="anonymous"),
            arrivals=[Arrival(goods=self.goods, quantity=units, unit_value="3")],
            on=ON,
        )

    def buy(self, units, _which):
        services.buy_goods(
            by=self.keepers.keeper,
            store=self.store,
            arrivals=[Arrival(goods=self.goods, quantity=units, unit_value="3")],
            on=ON,
            said=Paper(document_no="1", counterparty="甲"),
        )

    def shelve(self, units, which):
        if lot := self.lot("sorting", which):
            services.shelve_goods(
                by=self.keepers.keeper, store=self.store, lines=[Line(lot, units)], on=ON, note="好"
            )

    def issue(self, units, _which):
        self.number += 1
        taken = services.take_off_shelf(
            by=self.keepers.keeper,
            store=self.store,
            wanted={self.goods.pk: units},
            key=f"发:{self.number}",
            on=ON,
            said=Paper(),
        )
        given = sum(one.quantity for one in taken.lines)
        assert given + taken.short.get(self.goods.pk, 0) == units

    def put_back(self, _units, which):
        rows = Movement.objects.filter(kind="issued").order_by("pk")
        if rows:
            movement = rows[which % len(rows)]
            services.put_back(
                by=self.keepers.keeper, movement=movement, key=f"退:{movement.pk}", note="错"
            )

    def transfer(self, units, which):
        if lot := self.lot("shelf", which):
            sent = services.send_transfer(
                by=self.keepers.keeper,
                store=self.store,
                to=self.warehouse,
                lines=[Line(lot, units)],
                on=ON,
            )
            if which:
                services.receive_transfer(
                    by=self.keepers.other, transfer=sent, arrived={lot: units - units // 4}
                )

    def count(self, _units, which):
        counted = services.begin_stocktake(
            by=self.keepers.keeper, store=self.store, counted_with=self.keepers.second
        )
        counts = {one.pk: max(0, one.book + which - 1) for one in counted.lines.all()}
        services.record_counts(by=self.keepers.second, stocktake=counted, counts=counts)
        services.submit_stocktake(by=self.keepers.keeper, stocktake=counted, note="差")
        services.approve_stocktake(by=self.keepers.approver, stocktake=counted)

    def clear(self, units, which):
        if lot := self.lot("shelf", which):
            proposed = services.propose_clearance(
                by=self.keepers.keeper,
                store=self.store,
                way=Way(kind="damaged", reason="坏"),
                lines=[Line(lot, units)],
                on=ON,
            )
            services.approve_clearance(by=self.keepers.approver, clearance=proposed)

    def undo(self, _units, which):
        rows = Movement.objects.filter(kind__in=["received", "bought"]).order_by("pk")
        if rows:
            services.undo_arrival(
                by=self.keepers.keeper, movement=rows[which % len(rows)], reason="错"
            )


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(acts=acts)
def test_any_interleaving(keepers, store, warehouse, rice, at, acts):
    with transaction.atomic(), at("2008-06-03"):
        clerk = Clerk(keepers, store, warehouse, rice)
        for act, units, which in acts:
            with contextlib.suppress(RuleBroken), transaction.atomic():
                getattr(clerk, act)(units, which)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        assert is_intact()
        sums = Movement.objects.annotate(added=Sum("lines__quantity"))
        assert set(sums.values_list("added", flat=True)) <= {0}
        inside = Holding.objects.exclude(position="outside")
        assert not inside.filter(quantity__lt=0).exists()
        assert (Holding.objects.aggregate(n=Sum("quantity"))["n"] or 0) == 0
        assert (MovementLine.objects.aggregate(n=Sum("quantity"))["n"] or 0) == 0
        assert Store.objects.count() == 2
        transaction.set_rollback(True)
