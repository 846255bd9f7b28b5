"""Tokens of a person, and how what somebody types is read. Digits are "hashed" so that one can read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ground.kernel.characters import read_aloud
from ground.kernel.errors import RuleBroken
from ground.kernel.folding import simplified
from ground.kernel.searching import (
    LONGEST_TOKEN,
    Kind,
    matched,
    name_tokens,
    read_asked,
    tokens_of,
)

PHONE, ID_NO = "13812345678", "43010219800101001X"


def keyed(kind: Kind, digits: str) -> str:
    return f"#{kind.name}:{digits}"


def found(name: str, asked: str, mobile: str = PHONE, id_no: str = ID_NO) -> bool:
    """Whether this person answers to what was typed, as the index would say it."""
    tokens = set(tokens_of(name, mobile, id_no, keyed=keyed))
    return all(
        set(part.all_of) <= tokens and (not part.any_of or tokens & set(part.any_of))
        for part in read_asked(asked, keyed=keyed)
    )


def test_the_tokens_of_a_name():
    assert sorted(name_tokens("曾国")) == [
        "guo", "zeng", "zengg", "zengguo", "zg", "国", "曾", "曾国",
    ]  # fmt: skip


def test_numbers_leave_only_keyed_hashes():
    assert tokens_of("", PHONE, ID_NO.lower(), keyed=keyed) == [
        "#ID_TAIL:001X", "#MOBILE:13812345678", "#PHONE_TAIL:5678",
    ]  # fmt: skip
    assert tokens_of("", "", "", keyed=keyed) == []


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("张晓明", "晓明"),
        ("张晓明", "张晓明"),
        ("张晓明", "zxm"),
        ("张晓明", "ZhangXiaoMing"),
        ("张晓明", "xiaoming"),
        ("张晓明", "zhangxm"),
        ("张晓明", "zhangx"),
        ("张晓明", "张xm"),
        ("张晓明", "张 5678"),
        ("张晓明", "zxm 001x"),
        ("张晓明", "138 1234 5678"),
        ("张晓明", "+86 138-1234-5678"),
        ("张晓明", "１３８１２３４５６７８"),
        ("張曉明", "张晓明"),  # traditional as kept, simplified as typed
        ("张晓明", "張曉明"),  # and the other way about
        ("曾国华", "zengguohua"),
        ("单于明", "chanyuming"),
        ("单立", "shanli"),
        ("仇英", "qiuying"),
        ("解晓东", "xxd"),
        ("查良镛", "zha"),
        ("盖叫天", "ge"),
        ("覃辉", "qinhui"),
        ("覃辉", "tanhui"),
        ("万俟雪", "moqixue"),
        ("欧阳娜", "ouyang"),
        ("欧阳娜", "ouyangn"),
        ("张乐", "zhangyue"),  # given names that are read two ways answer to both
        ("张乐", "zhangle"),
        ("吕布", "lvbu"),
        ("吕布", "lübu"),
        ("吕布", "LYU BU"),
        ("吕布", "lubu"),
        ("阿依古丽·买买提", "阿依古丽"),
        ("阿依古丽·买买提", "买买提"),
        ("阿依古丽·买买提", "阿依古丽买买提"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("阿依古丽·买买提", "阿依古丽 买买提"),
        ("阿依古丽·买买提", "ayglmmt"),
        ("阿依古丽·买买提", "ayiguli"),
        ("王䶮", "王䶮"),
        ("王䶮", "wangyan"),
        ("王𬭚", "王𬭚"),
        ("王\ue863明", "王\ue863"),  # a character an old system kept in its private area
        ("Maria 李", "maria"),
    ],
)
def test_a_person_answers_to(name, asked):
    assert found(name, asked)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("张晓明", "张明"),  # not beside each other
        ("张晓明", "zm"),
        ("张晓明", "明晓"),
        ("曾国华", "cengguohua"),
        ("张晓明", "张 5679"),
        ("张晓明", "13812345679"),
        ("欧阳晓明明", "欧阳晓晓明"),
    ],
)
def test_a_person_does_not_answer_to(name, asked):
    assert not found(name, asked)


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("晓明", [Kind.NAME]),
        ("zxm", [Kind.PINYIN]),
        ("5678", [Kind.TAIL]),
        ("001X", [Kind.ID_TAIL]),
        ("13812345678", [Kind.MOBILE]),
        ("430102198001010015", [Kind.ID_NO]),
        ("43010219800101001x", [Kind.ID_NO]),
        ("430102800101001", [Kind.ID_NO]),
        ("4301 0219 8001 0100 15", [Kind.ID_NO]),
        ("sl2008-000123", [Kind.FILE_NO]),
        ("王5678", [Kind.NAME, Kind.TAIL]),
        ("张 xm 5678", [Kind.NAME, Kind.PINYIN, Kind.TAIL]),
    ],
)
def test_what_was_typed_is_recognised(asked, kinds):
    assert [part.kind for part in read_asked(asked, keyed=keyed)] == kinds


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("", "search_empty"),
        (" \u3000 ", "search_empty"),
        ("%%__", "search_empty"),
        ("\x00", "search_empty"),
        ("''", "search_empty"),
        ("张 张 张 张 张 张", "search_empty"),
        ("王", "search_too_broad"),
        ("w", "search_too_broad"),
        ("123", "search_digits"),
        ("12345", "search_digits"),
        ("1381234567", "search_digits"),
        ("43010219800101001", "search_digits"),
        ("23812345678", "search_digits"),
    ],
)
def test_what_cannot_be_looked_up_is_refused_with_a_sentence(asked, code):
    with pytest.raises(RuleBroken) as broken:
        read_asked(asked, keyed=keyed)
    assert broken.value.code == code
    assert "5678" in broken.value.message or "请" in broken.value.message
    assert "asked" in broken.value.fields


def test_a_result_says_which_tail_it_was():
    (part,) = read_asked("5678", keyed=keyed)
    assert matched(part, tokens_of("张三", "13812345678", keyed=keyed)) is Kind.PHONE_TAIL
    assert matched(part, tokens_of("张三", "", "430102198001015678", keyed=keyed)) is Kind.ID_TAIL
    (name,) = read_asked("张三", keyed=keyed)
    assert matched(name, tokens_of("张三", keyed=keyed)) is Kind.NAME


def test_a_name_is_read_in_at_most_four_ways():
    assert list(read_aloud("张乐")) == [("zhang", "le"), ("zhang", "yue")]
    assert len(list(read_aloud("朴乐晟朝行"))) == 4
    assert list(read_aloud("")) == [()]


@given(st.text(max_size=40))
def test_no_token_is_longer_than_its_column(name):
    assert all(len(token) <= LONGEST_TOKEN for token in name_tokens(name))


def test_the_longest_names_there_can_be_stay_in_their_column():
    for name in ("双" * 40, "w" * 40, "欧阳" + "庄" * 38):
        assert max(map(len, name_tokens(name))) <= LONGEST_TOKEN


def test_folding_leaves_simplified_names_alone():
    assert simplified("張國華（１）") == "张国华(1)"
    assert simplified("刘晓庆") == "刘晓庆"


NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=12)


@given(NAMES, st.data())
def test_any_stretch_of_a_name_finds_it(name, data):
    begin = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(begin + 2, len(name)))
    assert found(name, name[begin:end])


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        parts = read_asked(text, keyed=keyed)
    except RuleBroken:
        return
    assert 1 <= len(parts) <= 5
