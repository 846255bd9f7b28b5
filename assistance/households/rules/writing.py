"""What people type into a form, and how its parts must agree (domain.md, 2.3)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from assistance.households.rules.form import check_text
from ground.kernel import identifiers
from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import passes_luhn

Values = Mapping[str, object]
MOST_MEMBERS = 30
MOST_ITEMS = 60
MOST_SECONDARY = 3
EMPTIED = "-"  # typed into a sealed field: empty it. Nothing typed keeps what is there.
OLDEST = date(1900, 1, 1)
INCOMES = frozenset({"wage", "business", "property", "transfer", "other_income"})


@dataclass(frozen=True, kw_only=True)
class FormIn:
    """What is to be written of a form, by field name: what is not named stays as it is.

    Of a sealed field an empty value keeps what is there, because no page can send it back; `-`
    empties it. `members` are all people but the holder: one with an `id` (or of the same relation
    and name) is the one on file, changed in what is named; one who is not in the list is removed.
    Instead of the list, `member` writes or adds one and `without` (a key) takes one out, whatever
    others write meanwhile. `items` are all items. None: members, items are as they were.
    """

    head: Values = field(default_factory=dict)
    holder: Values = field(default_factory=dict)
    members: Sequence[Values] | None = None
    member: Values | None = None
    without: int | None = None
    circumstances: Values = field(default_factory=dict)
    items: Sequence[Values] | None = None
    bank_card: Values = field(default_factory=dict)


def typed_text(typed: object) -> str:
    """What was typed, as text: nothing for nothing."""
    return "" if typed is None else str(typed).strip()


def read_day(at: str, label: str, typed: object, *, latest: date | None) -> date | None:
    """A day: `2008-05-14`, or a date already; not before 1900, not after `latest`."""
    text = typed_text(typed)
    if not text:
        return None
    try:
        on = typed if isinstance(typed, date) else date.fromisoformat(text)
    except ValueError:
        raise RuleBroken(
            "day_unreadable",
            f"{label}请按年-月-日填写，例如 2008-05-14",
            fields={at: "日期无法识别"},
        ) from None
    if on < OLDEST or (latest is not None and on > latest):
        raise RuleBroken("day_outside", f"{label}不能晚于今天", fields={at: "日期不在范围内"})
    return on


def read_choice(typed: object) -> bool | None:
    """Yes, no, or not known."""
    words = {"": None, "true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
    text = typed_text(typed).lower()
    if text not in words:
        raise RuleBroken("choice_unknown", "请选择是或否")
    return words[text]


def read_count(at: str, label: str, typed: object, *, least: int, most: int) -> int | None:
    text = typed_text(typed)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise RuleBroken(
            "count_out_of_range", f"{label}应是{least}至{most}的整数", fields={at: "超出范围"}
        )
    return int(text)


def read_area(at: str, label: str, typed: object) -> Decimal | None:
    """Square metres."""
    text = typed_text(typed)
    if not text:
        return None
    try:
        area = Decimal(text)
    except InvalidOperation:
        area = Decimal(0)
    if not area.is_finite() or not 0 < area < 10000 or area != round(area, 2):  # noqa: PLR2004 -- larger than any home
        raise RuleBroken(
            "area_out_of_range", f"{label}应在0至10000平方米之间", fields={at: "超出范围"}
        )
    return area


def read_postcode(at: str, typed: str) -> str:
    if typed and not re.fullmatch(r"\d{6}", typed, re.ASCII):
        raise RuleBroken("postcode_shape", "邮政编码应为6位数字", fields={at: "应为6位数字"})
    return typed


def read_card_no(at: str, typed: str) -> str:
    """The digits of a bank card. Whether its check digit is right is only a doubt: `card_is_doubtful`."""
    plain = re.sub(r"[\s\-]", "", typed)
    if not re.fullmatch(r"\d{12,19}", plain, re.ASCII):
        raise RuleBroken(
            "card_shape", "银行卡号应为12至19位数字，请核对", fields={at: "应为12至19位数字"}
        )
    return plain


def card_is_doubtful(number: str) -> bool:
    """Whether a card number fails the Luhn check: old passbooks do, typing errors too."""
    return bool(number) and not passes_luhn(number)


def check_causes(primary: str, secondary: Sequence[str]) -> None:
    """One main cause and at most three others, each once."""
    if len(secondary) > MOST_SECONDARY or len(set(secondary)) < len(secondary):
        raise RuleBroken(
            "causes_too_many",
            f"次要致困原因最多{MOST_SECONDARY}项，不能重复",
            fields={"secondary_causes": f"最多{MOST_SECONDARY}项，不重复"},
        )
    if primary and primary in secondary:
        raise RuleBroken(
            "cause_twice",
            "次要致困原因不能与主要致困原因相同",
            fields={"secondary_causes": "与主要原因重复"},
        )


def check_born(
    at: str, whose: str, number: str, born_on: date | None, sex: str
) -> tuple[date, str]:
    """Day of birth and sex as the ID number says; what was typed must agree."""
    told, told_sex = identifiers.birth_date_of(number), "m" if int(number[16]) % 2 else "f"
    if born_on is not None and born_on != told:
        raise RuleBroken(
            "born_disagrees",
            f"{whose}的出生日期与身份证号不一致，请核对",
            fields={f"{at}born_on": "与身份证号不一致"},
        )
    if sex and sex != told_sex:
        raise RuleBroken(
            "sex_disagrees",
            f"{whose}的性别与身份证号不一致，请核对",
            fields={f"{at}sex": "与身份证号不一致"},
        )
    return told, told_sex


def check_gone(at: str, whose: str, standing: str, gone_on: date | None) -> None:
    """Who has died or left did so on a day; who is there did not."""
    if standing == "present" and gone_on is not None:
        raise RuleBroken(
            "gone_but_present",
            f"{whose}仍在家庭中，不填变动日期",
            fields={f"{at}gone_on": "在家庭中不填"},
        )
    if standing != "present" and gone_on is None:
        raise RuleBroken(
            "gone_without_day", f"请填写{whose}的变动日期", fields={f"{at}gone_on": "必填"}
        )


def side_of(kind: str) -> str:
    return "income" if kind in INCOMES else "expense"


def amount_of(
    at: str, amount: Decimal | None, spent: Decimal | None, reimbursed: Decimal | None
) -> Decimal:
    """What a family itself paid or earned: typed, or what was spent less what came back."""
    if spent is None and reimbursed is None:
        if amount is None:
            raise RuleBroken("amount_missing", "请填写金额", fields={f"{at}amount": "必填"})
        return amount
    own = (spent or Decimal(0)) - (reimbursed or Decimal(0))
    if own < 0:
        raise RuleBroken(
            "reimbursed_too_much", "已报销不能多于总额", fields={f"{at}reimbursed": "多于总额"}
        )
    if amount is not None and amount != own:
        raise RuleBroken(
            "amount_disagrees",
            "金额应等于总额减去已报销，可以留空由系统计算",
            fields={f"{at}amount": "与总额、已报销不符"},
        )
    return own


def check_card_holder(name: str, allowed: Iterable[str]) -> None:
    if name not in set(allowed):
        raise RuleBroken(
            "card_of_another",
            "开户人应是本人；家里有在读学生的，也可以是学生的父母",
            fields={"bank_card.holder_name": "应是本人或学生的父母"},
        )


def check_count(typed: Sequence[object], most: int, what: str) -> None:
    if len(typed) > most:
        raise RuleBroken("too_many", f"{what}最多{most}项，请核对")


def check_named(at: str, label: str, typed: object) -> str:
    """A name, which a person on a form must have."""
    return check_text(at, label, typed_text(typed), longest=40, needed=True)
