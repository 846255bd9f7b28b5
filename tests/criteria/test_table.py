"""The typed table: what it refuses, what it keeps, and that telling and weighing never disagree."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistance.criteria import rules
from assistance.criteria.rules import EVENTS, VEHICLES, Facts
from assistance.criteria.rules.kinds import GROUNDS
from ground.kernel.errors import RuleBroken

INCOME = {"category": "deep", "measure": "net", "divisor": "all", "upper": "1"}


def read(kind, **parameters):
    return rules.read(kind, code="one", label="一", source="据", parameters=parameters)


@pytest.mark.parametrize(
    ("kind", "parameters", "field"),
    [
        ("income_test", {**INCOME, "category": "rich"}, "category"),
        ("income_test", {**INCOME, "measure": "__import__('os')"}, "measure"),
        ("income_test", {**INCOME, "divisor": ""}, "divisor"),
        ("income_test", {**INCOME, "upper": ""}, "upper"),
        ("income_test", {**INCOME, "upper": "0"}, "upper"),
        ("income_test", {**INCOME, "upper": "NaN"}, "upper"),
        ("income_test", {**INCOME, "upper": "1e999"}, "upper"),
        ("income_test", {**INCOME, "upper": 1.5}, "upper"),
        ("income_test", {**INCOME, "upper": "1.005"}, "upper"),
        ("income_test", {**INCOME, "lower": "1"}, "lower"),
        ("income_test", {**INCOME, "gross_upper": "2", "gross_lower": "2"}, "gross_lower"),
        ("income_test", {**INCOME, "inclusive": "yes"}, "inclusive"),
        ("cost_share_test", {"category": "accidental", "percent": "0"}, "percent"),
        (
            "cost_share_test",
            {"category": "accidental", "percent": 80, "events": ["none"]},
            "events",
        ),
        ("cost_share_test", {"category": "accidental", "percent": 80, "events": "war"}, "events"),
        ("exclusion", {"ground": "age"}, "ground"),
        ("exclusion", {"ground": "dwellings"}, "dwellings"),
        ("exclusion", {"ground": "dwellings", "dwellings": "1.5"}, "dwellings"),
        ("exclusion", {"ground": "migrant"}, "months"),
        ("borderline", {"category": "deep"}, "percent"),
        ("python", {}, "kind"),
    ],
)
def test_a_criterion_is_refused_by_the_input_at_fault(kind, parameters, field):
    with pytest.raises(RuleBroken) as refused:
        read(kind, **parameters)
    assert list(refused.value.fields) == [field]


def test_a_parameter_that_the_kind_does_not_know_is_refused():
    with pytest.raises(RuleBroken) as refused:
        read("borderline", category="deep", percent=10, formula="1+1")
    assert refused.value.code == "criterion_parameter"


criteria = st.one_of(
    st.builds(
        lambda category, measure, divisor, upper, inclusive, lower, event: read(
            "income_test",
            category=category,
            measure=measure,
            divisor=divisor,
            upper=upper,
            inclusive=inclusive,
            lower=lower,
            needs_event=event,
        ),
        st.sampled_from(list(rules.CATEGORIES)),
        st.sampled_from(["net", "gross", "with_savings"]),
        st.sampled_from(["all", "together"]),
        st.sampled_from(["1", "1.5", "2", "3"]),
        st.booleans(),
        st.sampled_from([None, "0.5"]),
        st.booleans(),
    ),
    st.builds(
        lambda percent, events, event: read(
            "cost_share_test",
            category="accidental",
            percent=percent,
            events=events,
            needs_event=event,
        ),
        st.sampled_from(["50", "80"]),
        st.lists(st.sampled_from(list(EVENTS)[1:]), unique=True),
        st.booleans(),
    ),
    st.builds(
        lambda ground: read("exclusion", ground=ground, dwellings=2, area=30, months=12),
        st.sampled_from(list(GROUNDS)),
    ),
)
amounts = st.none() | st.decimals(0, 200_000, places=2)
perhaps = st.none() | st.booleans()
families = st.builds(
    Facts,
    dibao=st.none() | st.just(Decimal(550)),
    yearly_income=amounts,
    rigid_expenses=amounts,
    savings=amounts,
    members=st.none() | st.integers(0, 8),
    living_together=st.none() | st.integers(0, 8),
    event=st.none() | st.sampled_from(list(EVENTS)),
    event_costs=amounts,
    has_casualty=perhaps,
    dwellings=st.none() | st.integers(0, 3),
    area_per_head=amounts,
    vehicle=st.none() | st.sampled_from(list(VEHICLES)),
    employs_others=perhaps,
    is_migrant=perhaps,
    is_union_member=perhaps,
    lives_in_city=perhaps,
    contract_months=st.none() | st.integers(0, 30),
)


@settings(deadline=None)
@given(st.lists(criteria, max_size=6), families)
def test_the_sentences_never_contradict_the_verdict(some, facts):
    ready = rules.ready(7, some)
    told, weighed = rules.judge(ready, facts), rules.weigh(ready, facts)
    assert list(rules.judge_many(ready, [facts])) == [weighed]
    assert told.outcome == weighed.outcome == rules.outcome_of(ready, facts)
    tests = [one for one in told.sentences if one.kind != "exclusion"]
    assert told.excluded == any(one.holds for one in told.sentences if one.kind == "exclusion")
    if not told.excluded:
        assert (told.category is not None) == any(one.holds for one in tests)
    assert bool(told.unknown) == any(one.holds is None for one in told.sentences)
    assert all(one.text and "None" not in one.text for one in told.sentences)


@given(criteria)
def test_a_criterion_survives_the_table(one):
    kept = rules.plain(one)
    kind = {"Inc": "income_test", "Cos": "cost_share_test", "Exc": "exclusion"}[
        type(one).__name__[:3]
    ]
    assert read(kind, **kept) == one
    assert rules.describe(one)


def test_two_versions_side_by_side():
    head = {"label": "一", "source": "据"}
    deep = rules.read("income_test", code="deep", parameters=INCOME, **head)
    wider = rules.read("income_test", code="deep", parameters={**INCOME, "upper": "1.5"}, **head)
    gone = rules.read("exclusion", code="car", parameters={"ground": "vehicle"}, **head)
    new = rules.read("exclusion", code="shop", parameters={"ground": "employs_others"}, **head)
    rows = rules.changes([deep, gone], [wider, new])
    assert [(row["code"], row["change"]) for row in rows] == [
        ("deep", "changed"),
        ("car", "dropped"),
        ("shop", "added"),
    ]
    assert (
        rows[0]["before"]
        == "（家庭年收入减刚性支出）÷ 全部家庭成员人数 ÷ 12 个月 ＜ 低保标准：深度困难"
    )
    assert rows[0]["after"].endswith("＜ 低保标准 × 1.5：深度困难")
    assert [row["change"] for row in rules.changes([deep], [deep])] == ["same"]
