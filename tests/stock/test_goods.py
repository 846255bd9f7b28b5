"""Goods as they are known once; what the day tells of them; their ledger verified."""

from datetime import date

import pytest
from django.core.management import call_command

from assistance.stock import services
from assistance.stock.models import Holding
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db


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
