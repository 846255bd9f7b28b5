"""Scales turn values into points; no database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistance.supervision.rules.scales import (
    KINDS,
    Measured,
    Scale,
    plain_of,
    points_of,
    scale_of,
)
from ground.kernel.errors import RuleBroken

TEN = Decimal(10)


def points(plain, maximum=TEN, **measured):
    one = Measured(
        **{
            key: value if isinstance(value, str) else Decimal(value)
            for key, value in measured.items()
        }
    )
    return points_of(scale_of(plain, maximum=maximum), one, maximum=maximum)


@pytest.mark.parametrize(
    ("plain", "measured", "score", "sentence"),
    [
        (
            {"kind": "ratio", "target": "24"},
            {"value": 20, "unit": "次"},
            "8.33",
            "目标24次，实际20次，10×20÷24＝8.33分",
        ),
        (
            {"kind": "ratio", "target": "24"},
            {"value": 30, "unit": "次"},
            "10",
            "目标24次，实际30次，达到目标，得满分10分",
        ),
        (
            {"kind": "ratio", "target": "4"},
            {"value": 2, "base": 2, "unit": "次", "per": "个双联点"},
            "2.5",
            "2个双联点，目标8次，实际2次，10×2÷8＝2.5分",
        ),
        (
            {"kind": "ratio", "target": "4"},
            {"value": 2, "base": 2, "target": 4, "unit": "次", "per": "个双联点"},
            "5",
            "目标4次，实际2次，10×2÷4＝5分",
        ),
        (
            {"kind": "ratio", "target": "4"},
            {"value": 1, "part": "0.25", "unit": "次"},
            "10",
            "目标1次，实际1次，达到目标，得满分10分",
        ),
        (
            {"kind": "ratio", "target": "4", "empty": "none"},
            {"value": 0, "base": 0, "per": "个双联点"},
            "0",
            "没有目标任务，不得分",
        ),
        (
            {"kind": "share"},
            {"value": 3, "base": 4, "unit": "件"},
            "7.5",
            "应完成4件，合格3件，10×3÷4＝7.5分",
        ),
        ({"kind": "share"}, {"value": 0, "base": 0}, "10", "没有应完成的事项，按满分计10分"),
        (
            {"kind": "steps", "steps": [["2", "10"], ["1", "6"]]},
            {"value": 1, "unit": "次"},
            "6",
            "实际1次，达到1次档，得6分",
        ),
        (
            {"kind": "steps", "steps": [["2", "10"]]},
            {"value": 1, "unit": "次"},
            "0",
            "实际1次，未达到最低档，不得分",
        ),
        (
            {"kind": "each", "points": "4"},
            {"value": 3, "unit": "件"},
            "10",
            "共3件，每件4分，最多10分，计10分",
        ),
        (
            {"kind": "lose", "points": "1.5"},
            {"value": 2, "unit": "件"},
            "7",
            "共2件，每件扣1.5分，从10分扣至7分",
        ),
    ],
)
def test_a_value_becomes_points_and_a_sentence(plain, measured, score, sentence):
    part = measured.pop("part", None)
    if part:
        measured["part"] = Decimal(part)
    told = points(plain, **measured)
    assert told.score == Decimal(score)
    assert told.sentence == sentence


numbers = st.integers(0, 10**8).map(lambda cents: Decimal(cents) / 100)
scales = st.one_of(
    st.builds(
        Scale,
        kind=st.just("ratio"),
        target=numbers.filter(bool),
        empty=st.sampled_from(["full", "none"]),
    ),
    st.builds(Scale, kind=st.just("share"), empty=st.sampled_from(["full", "none"])),
    st.builds(Scale, kind=st.sampled_from(["each", "lose"]), points=numbers.filter(bool)),
)


@given(scale=scales, value=numbers, base=numbers, more=numbers, maximum=numbers.filter(bool))
def test_points_stay_within_the_item_and_more_never_scores_less(scale, value, base, more, maximum):
    def scored(amount):
        return points_of(scale, Measured(value=amount, base=base), maximum=maximum).score

    few, many = scored(value), scored(value + more)
    assert 0 <= few <= maximum
    assert (many <= few) if scale.kind == "lose" else (many >= few)
    assert few == few.quantize(Decimal("0.01"))


@given(scale=scales)
def test_a_scale_survives_its_json(scale):
    again = scale_of(plain_of(scale), maximum=TEN)
    assert plain_of(again) == plain_of(scale)
    assert set(plain_of(scale)) <= {"kind", "target", "points", "steps", "empty"}


@pytest.mark.parametrize(
    ("plain", "code"),
    [
        ({}, "scale_unknown"),
        ({"kind": "guess"}, "scale_unknown"),
        ({"kind": "ratio"}, "scale_incomplete"),
        ({"kind": "ratio", "target": "NaN"}, "scale_incomplete"),
        ({"kind": "ratio", "target": "-1"}, "scale_incomplete"),
        ({"kind": "each"}, "scale_incomplete"),
        ({"kind": "steps", "steps": []}, "scale_incomplete"),
        ({"kind": "steps", "steps": [["1", "11"]]}, "scale_incomplete"),
        ({"kind": "steps", "steps": [["1", "1"], ["1", "2"]]}, "scale_incomplete"),
        ({"kind": "steps", "steps": "12"}, "scale_incomplete"),
        ({"kind": "share", "empty": "half"}, "scale_incomplete"),
    ],
)
def test_a_scale_that_cannot_be_used_is_refused(plain, code):
    with pytest.raises(RuleBroken) as broken:
        scale_of(plain, maximum=TEN)
    assert broken.value.code == code
    assert set(KINDS) == {"ratio", "share", "steps", "each", "lose"}
