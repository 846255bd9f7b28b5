"""What is past its date, broken or left over leaves by two people, or stays."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assistance.stock import queries, services
from assistance.stock.models import Clearance
from assistance.stock.rules import Line
from assistance.stock.services import Way
from ground.kernel.errors import RuleBroken
from tests.stock.conftest import JUNE, is_intact, moves, stands

pytestmark = pytest.mark.django_db


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
