"""Every rule of who is a hardship worker (domain 4.1), worked through, each with its source."""

import pytest

from assistance.criteria import rules
from assistance.criteria.rules import Facts
from tests.criteria.weighing import (
    R1,
    R3,
    XINGTAI,
    D,
    costs,
    exclusion,
    family,
    income,
    outcome,
    ruled,
    with_costs,
)


@pytest.mark.parametrize(
    ("yearly", "expected"), [("38400", "deep"), ("38400.01", "none"), ("36000", "deep")]
)
def test_r1_deep_up_to_the_standard_itself(yearly, expected):
    """(38,400 − 12,000) ÷ 4 ÷ 12 = 550.00 exactly."""
    assert outcome(ruled(R1), family(yearly_income=D(yearly))) == expected


def test_r1_shows_the_sum_as_people_check_it():
    verdict = rules.judge(ruled(R1), family(yearly_income=D(36_000)))
    [sentence] = verdict.sentences
    assert sentence.text == (
        "（36,000.00 － 12,000.00）÷ 4 人 ÷ 12 个月 ＝ 500.00 元 ≤ 低保标准 550.00 元，符合“深度困难”"
    )
    assert (sentence.holds, sentence.criterion_code, sentence.source) == (
        True,
        "deep_income",
        XINGTAI,
    )


def test_a_cent_over_the_limit_is_not_rounded_away():
    """One cent over the year is 550.0002 a month: shown with the places that decide."""
    [sentence] = rules.judge(ruled(R1), family(yearly_income=D("38400.01"))).sentences
    assert sentence.holds is False
    assert "＝ 550.0002 元 ＞ 低保标准 550.00 元，不符合" in sentence.text


def test_r2_below_the_standard_leaves_the_boundary_out():
    below = ruled(income("deep", "1", inclusive=False))
    assert outcome(below, family(yearly_income=D("38399.99"))) == "deep"
    assert outcome(below, family(yearly_income=D(38_400))) == "none"
    [sentence] = rules.judge(below, family(yearly_income=D(38_400))).sentences
    assert "＝ 550.00 元 ＝ 低保标准 550.00 元，不符合" in sentence.text


def test_r3_relative_below_twice_the_standard():
    both = ruled(R1, R3)
    assert outcome(both, family(yearly_income=D("38400.01"))) == "relative"
    assert outcome(both, family(yearly_income=D("64799.99"))) == "relative"
    assert outcome(both, family(yearly_income=D(64_800))) == "none"
    assert outcome(both, family(yearly_income=D(38_400))) == "deep"  # the graver one wins


def test_the_divisor_decides_who_counts():
    """青岛 divides by those who live together, 邢台 by all: the same family, two answers."""
    facts = family(yearly_income=D(36_000), members=4, living_together=3)
    assert outcome(ruled(R1), facts) == "deep"  # 500.00
    assert outcome(ruled(income("deep", "1", divisor="together", inclusive=True)), facts) == "none"
    [sentence] = rules.judge(
        ruled(income("deep", "1", divisor="together", inclusive=True)), facts
    ).sentences
    assert "÷ 共同生活 3 人 ÷ 12 个月 ＝ 666.67 元 ＞ 低保标准 550.00 元" in sentence.text


def test_r4_r5_costs_above_eighty_percent_of_the_year():
    test = ruled(costs("80", events=["disaster", "accident", "epidemic", "security"]))
    ill = family(yearly_income=D(100_000), event="illness", has_casualty=False)
    assert outcome(test, with_costs(ill, "80000")) == "none"
    assert outcome(test, with_costs(ill, "80000.01")) == "accidental"
    [sentence] = rules.judge(test, with_costs(ill, "90000")).sentences
    assert sentence.text == (
        "自付费用或损失 90,000.00 元 ＞ 家庭年收入 100,000.00 元 × 80% ＝ 80,000.00 元，符合“意外致困”"
    )


def test_r5_casualty_in_a_listed_event_is_enough():
    test = ruled(costs("80", events=["disaster"]))
    struck = family(yearly_income=D(100_000), event="disaster", has_casualty=True)
    assert outcome(test, with_costs(struck, "0")) == "accidental"
    assert outcome(test, with_costs(family(event="injury", has_casualty=True), "0")) == "none"
    assert outcome(test, family(event="disaster", event_costs=D(0))) == "unknown"


def test_r5_a_family_without_income_and_with_costs_is_above_any_share():
    facts = family(yearly_income=D(0), event="injury", event_costs=D("0.01"))
    assert outcome(ruled(costs("80")), facts) == "accidental"


def test_r6_the_older_half_of_the_year():
    facts = family(yearly_income=D(100_000), event="illness", event_costs=D(50_000))
    assert outcome(ruled(costs("50")), facts) == "none"
    assert outcome(ruled(costs("50")), with_costs(facts, "50000.01")) == "accidental"


def test_r7_second_class_within_150_percent_and_net_below_the_standard():
    """Income a head ≤ 1.5 × 550 = 825; net of special costs ≤ 550."""
    test = ruled(income("relative", "1", inclusive=True, gross_upper="1.5"))
    within = family(yearly_income=D(39_600), rigid_expenses=D(13_200))
    assert outcome(test, within) == "relative"
    richer = family(yearly_income=D("39600.01"), rigid_expenses=D(13_201))
    assert outcome(test, richer) == "none"
    [sentence] = rules.judge(test, richer).sentences
    assert (
        "不减支出的人均月收入 825.00 元 ＞ 低保标准 550.00 元 × 1.5 ＝ 825.00 元（应≤）"
        in sentence.text
    )
    assert outcome(test, family(yearly_income=D(39_600), rigid_expenses=D(13_199))) == "none"


def test_r7_third_class_within_three_times_after_an_accident():
    test = ruled(
        income("accidental", "3", measure="gross", inclusive=True, needs_event=True),
        income(
            "accidental", "1", measure="with_savings", gross_lower="3", inclusive=True,
            needs_event=True,
        ),
    )  # fmt: skip
    hit = {"event": "injury"}
    assert outcome(test, family(yearly_income=D(79_200), savings=D(0), **hit)) == "accidental"
    assert outcome(test, family(yearly_income=D(79_200), savings=D(0))) == "none"  # no event
    above = {"yearly_income": D(90_000), "rigid_expenses": D(80_000), **hit}
    assert outcome(test, family(savings=D(16_400), **above)) == "accidental"  # 26,400 = 550 × 48
    assert outcome(test, family(savings=D("16400.01"), **above)) == "none"
    assert outcome(test, family(**above)) == "unknown"


def test_r8_the_classes_of_2006():
    """低保户 up to the standard, 低保边缘户 up to half above, both without expenses."""
    old = ruled(
        income("deep", "1", measure="gross", inclusive=True),
        income("relative", "1.5", measure="gross", inclusive=True),
    )
    assert outcome(old, family(yearly_income=D(26_400))) == "deep"
    assert outcome(old, family(yearly_income=D(39_600))) == "relative"
    assert outcome(old, family(yearly_income=D("39600.01"))) == "none"


def test_r9_a_migrant_needs_membership_a_year_and_a_home_in_the_city():
    test = ruled(R1, exclusion("migrant", months="12"))
    settled = {"is_migrant": True, "is_union_member": True, "lives_in_city": True}
    poor = {"yearly_income": D(36_000)}
    assert outcome(test, family(**poor, **settled, contract_months=12)) == "deep"
    assert outcome(test, family(**poor, **settled, contract_months=11)) == "excluded"
    outside = {**settled, "is_union_member": False}
    assert outcome(test, family(**poor, **outside)) == "excluded"  # whatever the months
    assert outcome(test, family(**poor, is_migrant=False)) == "deep"
    verdict = rules.judge(test, family(**poor, **settled))
    assert (verdict.outcome, verdict.unknown) == ("deep", ("劳动合同或事实劳动关系月数",))


def test_r10_two_to_three_times_is_a_class_of_its_own_in_some_provinces():
    wide = ruled(R1, R3, income("relative", "3", lower="2", lower_inclusive=True, inclusive=True))
    assert outcome(wide, family(yearly_income=D(64_800))) == "relative"  # exactly twice
    assert outcome(wide, family(yearly_income=D(91_200))) == "relative"  # exactly three times
    assert outcome(wide, family(yearly_income=D("91200.01"))) == "none"
    strict = ruled(income("relative", "3", lower="2"))
    assert outcome(strict, family(yearly_income=D(64_800))) == "none"
    [sentence] = rules.judge(strict, family(yearly_income=D(70_000))).sentences
    assert "＞ 低保标准 550.00 元 × 2 ＝ 1,100.00 元，且 ＜ 低保标准 550.00 元 × 3" in sentence.text


def test_r11_wuhan_at_940():
    facts = Facts(dibao=D(940), yearly_income=D(45_840), rigid_expenses=D(12_000), members=3)
    assert outcome(ruled(R1), facts) == "deep"  # (45,840 − 12,000) ÷ 3 ÷ 12 = 940.00
    facts = Facts(dibao=D(940), yearly_income=D("45840.01"), rigid_expenses=D(12_000), members=3)
    assert outcome(ruled(R1, R3), facts) == "relative"


def test_r4_a_family_that_declares_no_event_had_none():
    """R4 begins with 突发事件: who says nothing of one is not asked for its costs (平顶山、青岛)."""
    widened = income("accidental", "3", needs_event=True)
    test = ruled(R1, widened, costs("80", events=["disaster"]))
    blank = family(yearly_income=D(90_000), event=None)
    verdict = rules.judge(test, blank)
    assert (verdict.outcome, verdict.undecided, verdict.unknown) == ("none", False, ())
    assert [one.text for one in verdict.sentences[1:]] == [
        "没有申报突发事件，不适用“意外致困”",
        "没有申报突发事件，不适用“意外致困”",
    ]
    assert rules.weigh(test, with_costs(blank, "0")).outcome == "none"
    asked = rules.judge(test, with_costs(blank, "80000"))
    assert (asked.outcome, asked.unknown) == ("unknown", ("有无突发事件", "有无人员伤亡"))
    killed = rules.judge(test, family(yearly_income=D(90_000), event=None, has_casualty=True))
    assert "有无突发事件" in killed.unknown


def test_more_expenses_than_income_is_deep():
    assert outcome(ruled(R1), family(yearly_income=D(0))) == "deep"
    [sentence] = rules.judge(ruled(R1), family(yearly_income=D(0))).sentences
    assert "＝ -250.00 元 ≤ 低保标准" in sentence.text
