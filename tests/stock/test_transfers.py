"""Goods sent from one store to another: by two people, and what is missing is named."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assistance.stock import services
from assistance.stock.models import Transfer
from assistance.stock.rules import Line
from ground.kernel.errors import RuleBroken
from tests.stock.conftest import JUNE, is_intact, moves, stands

pytestmark = pytest.mark.django_db


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
