"""Goods in: donated or bought, sorted, shelved, undone by a movement of its own."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from assistance.stock import queries, services
from assistance.stock.models import Donation, Movement
from assistance.stock.rules import Line
from assistance.stock.services import Arrival, Donor, Paper
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
