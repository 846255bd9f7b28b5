"""Goods in, sorted, sent, counted, cleared: each act once, by the right people, or not at all."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from assistance.stock import queries, services
from assistance.stock.models import (
    Clearance,
    Donation,
    Holding,
    Movement,
    Stocktake,
    StocktakeLine,
    Transfer,
)
from assistance.stock.rules import Line
from assistance.stock.services import Arrival, Donor, Paper, Way
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.stock.conftest import JUNE, is_intact, moves, stands

pytestmark = pytest.mark.django_db


def test_a_donation_gets_a_receipt_and_waits_to_be_sorted(donated, rice, store):
    donation = donated(rice, 20)
    assert (donation.receipt_no, donation.value) == (f"捐2008-{store.pk:02}-0001", Decimal(800))
    lot = donation.lots.get()
    assert stands(lot) == {"outside": -20, "sorting": 20}
    assert donated(rice, 1).number == 2
    assert queries.on_shelf(store, on=JUNE) == {}
    assert is_intact()


def test_a_donation_sent_twice_is_one(donated, rice):
    key = uuid4()
    first, again = donated(rice, 20, key=key), donated(rice, 20, key=key)
    assert (first, Donation.objects.count(), moves()) == (again, 1, ["received"])


@pytest.mark.parametrize(
    ("donor", "arrival", "code"),
    [
        (Donor(kind="unit"), {}, "text_missing"),
        (Donor(kind="nobody", name="甲"), {}, "donor_kind"),
        (Donor(kind="anonymous"), {"quantity": 0}, "quantity_wrong"),
        (Donor(kind="anonymous"), {"unit_value": "-1"}, "value_negative"),
        (Donor(kind="anonymous"), {"expires_on": date(2008, 6, 1)}, "goods_expired"),
    ],
)
def test_a_wrong_donation_leaves_nothing(keepers, store, rice, at, donor, arrival, code):
    said = {"goods": rice, "quantity": 1, "unit_value": "1"} | arrival
    with at("2008-06-02"), pytest.raises(RuleBroken) as broken:
        services.receive_donation(
            by=keepers.keeper, store=store, donor=donor, arrivals=[Arrival(**said)], on=JUNE
        )
    assert broken.value.code == code
    assert (Donation.objects.count(), Movement.objects.count()) == (0, 0)


def test_sorted_goods_stand_on_the_shelf_and_no_more_than_came(donated, rice, store, keepers, at):
    lot = donated(rice, 20).lots.get()
    with at("2008-06-03"):
        services.shelve_goods(
            by=keepers.keeper, store=store, lines=[Line(lot.pk, 18)], on=JUNE, note="已消毒"
        )
        with pytest.raises(RuleBroken, match="待整理只有 2 袋"):
            services.shelve_goods(by=keepers.keeper, store=store, lines=[Line(lot.pk, 3)], on=JUNE)
    assert stands(lot) == {"outside": -20, "sorting": 2, "shelf": 18}
    assert queries.on_shelf(store, on=JUNE) == {rice.pk: 18}
    assert is_intact()


def test_a_donation_typed_wrong_is_undone_by_a_movement(donated, rice, keepers, at):
    lot = donated(rice, 20).lots.get()
    came = Movement.objects.get()
    with at("2008-06-03"):
        undone = services.undo_arrival(by=keepers.keeper, movement=came, reason="数量录错")
        assert services.undo_arrival(by=keepers.keeper, movement=came, reason="再点") == undone
        with pytest.raises(RuleBroken) as broken:
            services.undo_arrival(by=keepers.keeper, movement=undone, reason="更正更正")
    assert broken.value.code == "not_an_arrival"
    assert (undone.corrects_id, stands(lot), moves()) == (came.pk, {}, ["received", "unreceived"])


def test_a_purchase_already_handed_out_is_not_undone(bought, rice, store, keepers, at):
    lot = bought(rice, 5)
    with at("2008-06-03"):
        services.take_off_shelf(
            by=keepers.keeper, store=store, wanted={rice.pk: 1}, key="x", on=JUNE, said=Paper()
        )
        with pytest.raises(RuleBroken, match="只有 4 袋"):
            services.undo_arrival(
                by=keepers.keeper, movement=Movement.objects.get(kind="bought"), reason="退货"
            )
    assert stands(lot) == {"outside": -5, "shelf": 4, "issued": 1}


def test_a_transfer_takes_two_people_and_names_what_is_missing(
    bought, rice, store, warehouse, keepers, at, drain
):
    lot = bought(rice, 10, where=warehouse)
    key = uuid4()
    with at("2008-06-03"):
        given = {"by": keepers.keeper, "store": warehouse, "to": store, "on": JUNE, "key": key}
        sent = services.send_transfer(lines=[Line(lot.pk, 6)], **given)
        assert services.send_transfer(lines=[Line(lot.pk, 6)], **given) == sent
        assert stands(lot) == {"outside": -10, "shelf": 4, "transit": 6}
        with pytest.raises(RuleBroken) as broken:
            services.receive_transfer(by=keepers.keeper, transfer=sent, arrived={lot.pk: 6})
        assert broken.value.code == "same_person"
        with pytest.raises(RuleBroken) as broken:
            services.receive_transfer(by=keepers.other, transfer=sent, arrived={lot.pk: 7})
        assert broken.value.code == "arrived_wrong"
        services.receive_transfer(by=keepers.other, transfer=sent, arrived={lot.pk: 5})
        with pytest.raises(RuleBroken) as broken:
            services.receive_transfer(by=keepers.other, transfer=sent, arrived={lot.pk: 5})
        assert broken.value.code == "state_wrong"
    assert stands(lot, store) == {"shelf": 5}
    assert stands(lot, warehouse) == {"outside": -10, "shelf": 4, "lost": 1}
    assert moves() == ["bought", "sent", "arrived", "missed"]
    assert is_intact()


def test_the_database_wants_two_people_for_a_transfer(bought, rice, store, warehouse, keepers, at):
    lot = bought(rice, 10, where=warehouse)
    with at("2008-06-03"):
        sent = services.send_transfer(
            by=keepers.keeper, store=warehouse, to=store, lines=[Line(lot.pk, 6)], on=JUNE
        )
    with pytest.raises(IntegrityError, match="transfer_takes_two_people"), transaction.atomic():
        Transfer.objects.filter(pk=sent.pk).update(
            state="received", received_by=keepers.keeper, received_on=JUNE
        )


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


def test_expired_goods_leave_by_two_people(bought, rice, store, keepers, at, drain):
    lot = bought(rice, 10, date(2008, 6, 30))
    with at("2008-07-01"):
        assert queries.on_shelf(store, on=date(2008, 7, 1)) == {}
        proposed = services.propose_clearance(
            by=keepers.keeper,
            store=store,
            way=Way(kind="expired", reason="过期"),
            lines=[Line(lot.pk, 10)],
            on=date(2008, 7, 1),
        )
        assert (proposed.value, stands(lot)) == (Decimal(450), {"outside": -10, "shelf": 10})
        with pytest.raises(RuleBroken) as broken:
            services.approve_clearance(by=keepers.keeper, clearance=proposed)
        assert broken.value.code == "same_person"
        services.approve_clearance(by=keepers.approver, clearance=proposed)
    assert stands(lot) == {"outside": -10, "cleared": 10}
    other = services.propose_clearance(
        by=keepers.keeper,
        store=store,
        way=Way(kind="damaged", reason="破"),
        lines=[Line(lot.pk, 1)],
        on=JUNE,
    )
    with pytest.raises(IntegrityError, match="clearance_takes_two_people"), transaction.atomic():
        Clearance.objects.filter(pk=other.pk).update(
            state="refused", decided_by=keepers.keeper, decided_on=JUNE, refused_for="自己"
        )


def test_leftovers_are_sold_given_on_or_stay(bought, donated, rice, oil, store, keepers, at):
    oil_lot, sorting = bought(oil, 4), donated(rice, 3).lots.get()
    given = {"by": keepers.keeper, "store": store, "on": JUNE}
    with at("2008-06-20"):
        for way, code in (
            (Way(kind="sold", reason="节后剩余", receiver="便民店"), "proceeds_wrong"),
            (Way(kind="given", reason="节后剩余"), "text_missing"),
            (Way(kind="burnt", reason="节后剩余"), "clearance_kind"),
        ):
            with pytest.raises(RuleBroken) as broken:
                services.propose_clearance(way=way, lines=[Line(oil_lot.pk, 1)], **given)
            assert broken.value.code == code
        sold = services.propose_clearance(
            way=Way(kind="sold", reason="节后剩余", receiver="便民店", proceeds="50"),
            lines=[Line(oil_lot.pk, 1)],
            **given,
        )
        services.approve_clearance(by=keepers.approver, clearance=sold)
        out = services.propose_clearance(
            way=Way(kind="damaged", reason="受潮", from_sorting=True),
            lines=[Line(sorting.pk, 3)],
            **given,
        )
        services.approve_clearance(by=keepers.approver, clearance=out)
        stays = services.propose_clearance(
            way=Way(kind="given", reason="剩余", receiver="敬老院"),
            lines=[Line(oil_lot.pk, 3)],
            **given,
        )
        services.refuse_clearance(by=keepers.approver, clearance=stays, reason="留作下季")
    assert stands(oil_lot) == {"outside": -4, "shelf": 3, "cleared": 1}
    assert stands(sorting) == {"outside": -3, "cleared": 3}
    assert moves()[-2:] == ["cleared", "sorted_out"]
    assert is_intact()


def test_the_day_tells_what_expires_and_what_is_to_be_counted(bought, rice, store, at, drain):
    bought(rice, 10, date(2008, 6, 16))
    for day, expiring, due in (
        ("2008-06-10", 0, 0),
        ("2008-06-17", 1, 1),
        ("2008-06-18", 1, 1),
        ("2008-07-01", 2, 1),
    ):
        with at(day):
            services.tell_what_expires(date.fromisoformat(day))
            services.tell_stocktakes_due(date.fromisoformat(day))
        told = RecordedEvent.objects.filter(name__startswith="stock.").values_list(
            "name", flat=True
        )
        assert (
            list(told).count("stock.goods_expiring"),
            list(told).count("stock.stocktake_due"),
        ) == (
            expiring,
            due,
        ), day


def test_the_ledger_is_verified_by_command(bought, rice, store, capsys):
    bought(rice, 10)
    call_command("verify_stock")
    assert "物资账完整：核对 1 笔流水、2 行明细、7 个位置，全部相符" in capsys.readouterr().out
    assert store.checks.get().faults == []


def test_goods_are_known_once_and_keep_their_unit(root, rice, oil, bought):
    said = {
        "sku": "YOU5", "name": "油", "category": "food", "unit": "桶", "price": "1",
    }  # fmt: skip
    for more, code in (
        ({}, "sku_known"),
        ({"sku": "X", "barcode": rice.barcode}, "barcode_known"),
        ({"sku": "X", "category": "gold"}, "goods_category"),
        ({"sku": "X", "price": "-1"}, "value_negative"),
    ):
        with pytest.raises(RuleBroken) as broken:
            services.keep_goods(by=None, organisation=root, **(said | more))
        assert broken.value.code == code
    bought(oil, 1)
    with pytest.raises(RuleBroken) as broken:
        services.keep_goods(by=None, organisation=root, goods=oil, **(said | {"unit": "瓶"}))
    assert broken.value.code == "unit_stays"
    assert Holding.objects.get(position="shelf").goods.unit == "桶"
