"""Standards of the field worked out by hand: A1 (the seeded one), A3, A4, A5, A8 of domain.md 4.3."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.standards import queries, rules
from assistance.standards.models import Standard

from .cases import asked, got, proposed, row

HUBEI = [  # A4
    row(
        "cap",
        code="deep",
        category="deep",
        whom="household",
        span="year",
        counts="item",
        months="12",
    ),
    row(
        "cap",
        code="rel",
        category="relative",
        whom="household",
        span="year",
        counts="item",
        months="12",
    ),
    row(
        "cap",
        code="acc",
        category="accidental",
        whom="household",
        span="year",
        counts="item",
        months="10",
    ),
    row("cap", "medical", whom="household", span="year", counts="item", amount="20000"),
    row("months", "education", code="high", months="10", levels=["college", "bachelor"]),
    row("months", "education", code="mid", months="6", levels=["senior", "vocational"]),
    row("cap", "temporary", whom="person", span="year", counts="item", amount="3000"),
]
SHANGHAI = [  # A5
    row("fixed", "living", amount="5000"),
    row("cap", "living", whom="household", span="year", counts="item", amount="5000"),
    row("costs", "medical", percent="90", first="10000", above_percent="70"),
    row("cap", "medical", whom="person", span="year", counts="item", amount="20000"),
    row("months", "education", code="high", months="10", last_year=True, levels=["bachelor"]),
    row("months", "education", code="mid", months="5", last_year=True, levels=["senior"]),
]


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        (asked(), "11280.00"),  # 940 × 12
        (asked(category="relative"), "11280.00"),
        (asked(category="accidental"), "9400.00"),
        (asked(dibao="333.33", category="accidental"), "3333.30"),
        (asked(received=(got("2025-03-01", "3000"),)), "8280.00"),
        (asked(received=(got("2024-12-31", "3000"),)), "11280.00"),  # of another year
        (asked(received=(got("2025-12-31", "11280"),)), "0"),
        (asked(received=(got("2025-01-01", "11280.01"),)), "0"),
        (asked(received=(got("2025-03-01", "3000", "medical"),)), "11280.00"),  # another item
        (asked(asked="2000"), "2000"),
        (asked("medical", received=(got("2025-02-01", "19999.99", "medical"),)), "0.01"),
        (asked("education", level="bachelor"), "9400.00"),
        (asked("education", level="vocational"), "5640.00"),
        (
            asked(
                "temporary", member=1, received=(got("2025-02-01", "1000", "temporary", member=2),)
            ),
            "3000",
        ),
        (asked("temporary", member=1, received=(got("2025-02-01", "1000", "temporary"),)), "2000"),
    ],
)
def test_hubei(facts, amount):
    assert proposed(HUBEI, facts) == Decimal(amount)


@pytest.mark.parametrize(
    ("paid", "amount"),
    [
        ("10000.00", "9000.00"),
        ("10000.01", "9000.01"),  # 9,000 + 0.007
        ("10000.07", "9000.05"),  # 9,000 + 0.049
        ("10000.03", "9000.02"),  # 9,000 + 0.021
        ("0.05", "0.05"),  # 0.045: half a cent goes up
        ("0.01", "0.01"),
        ("25714.28", "19999.996"),
        ("25714.29", "20000.00"),
        ("80000", "20000.00"),
    ],
)
def test_shanghai_pays_by_bands(paid, amount):
    found = proposed(SHANGHAI, asked("medical", out_of_pocket=paid, member=1))
    assert found == Decimal(amount).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")


def test_the_bills_of_a_year_are_one_sum():
    """4,000 and then 16,000 more give what 20,000 at once give: 9,000 + 7,000."""
    first = proposed(SHANGHAI, asked("medical", out_of_pocket="4000", member=1))
    then = asked(
        "medical",
        out_of_pocket="20000",
        member=1,
        received=(got("2025-03-01", str(first), "medical", member=1),),
    )
    assert (first, proposed(SHANGHAI, then)) == (Decimal("3600.00"), Decimal("12400.00"))


def test_study_aid_by_the_standard_of_the_year_before():
    facts = asked("education", level="senior", dibao_before="900.10")
    assert proposed(SHANGHAI, facts) == Decimal("4500.50")
    unknown = rules.propose(rules.compose([SHANGHAI]), asked("education", level="senior"))
    assert (unknown.amount, unknown.unknown) == (None, ("上年末当地低保标准",))
    level = rules.propose(rules.compose([SHANGHAI]), asked("education", dibao_before="900"))
    assert (level.amount, level.unknown) == (None, ("就学阶段",))


def test_one_item_only_and_aid_that_counts_as_income():
    only = [row("fixed", "medical", amount="6000"), row("one_item", "medical")]
    assert proposed(only, asked("medical")) == Decimal(6000)
    before = asked("medical", received=(got("2025-05-01", "100", "living"),))
    stopped = rules.propose(rules.compose([only]), before)
    assert (stopped.amount, stopped.is_stopped) == (0, True)
    assert "2025-05-01 生活救助 100.00 元" in rules.tell(stopped, before)[-1].text
    again = [
        row("fixed", "medical", amount="6000"),
        row("retest", "medical", upper="1", inclusive=True),
    ]
    family = {"income": "40000", "rigid": "6160", "members": 3}  # 940 × 12 × 3 = 33,840
    assert proposed(again, asked("medical", **family)) == Decimal(6000)
    more = asked("medical", received=(got("2025-05-01", "0.01", "living"),), **family)
    assert proposed(again, more) == 0
    assert proposed(again, asked("medical", income="40000")) is None


def test_the_same_study_aid_is_not_given_twice_in_a_school_year():
    """August's 金秋助学 is of the term that begins in September."""
    rows = [
        row("fixed", "education", amount="3000"),
        row("once", "education", whom="student", span="school_year"),
    ]
    august = got("2025-08-20", "3000", "education", source_kind="donation", is_paid=True)
    found = rules.propose(rules.compose([rows]), asked("education", member=4, received=(august,)))
    assert (found.amount, found.duplicate) == (0, august)
    assert rules.received_words(august) == "2025-08-20 子女助学 3,000.00 元（社会捐助，已发放）"
    earlier = asked("education", member=4, received=(got("2025-06-30", "3000", "education"),))
    sibling = asked(
        "education", member=4, received=(got("2025-08-20", "3000", "education", member=5),)
    )
    assert [proposed(rows, one) for one in (earlier, sibling)] == [3000, 3000]
    assert rules.propose(rules.compose([rows]), asked("education")).unknown == (
        "为哪位家庭成员申请",
    )


def test_warmth_has_a_limit_each_time_and_one_a_year():
    """A8: 3,000 a person and time, 6,000 a person and year, whatever it came from."""
    rows = [
        row(
            "cap",
            "condolence",
            code="time",
            whom="person",
            span="time",
            counts="item",
            amount="3000",
        ),
        row(
            "cap",
            "condolence",
            code="year",
            whom="person",
            span="year",
            counts="item",
            amount="6000",
        ),
    ]
    times = [got("2025-01-10", "3000", "condolence"), got("2025-02-10", "2000", "condolence")]
    facts = [asked("condolence", member=1, received=tuple(times[:at])) for at in range(3)]
    assert [proposed(rows, one) for one in facts] == [3000, 3000, 1000]


def test_a_total_of_all_items_and_one_of_a_kind_of_money():
    """A7: 6,000 a year in all. And a limit that counts only what the same money gave."""
    every = [
        row("fixed", "living", amount="2000"),
        row("cap", "", whom="household", span="year", counts="all", amount="6000"),
    ]
    facts = asked(received=(got("2025-02-01", "4500", "medical", source_kind="own"),))
    assert proposed(every, facts) == 1500
    central = [
        row(
            "cap",
            source_kind="central",
            whom="household",
            span="year",
            counts="source",
            months="12",
        )
    ]
    mixed = (
        got("2025-02-01", "1000", source_kind="own"),
        got("2025-03-01", "280", source_kind="central"),
        got("2025-04-01", "1000"),
    )
    assert proposed(central, asked(source_kind="central", received=mixed)) == 10_000
    assert proposed(central, asked(source_kind="own")) is None


def test_the_seeded_default_is_the_limit_of_central_money(db):
    seeded = Standard.objects.get(is_seed=True)
    assert (seeded.version, seeded.published_by) == (1, None)
    held = queries.standards_for(None, date(2025, 9, 1))
    central = {"source_kind": "central"}
    found = [
        rules.propose(held, one).amount
        for one in (
            asked(**central),
            asked("medical", member=1, out_of_pocket="8000", **central),
            asked("education", member=1, **central),
            asked(
                "medical",
                member=1,
                out_of_pocket="8000",
                received=(got("2025-02-01", "7999.99", "medical", member=1),),
                **central,
            ),
        )
    ]
    assert found == [Decimal("11280.00"), Decimal(8000), Decimal("9400.00"), Decimal("0.01")]
    unknown = rules.propose(held, asked(dibao=None, **central))
    assert (unknown.amount, unknown.unknown) == (None, ("当地低保标准",))
    undecided = rules.propose(held, asked())
    assert (undecided.amount, undecided.unknown) == (None, ("拟用资金来源",))
    told = rules.tell(undecided, asked())
    assert (
        told[0].text
        == "使用中央财政资金的：每户每年不超过当地低保标准 × 12 个月；计入本年已得的同项救助（各种来源、各项活动）"
    )
    assert rules.propose(held, asked("job_placement")).unknown == ("救助标准",)


def test_every_sentence_has_its_figures():
    facts = asked(
        "medical", member=1, out_of_pocket="12000", received=(got("2025-02-01", "1000", "medical"),)
    )
    told = [one.text for one in rules.tell(rules.propose(rules.compose([SHANGHAI]), facts), facts)]
    since = "；2025-01-01 至 2025-12-31 已得 1 笔 1,000.00 元"
    bands = "10,000.00 元以内 90%、以上部分 70% ＝ 10,400.00 元"
    assert told == [
        f"条款：本年自付 12,000.00 元，{bands}{since}，还可救助 9,400.00 元",
        f"条款：每人每年不超过20,000.00 元{since}，还可救助 19,000.00 元",
    ]
