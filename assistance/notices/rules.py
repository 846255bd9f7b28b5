"""What may stand on a notice, and who may say what about an objection. Plain values, no Django."""

import re
from collections.abc import Collection, Sequence
from datetime import date

from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import kinds_in
from ground.kernel.texts import one_line

MOST_LINES = 60  # what a sheet on a wall can carry
LONGEST = {"title": 60, "place": 60, "remark": 200}
LABELS = {"title": "标题", "place": "张贴地点", "remark": "说明"}
_PHONE = re.compile(
    r"0\d{2,3}-?[2-8]\d{6,7}(-\d{1,5})?|1[3-9]\d{9}|[2-8]\d{6,7}|1\d{4}|400-?\d{3}-?\d{4}"
)


def check_desk(phone: str, contact: str) -> tuple[str, str]:
    """The telephone and the department to which objections go, tidied."""
    phone = re.sub(r"[\s()（）]", "", phone).replace("－", "-").replace("—", "-")
    if not _PHONE.fullmatch(phone):
        raise RuleBroken(
            "desk_phone",
            "监督电话应为单位的座机（如0736-7788990）、手机或服务热线号码，请核对",
            fields={"phone": "号码不完整"},
        )
    contact = contact.strip()
    if not contact or kinds_in(contact):
        raise RuleBroken(
            "desk_contact",
            "请填写受理部门的名称，不写个人的号码和住址",
            fields={"contact": "写部门名称"},
        )
    return phone, contact


def check_words(
    words: dict[str, str], *, public: Collection[str], people: Collection[str]
) -> dict[str, str]:
    """Title, place and remark, stripped: nothing in them by which a family could be found.

    `public` is what may be told (the office's own telephone), `people` are the families' full names.
    """
    tidy = {name: one_line(text) for name, text in words.items()}
    faults = {}
    for name, text in tidy.items():
        found = [str(kind) for kind in kinds_in(text, public=public)]
        found += ["家庭成员的姓名"] if any(one in text for one in people if len(one) > 1) else []
        if found:
            faults[name] = f"含有{'、'.join(found)}"
        elif not text and name != "remark":
            faults[name] = "不能为空"
        elif len(text) > LONGEST[name]:
            faults[name] = f"不超过{LONGEST[name]}字"
    if faults:
        said = "；".join(f"{LABELS[name]}{fault}" for name, fault in faults.items())
        hint = (
            "。公示单上不能出现能找到一个家庭的内容，张贴地点只写场所（如“厂区公示栏”），不写门牌号"
        )
        raise RuleBroken("notice_words", f"{said}{hint if '含有' in said else ''}", fields=faults)
    return tidy


def check_number_of_files(number: int) -> None:
    if not number:
        raise RuleBroken("no_files", "请勾选要公示的家庭", fields={"families": "请至少勾选一户"})
    if number > MOST_LINES:
        raise RuleBroken(
            "too_many_files",
            f"一张公示单最多{MOST_LINES}户，请分几次张贴",
            fields={"families": f"不超过{MOST_LINES}户"},
        )


def check_within(units: Sequence[tuple[str, str]], organisation: str, path: str) -> None:
    """Whether every family's unit (name, path) stands at or below the organisation that posts."""
    outside = sorted({name for name, one in units if not one.startswith(path)})
    if outside:
        why = f"“{outside[0]}”不在“{organisation}”之下，请由它的上级公示，或分开张贴"
        raise RuleBroken("unit_outside", why, fields={"organisation": why})


def check_not_of_family(phone: str, mobiles: Collection[str]) -> None:
    """The number for objections is never that of a family on the notice."""
    if re.sub(r"\D", "", phone) in {re.sub(r"\D", "", one) for one in mobiles} - {""}:
        raise RuleBroken(
            "phone_of_family",
            "监督电话与公示名单里一户的联系电话相同，请先在“公示监督电话”中改为单位的电话",
        )


def check_raised(raised_on: date, *, posted_on: date, today: date) -> None:
    if not posted_on <= raised_on <= today:
        raise RuleBroken(
            "objection_day",
            f"反映日期应在{posted_on}（张贴）与今天之间",
            fields={"raised_on": "日期不在范围内"},
        )


def check_objector(
    content: str, who: str, phone: str, *, is_anonymous: bool
) -> tuple[str, str, str]:
    """What was said, by whom, how to reach them; an anonymous one keeps neither name nor number."""
    content, who, phone = content.strip(), who.strip(), phone.strip()
    if not content:
        raise RuleBroken("objection_empty", "请写明反映的内容", fields={"content": "不能为空"})
    if len(content) > 2000:  # noqa: PLR2004 -- as the input says
        raise RuleBroken("objection_long", "反映内容不超过2000字", fields={"content": "过长"})
    if is_anonymous:
        if who or phone:
            raise RuleBroken(
                "anonymous_named",
                "匿名反映不登记姓名和电话，请清空，或取消“匿名”",
                fields={"is_anonymous": "已填了姓名或电话"},
            )
        return content, "", ""
    if not who:
        raise RuleBroken(
            "objector_missing",
            "请填写反映人；不愿留名的请勾选“匿名”",
            fields={"who": "请填写，或勾选匿名"},
        )
    if len(who) > 40 or len(phone) > 30:  # noqa: PLR2004
        raise RuleBroken("objector_long", "反映人或电话过长，请核对", fields={"who": "过长"})
    return content, who, phone


def check_decider(decider: int, investigator: int | None) -> None:
    if investigator is None:
        raise RuleBroken("not_investigated", "还没有登记调查情况，调查后才能认定")
    if decider == investigator:
        raise RuleBroken(
            "decider_is_investigator", "登记调查的人不能自己认定，请由另一位办理人认定"
        )


def check_decision(decision: str, outcome: str) -> str:
    """`upheld` with what becomes of the file, or `dismissed` without."""
    if decision not in {"upheld", "dismissed"}:
        raise RuleBroken("decision_missing", "请选择成立或不成立", fields={"decision": "请选择"})
    if decision == "upheld" and outcome not in {"return", "reject", "cancel"}:
        raise RuleBroken(
            "outcome_missing",
            "异议成立的，请选择档案如何处理：退回补充、不予建档，或注销",
            fields={"outcome": "请选择"},
        )
    return decision


def check_result(text: str, *, people: Collection[str]) -> str:
    """How the notice ended, in words that go into the folder with the sheet."""
    text = text.strip()
    if not text or len(text) > 200:  # noqa: PLR2004 -- as the column
        raise RuleBroken(
            "result_missing", "请填写公示结果，不超过200字", fields={"result": "请填写"}
        )
    if kinds_in(text) or any(one in text for one in people if len(one) > 1):
        raise RuleBroken(
            "result_personal",
            "公示结果随公示单归档，不写姓名、号码和住址；异议的经过写在异议登记里",
            fields={"result": "含有个人信息"},
        )
    return text
