"""What a file still needs: fields, signatures, papers, all of it said at once (domain.md, 2.3, 3.15)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ground.kernel.errors import RuleBroken

ADULT, GUARDED_UNDER = 18, 14
TRUTH, CHECK, SENSITIVE = "truth", "check", "sensitive"


@dataclass(frozen=True)
class Asked:
    """A field that a complete form holds, since which version of the form."""

    place: str  # as errors name it: `category`, `holder.id_no`, `circumstances.dwellings`
    label: str
    since: int = 1


ASKED = [
    Asked("category", "困难类别"),
    Asked("primary_cause", "主要致困原因"),
    Asked("situation", "家庭情况"),
    Asked("annual_income", "家庭年收入"),
    Asked("rigid_expenses", "年刚性支出"),
    Asked("holder.id_no", "本人身份证号"),
    Asked("mobile", "联系电话"),
    Asked("address", "家庭住址"),
]
FORM_VERSION = max(one.since for one in ASKED)


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member of the family, as far as signatures go."""

    key: int
    label: str  # masked: 李*（配偶）
    relation: str
    born_on: date | None


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A standing signature: whose, for what, on which day, and by which guardian."""

    person: int
    purpose: str
    signed_on: date
    guardian: int | None = None


@dataclass(frozen=True, kw_only=True)
class AskedPaper:
    """A paper that the office asks of this family; `months` after its issue it is out of date."""

    kind: str
    label: str
    months: int | None = None


@dataclass(frozen=True, kw_only=True)
class HeldPaper:
    kind: str
    issued_on: date | None


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Everything that a file still needs. `fields`: input name → label.

    `added`: what the form has come to ask since the file's own version of it. It blocks nothing.
    """

    fields: Mapping[str, str]
    added: Mapping[str, str]
    consents: Sequence[str] = ()
    papers: Sequence[str] = ()
    papers_block: bool = False

    @property
    def blocking(self) -> list[str]:
        """What stands in the way of handing the file in."""
        papers = self.papers if self.papers_block else ()
        return [*self.fields.values(), *self.consents, *papers]


def missing_fields(held: Iterable[str], form_version: int) -> dict[str, str]:
    """The fields that a form of this version asks and that are empty."""
    there = set(held)
    return {
        one.place: one.label
        for one in ASKED
        if one.since <= form_version and one.place not in there
    }


def added_fields(held: Iterable[str], form_version: int) -> dict[str, str]:
    """The empty fields that only a newer form asks: said to an older file, and in nobody's way."""
    there = set(held)
    return {
        one.place: one.label for one in ASKED if one.since > form_version and one.place not in there
    }


def check_complete(missing: Missing) -> None:
    blocking = missing.blocking
    if blocking:
        raise RuleBroken(
            "file_incomplete",
            f"档案还缺{len(blocking)}项：{'、'.join(blocking)}。请先完善档案再提交",
            fields=dict.fromkeys(missing.fields, "提交前必填"),
        )


def age_on(born_on: date, on: date) -> int:
    """Full years; who is born on 29 February is a year older on 1 March of common years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def is_adult(person: Person, on: date) -> bool:
    """Somebody whose day of birth is not known signs for everything: that errs on the safe side."""
    return person.born_on is None or age_on(person.born_on, on) >= ADULT


def needs_guardian(born_on: date | None, on: date) -> bool:
    return born_on is not None and age_on(born_on, on) < GUARDED_UNDER


def purposes_of(person: Person, on: date) -> list[str]:
    """What a person has to sign: everybody the separate consent, holder and adults all three."""
    if person.relation == "holder" or is_adult(person, on):
        return [TRUTH, CHECK, SENSITIVE]
    return [SENSITIVE]


def missing_consents(
    people: Iterable[Person], signed: Iterable[Signed], on: date
) -> list[tuple[Person, str]]:
    """Who has yet to sign what. A signature of a child under 14 counts only by its guardian."""
    by: dict[tuple[int, str], list[Signed]] = {}
    for one in signed:
        by.setdefault((one.person, one.purpose), []).append(one)
    return [
        (person, purpose)
        for person in people
        for purpose in purposes_of(person, on)
        if not any(
            one.guardian is not None or not needs_guardian(person.born_on, one.signed_on)
            for one in by.get((person.key, purpose), [])
        )
    ]


def check_signing(
    *,
    signed_on: date,
    today: date,
    person: Person,
    guardian: Person | None,
) -> None:
    """A signature of today or before; a child under 14 signs by another, grown, member."""
    if signed_on > today:
        raise RuleBroken(
            "signed_in_future", "签署日期不能晚于今天", fields={"signed_on": "不能晚于今天"}
        )
    if not needs_guardian(person.born_on, signed_on):
        if guardian is not None:
            raise RuleBroken(
                "guardian_not_needed",
                f"{person.label}已满{GUARDED_UNDER}周岁，由本人签署",
                fields={"guardian": "由本人签署"},
            )
        return
    if guardian is None:
        raise RuleBroken(
            "guardian_missing",
            f"{person.label}不满{GUARDED_UNDER}周岁，由监护人签署，请选择监护人",
            fields={"guardian": "请选择监护人"},
        )
    if (
        guardian.key == person.key
        or (guardian.born_on is None and guardian.relation in {"child", "grandchild"})
        or not is_adult(guardian, signed_on)
    ):
        raise RuleBroken(
            "guardian_not_grown",
            "监护人应是家庭中另一位成年人",
            fields={"guardian": "应是家庭中另一位成年人"},
        )


def guardian_among(people: Sequence[Person], child: Person, on: date) -> Person | None:
    """Who signs for a child where nobody is named: the holder, or the first adult."""
    grown = [one for one in people if one.key != child.key and is_adult(one, on)]
    parents = [one for one in grown if one.relation not in {"child", "grandchild"}]
    ordered = sorted(parents, key=lambda one: one.relation != "holder")
    return ordered[0] if ordered else None


def missing_papers(asked: Iterable[AskedPaper], held: Iterable[HeldPaper], on: date) -> list[str]:
    """The papers that are not there, and those that are out of date by name and day."""
    by: dict[str, list[HeldPaper]] = {}
    for paper in held:
        by.setdefault(paper.kind, []).append(paper)
    told = []
    for one in asked:
        there = by.get(one.kind, [])
        if not there:
            told.append(one.label)
        elif one.months is not None and not any(_in_date(paper, one.months, on) for paper in there):
            newest = max((paper.issued_on for paper in there if paper.issued_on), default=None)
            told.append(
                f"{one.label}（{newest}出具，已过{one.months}个月）"
                if newest
                else f"{one.label}（未填出具日期）"
            )
    return list(dict.fromkeys(told))


def _in_date(paper: HeldPaper, months: int, on: date) -> bool:
    return paper.issued_on is not None and months_after(paper.issued_on, months) >= on


def months_after(on: date, months: int) -> date:
    """The same day so many months on, or the month's last day where it is shorter."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    for day in range(on.day, on.day - 4, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def is_asked(
    when: str,
    *,
    causes: Iterable[str],
    category: str,
    has_dibao: bool,
    has_disabled: bool,
    had_event: bool,
    is_migrant: bool,
    marital: str,
) -> bool:
    """Whether a rule for papers speaks of this family."""
    named = set(causes)
    speaks = {
        "": True,
        "dibao": has_dibao,
        "illness": "6" in named,
        "disability": has_disabled,
        "accident": bool(named & {"7", "8"}) or category == "accidental" or had_event,
        "schooling": "9" in named,
        "migrant": is_migrant,
        "civil_status": marital in {"divorced", "widowed"},
    }
    return speaks[when]
