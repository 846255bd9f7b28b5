"""The way of a problem and what may be said on it: no database."""

from dataclasses import dataclass
from datetime import date

import pytest

from assistance.problems import rules
from ground.kernel.errors import RuleBroken

STATES = {
    "collected",
    "registered",
    "dispatched",
    "handling",
    "answered",
    "confirmed",
    "closed",
    "refused",
}


@dataclass
class Point:
    kind: str = "enterprise"
    is_active: bool = True


@pytest.mark.parametrize(
    ("step", "states"),
    [
        ("register", {"collected"}),
        ("refuse", {"collected", "registered"}),
        ("dispatch", {"registered"}),
        ("take_back", {"dispatched", "handling"}),
        ("take_up", {"dispatched"}),
        ("return", {"dispatched", "handling"}),
        ("answer", {"dispatched", "handling"}),
        ("ask", {"answered"}),
        ("confirm", {"answered"}),
        ("close", {"confirmed", "answered"}),
    ],
)
def test_each_step_leads_on_from_its_states_alone(step, states):
    assert {state for state in STATES if rules.may_step(step, state)} == states
    for state in STATES - states:
        with pytest.raises(RuleBroken) as broken:
            rules.check_step(step, state, "某环节")
        assert broken.value.code == "problem_not_there"
        assert "某环节" in broken.value.message


def test_every_step_is_known():
    assert set(rules.STEPS) == {
        "register",
        "refuse",
        "dispatch",
        "take_back",
        "take_up",
        "return",
        "answer",
        "ask",
        "confirm",
        "close",
    }


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"link_point": Point(kind="agency")}, "not_a_link_point"),
        ({"link_point": Point(is_active=False)}, "organisation_closed"),
        ({"category": "weather"}, "category_unknown"),
        ({"urgency": "whenever"}, "urgency_unknown"),
    ],
)
def test_what_is_told_is_an_enterprises_and_of_a_known_kind(changed, code):
    given = {
        "link_point": Point(),
        "category": "land",
        "categories": ["land"],
        "urgency": "normal",
        "urgencies": ["normal"],
    }
    rules.check_telling(**given)
    with pytest.raises(RuleBroken) as broken:
        rules.check_telling(**(given | changed))
    assert broken.value.code == code


def test_a_text_is_trimmed_said_short_and_without_an_id_number():
    def check(text, **more):
        return rules.checked_text(text, field="words", what="意见", longest=5, **more)

    assert check("  好的 ") == "好的"
    assert check(" ", needed=False) == ""
    for text, code in [(" ", "words_missing"), ("太长太长太长", "words_too_long")]:
        with pytest.raises(RuleBroken) as broken:
            check(text)
        assert (broken.value.code, set(broken.value.fields)) == (code, {"words"})
    with pytest.raises(RuleBroken) as broken:
        rules.checked_text("我是11010519491231002X", field="words", what="意见", longest=99)
    assert broken.value.code == "id_number_in_text"
    assert "1101" not in broken.value.message


def test_a_mobile_number_is_read_or_absent():
    assert rules.checked_mobile(" ") == ""
    assert rules.checked_mobile("138 0736 0001") == "13807360001"
    with pytest.raises(RuleBroken) as broken:
        rules.checked_mobile("0736-6600000")
    assert set(broken.value.fields) == {"contact_mobile"}


def test_dissatisfaction_says_why():
    opinions = ["satisfied", "fair", "dissatisfied"]
    rules.check_opinion(opinion="satisfied", opinions=opinions, words="")
    rules.check_opinion(opinion="dissatisfied", opinions=opinions, words="没办完")
    with pytest.raises(RuleBroken) as broken:
        rules.check_opinion(opinion="dissatisfied", opinions=opinions, words=" ")
    assert broken.value.code == "words_missing"
    with pytest.raises(RuleBroken) as broken:
        rules.check_opinion(opinion="great", opinions=opinions, words="")
    assert broken.value.code == "opinion_unknown"


def test_due_after_today_and_told_between_answer_and_today():
    today = date(2008, 6, 20)
    rules.check_due(due_on=date(2008, 6, 21), today=today)
    with pytest.raises(RuleBroken):
        rules.check_due(due_on=today, today=today)
    for told_on in (date(2008, 6, 10), today):
        rules.check_told_on(told_on=told_on, answered_on=date(2008, 6, 10), today=today)
    for told_on in (date(2008, 6, 9), date(2008, 6, 21)):
        with pytest.raises(RuleBroken):
            rules.check_told_on(told_on=told_on, answered_on=date(2008, 6, 10), today=today)


def test_the_owner_and_what_stands_below_it_do_not_record_its_own_praise():
    rules.check_not_owner(recorder_paths=["00010001"], owner_paths=["00010002"])
    rules.check_not_owner(recorder_paths=["0001"], owner_paths=["00010002"])
    for mine in ("00010002", "000100020003"):
        with pytest.raises(RuleBroken) as broken:
            rules.check_not_owner(recorder_paths=["0009", mine], owner_paths=["00010002"])
        assert broken.value.code == "own_confirmation"


def test_who_handled_it_or_wrote_the_word_down_does_not_strike_it_off():
    rules.check_closer(by=1, answered_by=2, recorded_by=None)
    for answered_by, recorded_by in [(1, None), (2, 1)]:
        with pytest.raises(RuleBroken) as broken:
            rules.check_closer(by=1, answered_by=answered_by, recorded_by=recorded_by)
        assert broken.value.code == "same_person"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"asked": False}, "not_asked"),
        ({"silent_until": None}, "not_asked"),
        ({"today": date(2008, 7, 4)}, "still_waiting"),
        ({"remark": ""}, "remark_missing"),
    ],
)
def test_silence_needs_the_question_the_days_and_a_remark(changed, code):
    given = {
        "asked": True,
        "silent_until": date(2008, 7, 4),
        "today": date(2008, 7, 5),
        "remark": "三次电话未接",
    }
    rules.check_silence(**given)
    with pytest.raises(RuleBroken) as broken:
        rules.check_silence(**(given | changed))
    assert broken.value.code == code


def test_three_photographs_and_no_more():
    rules.check_photo_count(3)
    with pytest.raises(RuleBroken):
        rules.check_photo_count(4)
