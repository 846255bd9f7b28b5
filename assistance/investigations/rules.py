"""What holds for a home investigation, in plain Python (domain.md, 3.1: at least two people)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from ground.kernel import money, texts
from ground.kernel.errors import RuleBroken

LONGEST = {"present": 120, "housing_note": 1000, "remark": 1000}
LONGEST_NAME, LONGEST_PROOF = 40, 80
MOST_PEOPLE, MOST_LINES, MOST_PHOTOS = 6, 60, 12
LARGEST_AREA = Decimal(10_000)
# On a telephone the message stands beside the input, and nowhere else.
MISSING = texts.Refusal("text_missing", "请填写{label}", "请填写{label}")
TOO_LONG = texts.Refusal("text_too_long", "{label}最多{longest}字", "{label}最多{longest}字")


@dataclass(frozen=True)
class Person:
    """Somebody who went: by name; with the id of their account where they have one."""

    name: str
    user_id: int | None = None
    signed: bool = False


@dataclass(frozen=True)
class Line:
    """A declared amount, and what the paper at home says."""

    side: str
    kind: str
    declared: Decimal
    agrees: bool
    seen: Decimal | None = None
    proof: str = ""


def check_people(people: Sequence[Person], fewest: int) -> list[Person]:
    """The investigators: enough of them, and nobody twice, by name or by account."""
    tidy = [
        Person(texts.printable(one.name), one.user_id, one.signed)
        for one in people
        if one.name.strip()
    ]
    accounts = [one.user_id for one in tidy if one.user_id is not None]
    if len({one.name for one in tidy}) < len(tidy) or len(set(accounts)) < len(accounts):
        raise _broken(
            "investigator_twice", "每位调查人只填一次，请填写另一位的姓名", "investigators"
        )
    if len(tidy) < fewest:
        raise _broken(
            "investigators_too_few",
            f"入户调查应不少于{fewest}人，请填写每位调查人的姓名",
            "investigators",
        )
    if len(tidy) > MOST_PEOPLE:
        raise _broken("investigators_too_many", f"调查人最多{MOST_PEOPLE}位", "investigators")
    if any(len(one.name) > LONGEST_NAME for one in tidy):
        raise _broken("text_too_long", f"调查人姓名最多{LONGEST_NAME}字", "investigators")
    return tidy


def check_day(visited_on: date, *, opened_on: date, today: date) -> None:
    if not opened_on <= visited_on <= today:
        raise _broken(
            "visited_outside", f"调查日期应在{opened_on}（申请日期）与今天之间", "visited_on"
        )


def check_lines(
    lines: Sequence[Line], *, sides: Collection[str], kinds: Collection[str]
) -> list[Line]:
    """The amounts as they were checked: one that differs says which figure was seen."""
    if len(lines) > MOST_LINES:
        raise _broken("lines_too_many", f"收入支出最多{MOST_LINES}项", "items")
    tidy = []
    for number, one in enumerate(lines):
        if one.side not in sides or one.kind not in kinds:
            raise _broken(
                "choice_unknown", f"第{number + 1}项不在可选范围内", f"items.{number}.kind"
            )
        declared = check_amount(one.declared, f"items.{number}.declared")
        seen = None if one.seen is None else check_amount(one.seen, f"items.{number}.seen")
        if one.agrees:
            seen = None
        elif seen is None or seen == declared:
            raise _broken(
                "seen_missing",
                f"第{number + 1}项与凭证不符，请填写凭证上的金额",
                f"items.{number}.seen",
            )
        proof = texts.check_text(
            one.proof,
            field=f"items.{number}.proof",
            label="凭证",
            longest=LONGEST_PROOF,
            needed=False,
            read=texts.printable,
            too_long=TOO_LONG,
        )
        tidy.append(Line(one.side, one.kind, declared, one.agrees, seen, proof))
    return tidy


def check_conclusion(conclusion: str, lines: Sequence[Line], known: Collection[str]) -> None:
    """“属实” does not stand beside an amount that differs."""
    if conclusion not in known:
        raise _broken("choice_unknown", "请选择调查结论", "conclusion")
    differing = sum(not one.agrees for one in lines)
    if conclusion == "true" and differing:
        raise _broken(
            "conclusion_contradicts",
            f"有{differing}项与凭证不符，结论不能是“属实”，请选“基本属实”或“不符”",
            "conclusion",
        )


def check_signed(
    people: Sequence[Person], *, family_signed: bool, on_paper: bool, photos: int
) -> None:
    """Everybody has signed on the screen; or on paper, of which there is a photo."""
    if photos > MOST_PHOTOS:
        raise _broken("photos_too_many", f"最多{MOST_PHOTOS}张照片", "photos")
    if on_paper:
        if not photos:
            raise _broken("paper_missing", "已在纸质表上签字的，请把签字的表拍照附上", "photos")
        return
    missing = [one.name for one in people if not one.signed]
    if not family_signed:
        missing.append("家属")
    if missing:
        raise _broken(
            "signature_missing",
            f"还缺{'、'.join(missing)}的签名；已在纸质表上签字的，请勾选并拍照",
            "signatures",
        )


def check_choice(value: str, known: Collection[str], label: str, field: str) -> str:
    if value not in known:
        raise _broken("choice_unknown", f"请选择{label}", field)
    return value


def check_words(typed: str, label: str, field: str, *, needed: bool = False) -> str:
    return texts.check_text(
        typed,
        field=field,
        label=label,
        longest=LONGEST[field],
        needed=needed,
        read=texts.paragraphs,
        missing=MISSING,
        too_long=TOO_LONG,
    )


def check_area(typed: Decimal | str | None) -> Decimal | None:
    """Square metres with two places, or nothing."""
    if typed is None or typed == "":
        return None
    try:
        area = Decimal(typed)
        fits = area.is_finite() and 0 <= area < LARGEST_AREA and area == round(area, 2)
    except InvalidOperation:
        fits = False
    if not fits:
        raise _broken("area_unreadable", "面积请填写平方米数，例如 62.5", "floor_area")
    return area


def check_amount(typed: Decimal | str, field: str) -> Decimal:
    words = "金额应在0元以上、百亿元以下"
    return money.amount_typed(typed, field=field, message=words, beside=words)


def _broken(code: str, message: str, field: str) -> RuleBroken:
    return RuleBroken(code, message, fields={field: message})
