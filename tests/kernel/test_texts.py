"""Texts of people: read as a line or as paragraphs, refused in the words that an app gives."""

import pytest

from ground.kernel.errors import RuleBroken
from ground.kernel.texts import (
    Refusal,
    check_reason,
    check_text,
    one_line,
    paragraphs,
    printable,
    stripped,
)

TYPED = " \t困难\x00 \n下岗\t\u202e职工\u3000 "


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        (one_line, "困难 下岗 \u202e职工"),
        (stripped, "困难 \n下岗\t\u202e职工"),
        (paragraphs, "困难 \n下岗\t职工"),
        (printable, "困难 下岗职工"),
    ],
)
def test_ways_to_read_a_text(read, kept):
    assert check_text(TYPED, field="a", label="情况", longest=20, read=read) == kept


def refused(check, *args, **more):
    with pytest.raises(RuleBroken) as broken:
        check(*args, **more)
    return broken.value.code, broken.value.message, broken.value.fields


def test_a_text_that_must_be_given_fits():
    said = {"field": "name", "label": "名称"}
    assert check_text("一二三", longest=3, **said) == "一二三"
    assert check_text(" \n", longest=3, needed=False, **said) == ""
    assert refused(check_text, " \n", longest=3, **said) == (
        "text_missing",
        "请填写名称",
        {"name": "不能为空"},
    )
    assert refused(check_text, "一二三四", longest=3, needed=False, **said) == (
        "text_too_long",
        "名称不能超过3个字，请精简",
        {"name": "不能超过3个字"},
    )


def test_each_app_refuses_in_its_own_words():
    own = Refusal("{field}_long", "{label}最多{longest}字", "现有{found}字")
    assert refused(check_text, "一二三四", field="name", label="{名}", longest=3, too_long=own) == (
        "name_long",
        "{名}最多3字",
        {"name": "现有4字"},
    )


def test_a_reason_names_what_it_is_for():
    assert check_reason(" 重复\n登记 ") == "重复\n登记"
    assert refused(check_reason, " ") == (
        "reason_missing",
        "请写明原因",
        {"reason": "不能为空"},
    )
    assert refused(check_reason, " ", what="退回", field="why")[1:] == (
        "请写明退回的原因",
        {"why": "不能为空"},
    )
    assert refused(check_reason, "长" * 301) == (
        "reason_too_long",
        "原因不超过300字",
        {"reason": "不超过300字"},
    )
