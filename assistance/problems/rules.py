"""The way of a problem, and what may be said on it. No database."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from assistance.pairing.rules import LINK_POINTS
from ground.kernel import identifiers
from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.kernel.texts import Refusal, check_text

LONGEST_DESCRIPTION = 2000
LONGEST_REASON = 500
LONGEST_WORDS = 1000
LONGEST_NAME = 40
MOST_PHOTOS = 3
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])", re.ASCII)

# Each step: the states from which it leads on, and what to say in another.
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "register": (frozenset({"collected"}), "只有待登记的问题才能登记"),
    "refuse": (frozenset({"collected", "registered"}), "交办以前才能不予受理"),
    "dispatch": (frozenset({"registered"}), "登记后、未交办的问题才能交办"),
    "take_back": (frozenset({"dispatched", "handling"}), "办理中的问题才能收回交办"),
    "take_up": (frozenset({"dispatched"}), "承办单位已经接办"),
    "return": (frozenset({"dispatched", "handling"}), "办理中的问题才能退回"),
    "answer": (frozenset({"dispatched", "handling"}), "办理中的问题才能答复"),
    "ask": (frozenset({"answered"}), "承办单位答复后、企业确认前才能请企业确认"),
    "confirm": (frozenset({"answered"}), "承办单位答复后才能确认，且只能确认一次"),
    "close": (frozenset({"confirmed", "answered"}), "企业确认后才能销号"),
}
DISSATISFIED_FOR_LEADER = 2  # the second time, a leader looks at it


def may_step(step: str, state: str) -> bool:
    return state in STEPS[step][0]


def check_step(step: str, state: str, label: str) -> None:
    """Whether a problem in this state may take this step. `label` is the state in words."""
    states, sentence = STEPS[step]
    if state not in states:
        raise RuleBroken("problem_not_there", f"该问题目前“{label}”，{sentence}")


def check_telling(
    *,
    link_point: Any,
    category: str,
    categories: Collection[str],
    urgency: str,
    urgencies: Collection[str],
) -> None:
    """An enterprise or community in use, one of the categories, one of the urgencies."""
    if link_point.kind not in LINK_POINTS:
        raise RuleBroken(
            "not_a_link_point",
            f"“{link_point}”不是企业或社区，请选择反映问题的企业或社区",
            fields={"link_point": "请选择企业或社区"},
        )
    if not link_point.is_active:
        raise RuleBroken(
            "organisation_closed",
            f"“{link_point}”已停用，不能再收集问题",
            fields={"link_point": "该单位已停用"},
        )
    if category not in categories:
        raise RuleBroken(
            "category_unknown", "请选择问题类别", fields={"category": "请选择问题类别"}
        )
    if urgency not in urgencies:
        raise RuleBroken("urgency_unknown", "请选择紧急程度", fields={"urgency": "请选择紧急程度"})


def checked_text(text: str, *, field: str, what: str, longest: int, needed: bool = True) -> str:
    """A text as it is kept: said where it must be, not too long, and without an ID number."""
    text = check_text(
        text,
        field=field,
        label=what,
        longest=longest,
        needed=needed,
        read=str.strip,
        missing=Refusal("{field}_missing", "请填写{label}", "不能为空"),
        too_long=Refusal("{field}_too_long", "{label}不超过{longest}字", "不超过{longest}字"),
    )
    if _ID_NUMBER.search(text):
        raise RuleBroken(
            "id_number_in_text",
            f"{what}里请不要写身份证号，办理问题用不到",
            fields={field: "请勿填写身份证号"},
        )
    return text


def checked_mobile(text: str, *, field: str = "contact_mobile") -> str:
    """A mobile number, or none."""
    if not text.strip():
        return ""
    try:
        return identifiers.mobile(text)
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.message, fields={field: "应为11位手机号"}) from broken


def check_due(*, due_on: date, today: date) -> None:
    if due_on <= today:
        raise RuleBroken("due_in_past", "办理期限应在今天之后", fields={"due_on": "应在今天之后"})


def check_photo_count(count: int) -> None:
    if count > MOST_PHOTOS:
        raise RuleBroken(
            "too_many_photos",
            f"照片最多{MOST_PHOTOS}张",
            fields={"photos": f"最多{MOST_PHOTOS}张"},
        )


def check_opinion(*, opinion: str, opinions: Collection[str], words: str) -> None:
    """One of the three; who is not satisfied says why, for the agency goes by it."""
    if opinion not in opinions:
        raise RuleBroken(
            "opinion_unknown", "请选择满意、基本满意或不满意", fields={"opinion": "请选择一项"}
        )
    if opinion == "dissatisfied" and not words.strip():
        raise RuleBroken(
            "words_missing",
            "不满意的，请写明哪里没有解决，好让承办单位继续办理",
            fields={"words": "请写明哪里没有解决"},
        )


def check_told_on(*, told_on: date, answered_on: date, today: date) -> None:
    if not answered_on <= told_on <= today:
        raise RuleBroken(
            "told_on_wrong",
            f"确认日期应在答复日期{answered_on}至今天之间",
            fields={"told_on": f"应在{answered_on}至今天之间"},
        )


def is_owner(paths: Collection[str], owner_paths: Collection[str]) -> bool:
    """Whether somebody of these organisations belongs to one of the owners, or stands below it."""
    return any(mine.startswith(owner) for mine in paths for owner in owner_paths)


def check_not_owner(*, recorder_paths: Collection[str], owner_paths: Collection[str]) -> None:
    """The agencies that handled a problem do not write down what the enterprise thinks of it."""
    if is_owner(recorder_paths, owner_paths):
        raise RuleBroken(
            "own_confirmation",
            "承办单位不能登记企业对本单位办理结果的意见，请双联办或其他单位登记",
        )


def check_closer(*, by: int, answered_by: int | None, recorded_by: int | None) -> None:
    """Who did it, and who wrote down the enterprise's word, does not strike it off."""
    check_another(by=by, than=answered_by, message="办理该问题的人不能销号，请由另一人销号")
    check_another(by=by, than=recorded_by, message="登记企业电话确认的人不能销号，请由另一人销号")


def check_silence(*, asked: bool, silent_until: date | None, today: date, remark: str) -> None:
    """Without the enterprise's word: only after it was asked, the days have passed, with a remark."""
    if not asked or silent_until is None:
        raise RuleBroken("not_asked", "尚未请企业确认，请先发出确认链接或电话确认")
    if today <= silent_until:
        raise RuleBroken(
            "still_waiting", f"企业可在{silent_until}前确认，之后仍未确认的才能直接销号"
        )
    if not remark:
        raise RuleBroken(
            "remark_missing",
            "企业未确认的，请写明联系经过和销号理由",
            fields={"remark": "不能为空"},
        )
