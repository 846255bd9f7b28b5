"""Arrays as text: PostgreSQL reads what was written, whatever stands in it."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ground.kernel.arrays import number_array, text_array

TEXTS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")))


def read(kind, written):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}[]", [written])
        return cursor.fetchone()[0]


class TestTexts(TestCase):
    @given(TEXTS)
    def test_every_text_comes_back(self, texts):
        assert read("text", text_array(texts)) == texts


@pytest.mark.django_db
@pytest.mark.parametrize(
    "texts", [[], [""], ["", ""], ["NULL", "null"], ["{", "}"], ['"', "\\", '\\"'], [",", " a "]]
)
def test_texts_that_could_be_misread(texts):
    assert read("text", text_array(texts)) == texts


def test_a_zero_character_is_refused():
    with pytest.raises(ValueError, match="zero"):
        text_array(["a\0b", "c"])


@pytest.mark.django_db
def test_numbers_and_none():
    assert read("bigint", number_array([])) == []
    assert read("bigint", number_array([3, None, -1])) == [3, None, -1]
    amounts = [Decimal("0.10"), Decimal("900000000.00")]
    assert read("numeric", number_array(amounts)) == amounts
