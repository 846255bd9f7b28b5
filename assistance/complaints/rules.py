"""The way of a complaint, what may be said in it, and its days. Plain values, no Django.

Days follow 信访工作条例 (2022) 22, 34–36, as domain.md 4.8 has them; their numbers are local rules.
"""

import re
from datetime import date, timedelta

from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.kernel.scanning import kinds_in
from ground.kernel.texts import check_text, paragraphs

LONGEST_CONTENT = 2000
LONGEST_ANSWER = 1000
LONGEST_NAME = 40
LONGEST_PHONE = 30
LONGEST_ABOUT = 120
MOST_TURNS = 3  # handled, reviewed (复查), reviewed again (复核)
TURNS = ("办理", "复查", "复核")
LIGHT_LABELS = {"none": "", "green": "期限内", "amber": "临近期限", "red": "已超期"}
LIGHT_TONES = {"none": "neutral", "green": "good", "amber": "warn", "red": "bad"}
CODE_LENGTH = 10

# Each step: the states from which it leads on, and what to say in another.
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "sort": (frozenset({"received", "accepted"}), "交办以前才能改被反映的单位和人"),
    "accept": (frozenset({"received"}), "只有待受理的才能受理"),
    "refuse": (frozenset({"received"}), "只有待受理的才能不予受理"),
    "assign": (frozenset({"accepted"}), "受理后、交办前才能指定承办人"),
    "reassign": (frozenset({"looking"}), "调查中的才能改派承办人"),
    "answer": (frozenset({"looking"}), "调查中的才能提交办理结果"),
    "send_back": (frozenset({"answered"}), "提交办理结果后、办结前才能退回"),
    "close": (frozenset({"answered"}), "提交办理结果后才能办结，且只能办结一次"),
    "review": (frozenset({"closed"}), "办结后才能申请复查"),
}


def check_step(step: str, state: str, label: str) -> None:
    """Whether a complaint in this state may take this step. `label` is the state in words."""
    states, sentence = STEPS[step]
    if state not in states:
        raise RuleBroken("complaint_not_there", f"这件目前“{label}”，{sentence}，请刷新后再看")


def check_content(content: str) -> str:
    return check_text(
        content, field="content", label="反映的内容", longest=LONGEST_CONTENT, read=paragraphs
    )


def check_who(who: str, phone: str) -> tuple[str, str]:
    """Who complains and how to reach them: both may be left out."""
    name = check_text(who, field="who", label="姓名", longest=LONGEST_NAME, needed=False)
    number = check_text(phone, field="phone", label="电话", longest=LONGEST_PHONE, needed=False)
    if number and not re.fullmatch(r"[0-9+\-()（） 转]{5,30}", number):
        raise RuleBroken(
            "phone_unreadable",
            "电话只写数字（可带区号和分机），或留空",
            fields={"phone": "只写数字，或留空"},
        )
    return name, number


def check_received(received_on: date, today: date) -> None:
    if received_on > today:
        raise RuleBroken(
            "received_in_future", "收到日期不能晚于今天", fields={"received_on": "不能晚于今天"}
        )


def check_told_back(text: str, *, field: str, label: str) -> str:
    """Words that whoever complained reads: nothing in them by which a person could be found."""
    words = check_text(text, field=field, label=label, longest=LONGEST_ANSWER, read=paragraphs)
    if found := kinds_in(words):
        raise RuleBroken(
            "answer_personal",
            f"{label}给反映人看，请删去其中的{'、'.join(found)}",
            fields={field: f"含有{'、'.join(found)}"},
        )
    return words


def check_closer(*, by: int, handler: int) -> None:
    check_another(by=by, than=handler, message="承办人不能办结自己办理的投诉举报，请另一人审核办结")


def check_reviewer(*, handler: int, before: int | None) -> None:
    """A review is looked into by another person than what is reviewed."""
    check_another(by=handler, than=before, message="复查、复核应由原承办人以外的人承办，请另选")


def check_review(*, turn: int, until: date | None, today: date) -> None:
    """Whether a review may be asked for: twice at most, by the day that stands in the answer."""
    if turn >= MOST_TURNS:
        raise RuleBroken("review_ended", "这件已经复核过，办理程序到此终结")
    if until is None or today > until:
        raise RuleBroken(
            "review_late", f"申请{TURNS[turn]}的期限到{until}为止，已经过了，不能再申请"
        )


def day_after(start: date, days: int) -> date:
    """The last of so many days, that of the start not counted."""
    return start + timedelta(days=days)


def light_of(due_on: date | None, today: date, warn_days: int) -> str:
    """How much a complaint presses: `red` past its day, `amber` from so many days before it."""
    if due_on is None:
        return "none"
    if today > due_on:
        return "red"
    return "amber" if (due_on - today).days <= warn_days else "green"


def countdown_of(due_on: date | None, today: date) -> str:
    """剩 3 日, 今日到期, 超期 2 日."""
    if due_on is None:
        return ""
    left = (due_on - today).days
    return f"超期 {-left} 日" if left < 0 else f"剩 {left} 日" if left else "今日到期"


def read_number(text: str) -> tuple[int, int] | None:
    """诉〔2008〕3号, however it is typed: 2008-3, 诉2008 3. Year and number, or nothing."""
    found = re.findall(r"\d{1,8}", text)
    if len(found) != 2 or len(found[0]) != 4:  # noqa: PLR2004 -- year and number
        return None
    return int(found[0]), int(found[1])


def read_code(text: str) -> str:
    """The code as it was given out, however it is typed."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def shown_code(code: str) -> str:
    """As people read it out: `K7M2X-9QXDA`."""
    return f"{code[:5]}-{code[5:]}"
