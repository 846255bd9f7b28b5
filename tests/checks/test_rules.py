import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistance.checks import rules
from assistance.checks.models import Found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("无异常", {}),
        (" 无 ", {}),
        ("经核对，未发现异常", {}),
        ("核对结果：无异常。", {}),
        ("正常", {}),
        ("0", {}),
        ("无车，无房，无工商登记", {}),
        ("名下无车辆、无房产", {}),
        ("有车1辆/房产2套", {"vehicle": 1, "dwelling": 2}),
        ("车1辆和房2套", {"vehicle": 1, "dwelling": 2}),
        ("有车１辆，无房", {"vehicle": 1}),
        ("房产两套；机动车", {"dwelling": 2, "vehicle": 0}),
        ("在某公司参保", {"business": 0}),
        ("登记个体工商户1户", {"business": 1}),
        ("领取养老金", {"pension": 0}),
        ("2007年已火化", {"deceased": 0}),
        ("除一辆摩托车外无异常", {"vehicle": 1}),
        ("本人有不动产1套", {"dwelling": 1}),
        ("无法核实", {"other": 0}),
        ("请与我中心联系", {"other": 0}),
    ],
)
def test_answers_as_they_come(text, found):
    assert rules.read_answer(text).found == found


def test_words_that_nobody_knows_are_a_finding_to_be_looked_at():
    reading = rules.read_answer("待进一步核实")
    assert (reading.found, reading.unsure) == ({"other": 0}, True)


def test_columns_of_figures_count_with_the_words():
    read = rules.with_figures(rules.read_answer("无异常"), {"dwelling": 2, "vehicle": 0})
    assert read.found == {"dwelling": 2}


@given(st.text(max_size=40))
def test_any_text_is_read_and_only_known_findings_come_out(text):
    assert set(rules.read_answer(text).found) <= set(Found.values)


@given(
    st.sampled_from(["机动车1辆", "不动产2套", "工商登记"]), st.sampled_from(["无异常", "无车无房"])
)
def test_a_finding_beside_a_nothing_is_never_lost(finding, nothing):
    assert not rules.read_answer(f"{nothing}，{finding}").is_clear
    assert not rules.read_answer(f"{finding}；{nothing}").is_clear
