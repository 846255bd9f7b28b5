"""Rows by the thousand come back as they were given, whatever stands in them."""

from datetime import date

import pytest

from ground.intake.storing import insert
from ground.places.models import LocalRule

TEXTS = ["市总工会文件", "", r"\N", "甲\t乙", "甲\r\n乙", r"C:\表\n", '"引号"', "N"]


@pytest.mark.parametrize("texts", [TEXTS, *([one] * 3 for one in TEXTS)])
def test_texts_come_back(db, texts):
    days = [date(2008, 1, 1 + at) for at in range(len(texts))]
    keys = insert(
        LocalRule,
        len(texts),
        {"source": texts, "valid_from": days, "value": range(len(texts))},
        code="测试",
    )
    stored = LocalRule.objects.filter(pk__in=keys).order_by("pk")
    assert list(stored.values_list("source", "valid_from", "value", "division")) == [
        (text, day, value, None) for value, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
