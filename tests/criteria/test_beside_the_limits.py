"""Beside the limits (domain 4.2): who is left out, who is only watched, what is not known."""

import pytest

from assistance.criteria import rules
from assistance.criteria.rules import Facts
from ground.kernel.errors import RuleBroken
from tests.criteria.weighing import R1, R3, D, costs, exclusion, family, outcome, ruled


@pytest.mark.parametrize(
    ("ground", "fact", "yes", "no"),
    [
        ("vehicle", "vehicle", "own", "substitute"),
        ("vehicle", "vehicle", "own", "used"),
        ("employs_others", "employs_others", True, False),
        ("controls_company", "controls_company", True, False),
        ("high_fee_school", "high_fee_school", True, False),
        ("studies_abroad", "studies_abroad", True, False),
        ("refuses_check", "refuses_check", True, False),
        ("refuses_work", "refuses_work", True, False),
    ],
)
def test_exclusions(ground, fact, yes, no):
    test, poor = ruled(R1, exclusion(ground)), {"yearly_income": D(0)}
    assert outcome(test, family(**poor, **{fact: yes})) == "excluded"
    assert outcome(test, family(**poor, **{fact: no})) == "deep"
    unknown = rules.judge(test, family(**poor))
    assert (unknown.outcome, unknown.unknown) == ("deep", (rules.LABELS[fact],))
    [_, sentence] = unknown.sentences
    assert sentence.holds is None


def test_a_vehicle_used_all_the_time_counts_where_the_rule_says_so():
    test = ruled(R1, exclusion("vehicle", counts_used=True))
    assert outcome(test, family(yearly_income=D(0), vehicle="used")) == "excluded"


def test_two_dwellings_and_where_the_rule_says_so_only_above_an_area():
    poor = {"yearly_income": D(0)}
    plain = ruled(R1, exclusion("dwellings", dwellings="2"))
    assert outcome(plain, family(**poor, dwellings=1)) == "deep"
    assert outcome(plain, family(**poor, dwellings=2)) == "excluded"
    area = ruled(R1, exclusion("dwellings", dwellings="2", area="40"))
    assert outcome(area, family(**poor, dwellings=2, area_per_head=D(40))) == "deep"
    assert outcome(area, family(**poor, dwellings=2, area_per_head=D("40.01"))) == "excluded"
    assert rules.judge(area, family(**poor, dwellings=2)).unknown == ("人均住房面积",)
    assert rules.judge(area, family(**poor, dwellings=1)).unknown == ()


def test_borderline_is_above_the_widest_limit_by_no_more_than_the_percent():
    near = rules.read(
        "borderline",
        code="near",
        label="边缘",
        source="默认",
        parameters={"category": "relative", "percent": "10"},
    )
    test = ruled(R1, R3, near)
    assert outcome(test, family(yearly_income=D("64799.99"))) == "relative"
    assert outcome(test, family(yearly_income=D(64_800))) == "borderline"  # the limit itself
    assert outcome(test, family(yearly_income=D(70_080))) == "borderline"  # 1.1 × 1,100 × 48
    assert outcome(test, family(yearly_income=D("70080.01"))) == "none"
    shown = rules.judge(test, family(yearly_income=D(66_000))).sentences[-1]
    assert shown.text == (
        "（66,000.00 － 12,000.00）÷ 4 人 ÷ 12 个月 ＝ 1,125.00 元，"
        "高出低保标准 550.00 元 × 2 ＝ 1,100.00 元不超过10%，列入边缘困难观察名单"
    )
    with pytest.raises(RuleBroken) as refused:
        ruled(R1, near)
    assert refused.value.code == "borderline_without_test"


def test_a_family_near_the_limit_is_watched_though_an_event_is_not_known():
    near = rules.read(
        "borderline",
        code="near",
        label="边缘",
        source="默认",
        parameters={"category": "deep", "percent": "10"},
    )
    test = ruled(R1, costs("80"), near)
    untold = {"event": None, "event_costs": D(50_000)}
    verdict = rules.judge(test, family(yearly_income=D(40_000), **untold))
    assert (verdict.outcome, verdict.undecided) == ("borderline", True)
    assert verdict.unknown == ("有无突发事件",)
    lacking = rules.weigh(test, family(yearly_income=D(60_000), **untold))
    assert lacking.outcome == "unknown"


def test_what_is_not_known_is_named_and_never_guessed():
    verdict = rules.judge(ruled(R1, R3), Facts(members=4))
    assert verdict.outcome == "unknown"
    assert verdict.unknown == ("当地低保标准", "家庭年收入", "年刚性支出")
    assert [one.holds for one in verdict.sentences] == [None, None]
    nobody = rules.judge(ruled(R1), family(yearly_income=D(1), members=0))
    assert (nobody.outcome, nobody.unknown) == ("unknown", ("家庭人数",))
