from datetime import date

import pytest

from assistance.complaints import rules
from assistance.complaints.models.complaints import barred_paths
from ground.kernel.errors import RuleBroken

DAY = date(2008, 6, 2)


@pytest.mark.parametrize(
    ("due", "light", "words"),
    [
        (None, "none", ""),
        (date(2008, 6, 20), "green", "剩 18 日"),
        (date(2008, 6, 8), "green", "剩 6 日"),
        (date(2008, 6, 7), "amber", "剩 5 日"),
        (DAY, "amber", "今日到期"),
        (date(2008, 6, 1), "red", "超期 1 日"),
    ],
)
def test_a_day_shows_as_a_light_and_as_words(due, light, words):
    assert rules.light_of(due, DAY, 5) == light
    assert rules.countdown_of(due, DAY) == words


@pytest.mark.parametrize("typed", ["诉〔2008〕3号", "2008-3", "诉 2008 0003", "2008年3号"])
def test_a_number_is_read_however_it_is_typed(typed):
    assert rules.read_number(typed) == (2008, 3)


@pytest.mark.parametrize("typed", ["", "3", "诉3号", "08-3", "2008-3-1", "2008-123456789"])
def test_anything_else_is_no_number(typed):
    assert rules.read_number(typed) is None


def test_a_code_is_read_however_it_is_typed():
    assert rules.read_code(" k7m2x-9qxda ") == "K7M2X9QXDA"
    assert rules.shown_code("K7M2X9QXDA") == "K7M2X-9QXDA"


def test_staff_are_of_their_unit_and_those_above_it_but_of_the_top_only_who_belong_there():
    assert barred_paths("00010002", []) == {"00010002"}
    assert barred_paths("0001", []) == {"0001"}
    assert barred_paths("000100020003", ["0001"]) == {"00010002", "000100020003"}
    assert barred_paths("0001", ["00010002"]) == {"0001", "00010002"}


def test_a_review_may_be_asked_for_twice_and_by_its_day():
    rules.check_review(turn=1, until=DAY, today=DAY)
    rules.check_review(turn=2, until=DAY, today=DAY)
    for turn, until in ((3, DAY), (1, date(2008, 6, 1)), (1, None)):
        with pytest.raises(RuleBroken):
            rules.check_review(turn=turn, until=until, today=DAY)


def test_what_is_told_back_holds_no_number_of_anybody():
    with pytest.raises(RuleBroken) as broken:
        rules.check_told_back("已联系13807360009", field="answer", label="给反映人的答复")
    assert broken.value.code == "answer_personal"


@pytest.mark.parametrize("phone", ["13807360009", "0736-7788990", "0736-7788990转12", ""])
def test_a_telephone_may_be_left_out(phone):
    assert rules.check_who(" 伍建国 ", phone) == ("伍建国", phone)


def test_a_telephone_is_digits():
    with pytest.raises(RuleBroken):
        rules.check_who("", "打我电话")
