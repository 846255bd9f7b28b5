"""Stores counted by two people, approved by a third, one stocktake at a time."""

import pytest

from assistance.stock import services
from assistance.stock.models import Stocktake, StocktakeLine
from assistance.stock.services import Paper
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.stock.conftest import JUNE, is_intact, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(bought, rice, oil, store, keepers, at):
    """Counted: one bag less, two bottles more."""
    lots = bought(rice, 10), bought(oil, 5)
    with at("2008-06-20"):
        stocktake = services.begin_stocktake(
            by=keepers.keeper, store=store, counted_with=keepers.second
        )
        lines = {one.holding.lot_id: one.pk for one in stocktake.lines.all()}
        services.record_counts(
            by=keepers.second,
            stocktake=stocktake,
            counts={lines[lots[0].pk]: 9, lines[lots[1].pk]: 7},
        )
    return stocktake, *lots


def test_a_stocktake_is_counted_by_two_and_approved_by_a_third(counted, keepers, store, at, drain):
    stocktake, rice_lot, oil_lot = counted
    with at("2008-06-20"):
        with pytest.raises(RuleBroken, match="差异说明"):
            services.submit_stocktake(by=keepers.keeper, stocktake=stocktake)
        services.submit_stocktake(by=keepers.keeper, stocktake=stocktake, note="破损一袋，漏登两桶")
        for one in (keepers.keeper, keepers.second):
            with pytest.raises(RuleBroken) as broken:
                services.approve_stocktake(by=one, stocktake=stocktake)
            assert broken.value.code == "same_person"
        services.approve_stocktake(by=keepers.approver, stocktake=stocktake)
        with pytest.raises(RuleBroken) as broken:
            services.approve_stocktake(by=keepers.approver, stocktake=stocktake)
        assert broken.value.code == "state_wrong"
    assert stands(rice_lot) == {"outside": -10, "shelf": 9, "lost": 1}
    assert stands(oil_lot) == {"outside": -7, "shelf": 7}
    told = RecordedEvent.objects.get(name="stock.stocktake_approved").payload
    assert (told["lost"], told["found"]) == (1, 2)
    assert is_intact()


def test_what_is_handed_out_while_counting_is_no_difference(bought, rice, store, keepers, at):
    lot = bought(rice, 10)
    with at("2008-06-20"):
        stocktake = services.begin_stocktake(
            by=keepers.keeper, store=store, counted_with=keepers.second
        )
        services.take_off_shelf(
            by=keepers.keeper, store=store, wanted={rice.pk: 3}, key="x", on=JUNE, said=Paper()
        )
        line = stocktake.lines.get()
        assert line.book == 10
        services.record_counts(by=keepers.keeper, stocktake=stocktake, counts={line.pk: 7})
        line.refresh_from_db()
        assert (line.book, line.difference) == (7, 0)
        services.submit_stocktake(by=keepers.keeper, stocktake=stocktake)
        services.approve_stocktake(by=keepers.approver, stocktake=stocktake)
    assert stands(lot) == {"outside": -10, "shelf": 7, "issued": 3}


def test_one_stocktake_at_a_time_by_two_people_complete(counted, keepers, store, at):
    stocktake, *_ = counted
    with at("2008-06-20"):
        with pytest.raises(RuleBroken) as broken:
            services.begin_stocktake(by=keepers.keeper, store=store, counted_with=keepers.second)
        assert broken.value.code == "stocktake_open"
        with pytest.raises(RuleBroken) as broken:
            services.begin_stocktake(by=keepers.keeper, store=store, counted_with=keepers.keeper)
        assert broken.value.code == "two_people_needed"
        with pytest.raises(RuleBroken) as broken:
            services.submit_stocktake(by=keepers.other, stocktake=stocktake)
        assert broken.value.code == "not_a_counter"
        StocktakeLine.objects.update(counted=None)
        with pytest.raises(RuleBroken, match="还有 2 行"):
            services.submit_stocktake(by=keepers.keeper, stocktake=stocktake)
    assert Stocktake.objects.get().state == "counting"


def test_a_stocktake_goes_back_to_be_counted_again(counted, keepers, at):
    stocktake, rice_lot, _ = counted
    with at("2008-06-20"):
        services.submit_stocktake(by=keepers.keeper, stocktake=stocktake, note="少一袋")
        services.return_stocktake(by=keepers.approver, stocktake=stocktake, reason="复点大米")
        line = stocktake.lines.get(holding__lot=rice_lot)
        services.record_counts(by=keepers.keeper, stocktake=stocktake, counts={line.pk: 10})
        services.submit_stocktake(by=keepers.keeper, stocktake=stocktake, note="漏登两桶")
        services.approve_stocktake(by=keepers.approver, stocktake=stocktake)
    assert stands(rice_lot) == {"outside": -10, "shelf": 10}


def test_a_count_that_is_sent_again_unchanged_keeps_the_book_of_its_own_moment(
    bought, rice, oil, store, keepers, at
):
    """A page sends all its rows: one bag is missing, one goes over the counter, then oil is corrected."""
    bags, bottles = bought(rice, 10), bought(oil, 5)
    with at("2008-06-20"):
        stocktake = services.begin_stocktake(
            by=keepers.keeper, store=store, counted_with=keepers.second
        )
        lines = {one.holding.lot_id: one for one in stocktake.lines.all()}
        first, second = lines[bags.pk], lines[bottles.pk]
        told = {"by": keepers.keeper, "stocktake": stocktake}
        services.record_counts(**told, counts={first.pk: 9, second.pk: 4})
        services.take_off_shelf(
            by=keepers.keeper, store=store, wanted={rice.pk: 1}, key="x", on=JUNE, said=Paper()
        )
        services.record_counts(**told, counts={first.pk: 9, second.pk: 5})
        for one in (first, second):
            one.refresh_from_db()
        assert [(one.book, one.difference) for one in (first, second)] == [(10, -1), (5, 0)]
        services.record_counts(**told, counts={first.pk: 8})
        first.refresh_from_db()
        assert (first.book, first.difference) == (9, -1)
        services.submit_stocktake(**told, note="少一袋")
        services.approve_stocktake(by=keepers.approver, stocktake=stocktake)
    assert stands(bags) == {"outside": -10, "shelf": 8, "issued": 1, "lost": 1}
    assert is_intact()
