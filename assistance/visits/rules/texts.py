"""What may be said on a visit, and when it may be put on record. No database."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from assistance.pairing.rules import LINK_POINTS
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import Refusal, check_text

ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])", re.ASCII)
WIDEST = {"visitors": 200, "interlocutors": 200, "place": 120, "signer": 60}
LONGEST_REASON = 200
LABELS = {
    "kind": "走访类型",
    "visitors": "走访人",
    "interlocutors": "接待人",
    "place": "走访地点",
    "situation": "了解到的情况",
    "steps": "五个一",
    "signer": "签收人",
}
_POSITION = re.compile(r"-?\d{1,2}\.\d{1,7},-?\d{1,3}\.\d{1,7}", re.ASCII)


def check_visited_on(*, visited_on: date, today: date, days_to_record: int) -> None:
    """A visit is recorded on its day or within the days that the local rule gives."""
    if visited_on > today:
        raise RuleBroken(
            "visit_in_future",
            "走访以后才能登记，走访日期不能晚于今天",
            fields={"visited_on": "不能晚于今天"},
        )
    if (today - visited_on).days > days_to_record:
        raise RuleBroken(
            "visit_too_old",
            f"走访应在{days_to_record}日内登记；超期的请联系双联办",
            fields={"visited_on": f"已超过{days_to_record}日"},
        )


def check_parties(*, kind: str, kinds: Collection[str], agency: Any, link_point: Any) -> None:
    """Somebody's office goes to an enterprise or a community, on one of the kinds of visit."""
    check_kind(kind=kind, kinds=kinds)
    if agency.kind in LINK_POINTS:
        raise RuleBroken(
            "not_an_agency",
            f"“{agency}”是企业或社区，不能作为走访单位",
            fields={"agency": "请选择机关单位"},
        )
    if link_point.kind not in LINK_POINTS:
        raise RuleBroken(
            "not_a_link_point",
            f"“{link_point}”不是企业或社区，请选择走访的企业或社区",
            fields={"link_point": "请选择企业或社区"},
        )


def check_kind(*, kind: str, kinds: Collection[str]) -> None:
    if kind not in kinds:
        raise RuleBroken("visit_kind_unknown", "请选择走访类型", fields={"kind": "请选择走访类型"})


def check_texts(*, needed: dict[str, str], others: dict[str, str]) -> None:
    """What must be said is said, and no ID number stands in text that everybody in scope reads."""
    missing = {field: "不能为空" for field, text in needed.items() if not text.strip()}
    if missing:
        raise RuleBroken("visit_incomplete", "请填写走访人和了解到的情况", fields=missing)
    said = needed | others
    long = {
        field: f"不超过{WIDEST[field]}字"
        for field, text in said.items()
        if len(text.strip()) > WIDEST.get(field, len(text))
    }
    if long:
        told = "；".join(f"{LABELS[field]}{text}" for field, text in long.items())
        raise RuleBroken("text_too_long", told, fields=long)
    check_no_id_number(said)


def check_no_id_number(said: dict[str, str]) -> None:
    numbered = {
        field: "请勿在此填写身份证号" for field, text in said.items() if ID_NUMBER.search(text)
    }
    if numbered:
        raise RuleBroken(
            "id_number_in_text",
            "文字栏里不能写身份证号，请填到“发现的困难家庭”的身份证号栏",
            fields=numbered,
        )


def steps_of(steps: Iterable[str], *, known: Collection[str]) -> list[str]:
    """The steps that were done, each once, in their own order."""
    done = set(steps)
    if done - set(known):
        raise RuleBroken("step_unknown", "“五个一”中有不认识的事项", fields={"steps": "请重新勾选"})
    return [one for one in known if one in done]


def checked_position(text: str) -> str:
    """A place on the map as `latitude,longitude`, or none."""
    text = text.strip()
    if text and not _POSITION.fullmatch(text):
        raise RuleBroken(
            "position_unreadable", "定位无法读取，请重新定位或去掉", fields={"position": "无法读取"}
        )
    return text


def checked_reason(reason: str) -> str:
    return check_text(
        reason,
        field="reason",
        label="退回原因",
        longest=LONGEST_REASON,
        read=str.strip,
        missing=Refusal("reason_missing", "请写明{label}", "不能为空"),
        too_long=Refusal("text_too_long", "{label}不超过{longest}字", "不超过{longest}字"),
    )
