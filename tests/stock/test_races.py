"""The same shelf from many hands at the same moment: one wins, nothing is given twice."""

from uuid import uuid4

import pytest
from django.db import transaction

from assistance.stock import services
from assistance.stock.models import Donation, Movement, Transfer
from assistance.stock.rules import Line
from assistance.stock.services import Arrival, Donor, Paper, Way
from ground.kernel.errors import RuleBroken
from tests.at_once import at_once
from tests.stock.conftest import JUNE, is_intact, stands

pytestmark = pytest.mark.django_db(transaction=True)


def take(keepers, store, wanted, key):
    def act():
        taken = services.take_off_shelf(
            by=keepers.keeper, store=store, wanted=wanted, key=key, on=JUNE, said=Paper()
        )
        if taken.short:
            raise RuleBroken("short", "short")
        return "taken"

    return act


def alone(act):
    def run():
        with transaction.atomic():
            return act()

    return run


def test_the_last_bag_goes_to_one(bought, rice, store, keepers):
    lot = bought(rice, 1)
    ended = at_once(
        *(alone(take(keepers, store, {rice.pk: 1}, f"发:{n}")) for n in range(8)), on=JUNE
    )
    assert sorted(map(str, ended)) == ["short"] * 7 + ["taken"]
    assert stands(lot) == {"outside": -1, "issued": 1}
    assert is_intact()


def test_two_goods_in_either_order_never_wait_in_a_circle(bought, rice, oil, store, keepers):
    bought(rice, 30)
    bought(oil, 30)
    both = [{rice.pk: 1, oil.pk: 2}, {oil.pk: 2, rice.pk: 1}]
    ended = at_once(
        *(alone(take(keepers, store, both[n % 2], f"发:{n}")) for n in range(8)), on=JUNE
    )
    assert ended == ["taken"] * 8
    assert is_intact()


def test_one_donation_sent_by_two_at_once_is_one(rice, store, keepers):
    key = uuid4()

    def act():
        return services.receive_donation(
            by=keepers.keeper,
            store=store,
            donor=Donor(kind="anonymous"),
            arrivals=[Arrival(goods=rice, quantity=3, unit_value="1")],
            on=JUNE,
            key=key,
        ).pk

    ended = at_once(*[act] * 4, on=JUNE)
    assert len(set(ended)) == 1
    assert (Donation.objects.count(), Movement.objects.count()) == (1, 1)


def test_donations_at_once_get_numbers_of_their_own(rice, store, keepers):
    def act():
        return services.receive_donation(
            by=keepers.keeper,
            store=store,
            donor=Donor(kind="anonymous"),
            arrivals=[Arrival(goods=rice, quantity=3, unit_value="1")],
            on=JUNE,
        ).number

    assert sorted(at_once(*[act] * 6, on=JUNE)) == [1, 2, 3, 4, 5, 6]
    assert is_intact()


def test_a_transfer_received_by_two_comes_once(bought, rice, store, warehouse, keepers, at):
    lot = bought(rice, 5)
    with at("2008-06-03"):
        sent = services.send_transfer(
            by=keepers.keeper, store=store, to=warehouse, lines=[Line(lot.pk, 5)], on=JUNE
        )

    def act():
        return services.receive_transfer(by=keepers.other, transfer=sent, arrived={lot.pk: 5}).state

    assert sorted(at_once(*[act] * 4, on=JUNE)) == ["received", *["state_wrong"] * 3]
    assert stands(lot, warehouse) == {"shelf": 5}
    assert Transfer.objects.get().state == "received"


def test_goods_cleared_and_handed_out_at_once_leave_once(bought, rice, store, keepers, at):
    lot = bought(rice, 5)
    with at("2008-06-02"):
        proposed = services.propose_clearance(
            by=keepers.keeper,
            store=store,
            way=Way(kind="damaged", reason="坏"),
            lines=[Line(lot.pk, 5)],
            on=JUNE,
        )

    def clear():
        services.approve_clearance(by=keepers.approver, clearance=proposed)
        return "cleared"

    ended = at_once(clear, alone(take(keepers, store, {rice.pk: 1}, "发")), on=JUNE)
    assert sorted(ended) in (["cleared", "short"], ["stock_short", "taken"])
    assert is_intact()
