"""The ledgers that an office makes, each declared once with its columns and its rows (domain.md, 5).

    @book("ledgers.ended", title="脱困注销返困台账", says="…", order=30)
    def ended(asked: Asked) -> list[Sheet]: ...

A room above declares its own in the same way, in its `books.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from assistance.households.models import HardshipFile, Member, Step
from assistance.households.queries import standing_of
from assistance.ledgers import queries
from assistance.ledgers.rules import net_per_person, posted
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.kernel.identifiers import masked_name
from ground.sheets.ledgers import Sheet
from ground.sheets.writing import SheetColumn

State = HardshipFile.State
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """For whom a ledger is made, of which area and days; `masked`: for posting, nobody is named in it."""

    by: User
    organisation: Organisation
    starts_on: date
    ends_on: date
    masked: bool
    said: Callable[[int], None] = lambda _: None  # how many rows have been written


Rows = Iterator[list[object]]


@dataclass(frozen=True)
class Book:
    """A kind of ledger."""

    code: str
    title: str
    says: str
    order: int
    sheets: Callable[[Asked], list[Sheet]]
    has_span: bool
    personal: bool  # whether there is a version in full, with names and numbers


_books: dict[str, Book] = {}
Declared = Callable[[Asked], list[Sheet]]


def book(
    code: str,
    *,
    title: str,
    says: str,
    order: int,
    has_span: bool = False,
    personal: bool = True,
) -> Callable[[Declared], Declared]:
    """Declare a kind of ledger. Its rows come without a query for each."""

    def declare(sheets: Declared) -> Declared:
        if code in _books:
            raise ValueError(f"ledger {code!r} is declared twice")
        _books[code] = Book(code, title, says, order, sheets, has_span, personal)
        return sheets

    return declare


def book_named(code: str) -> Book | None:
    return _books.get(code)


def all_books() -> list[Book]:
    return sorted(_books.values(), key=lambda one: one.order)


def named(name: str, *, masked: bool) -> str:
    return masked_name(name) if masked else name


def counted(asked: Asked, rows: Rows) -> Rows:
    """The rows with their numbers before them; the job hears how far it is."""
    for number, row in enumerate(rows, 1):
        asked.said(number)
        yield [number, *row]


NUMBER = SheetColumn("序号", "number", 6)
FILE_NO = SheetColumn("档案编号", width=16)
NAME = SheetColumn("姓名", width=10)
UNIT = SheetColumn("工作单位", width=26)
CATEGORY = SheetColumn("困难类别", width=12)
FAMILY = (FILE_NO, NAME, UNIT, CATEGORY)


def category_of(file: HardshipFile) -> str:
    """Today's category; a class of the old forms stands beside it as what it is."""
    legacy = file.get_legacy_category_display()
    return file.get_category_display() or (f"{legacy}（旧类别）" if legacy else "")


def family_of(asked: Asked, file: HardshipFile) -> list[object]:
    """The cells of `FAMILY`; of a file that was read with its unit and members."""
    holder = next(one for one in file.members.all() if one.relation == Member.Relation.HOLDER)
    name = named(holder.name, masked=asked.masked)
    return [file.file_no, name, file.unit.name, category_of(file)]


@book(
    "ledgers.roster",
    title="困难职工花名册",
    says="在档家庭汇总：户主、单位、类别、人口、人均月纯收入、致困原因。完整版含身份证号、电话和银行卡号。",
    order=10,
)
def roster(asked: Asked) -> list[Sheet]:
    numbers = [] if asked.masked else [SheetColumn("身份证号", width=20)]
    private = (
        []
        if asked.masked
        else [SheetColumn("联系电话", width=14), SheetColumn("银行卡号", width=22)]
    )
    columns = [
        NUMBER,
        FILE_NO,
        NAME,
        SheetColumn("性别", width=6),
        *numbers,
        UNIT,
        CATEGORY,
        SheetColumn("建档标准", width=10),
        SheetColumn("家庭人口", "number", 8),
        SheetColumn("人均月纯收入", "money", 14),
        SheetColumn("主要致困原因", width=20),
        *private,
        SheetColumn("建档日期", "date"),
        SheetColumn("状态", width=8),
        SheetColumn("原档案号", width=16),
    ]
    return [Sheet("花名册", columns, counted(asked, _roster(asked)), frozenset({"家庭人口"}), "户")]


def _roster(asked: Asked) -> Rows:
    files = queries.files_of(asked.by, asked.organisation).filter(state=State.ACTIVE)
    for form in queries.forms_of(files.select_related("gate").order_by("unit__path", "pk")):
        file, holder, people = form.file, form.holder, len(form.present)
        row: list[object] = [file.file_no, named(holder.name, masked=asked.masked)]
        row += [holder.get_sex_display()]
        row += [] if asked.masked else [holder.id_no]
        row += [file.unit.name, category_of(file), file.get_tier_display(), people]
        row += [net_per_person(file.annual_income, file.rigid_expenses, people)]
        cause = file.get_primary_cause_display()
        row += [posted(cause) if asked.masked else cause]
        row += [] if asked.masked else [file.mobile, form.bank_card.card_no]
        yield [*row, file.approved_on, standing_of(file), file.former_no]


@book(
    "ledgers.ended",
    title="脱困注销返困台账",
    says="期间内脱困、注销的家庭，和脱困后又重新建档的家庭，附原因和经办人。",
    order=20,
    has_span=True,
)
def ended(asked: Asked) -> list[Sheet]:
    columns = [
        NUMBER,
        *FAMILY,
        SheetColumn("建档日期", "date"),
        SheetColumn("情况", width=8),
        SheetColumn("日期", "date"),
        SheetColumn("原因", width=40),
        SheetColumn("经办", width=10),
        SheetColumn("原档案编号", width=16),
    ]
    return [Sheet("台账", columns, counted(asked, _ended(asked)), noun="户")]


def _ended(asked: Asked) -> Rows:
    span = (asked.starts_on, asked.ends_on)
    files = queries.files_of(asked.by, asked.organisation).filter(
        Q(state__in=[State.EXITED, State.CANCELLED], ended_on__range=span)
        | Q(relapse_of__isnull=False, opened_on__range=span)
    )
    rows = files.select_related("unit", "relapse_of").prefetch_related("members", "steps__by")
    endings = {Step.Kind.EXITED, Step.Kind.CANCELLED}
    for file in rows.order_by("unit__path", "pk").iterator(chunk_size=queries.AT_ONCE):
        last = next((one for one in reversed(list(file.steps.all())) if one.kind in endings), None)
        common = [*family_of(asked, file), file.approved_on]
        if file.ended_on and asked.starts_on <= file.ended_on <= asked.ends_on:
            why, who = (last.opinion, str(last.by or "")) if last else ("", "")
            yield [*common, file.get_state_display(), file.ended_on, why, who, ""]
        if file.relapse_of and asked.starts_on <= file.opened_on <= asked.ends_on:
            yield [*common, "返困", file.opened_on, "", "", file.relapse_of.file_no]


@book(
    "ledgers.untouched",
    title="一年未改档案",
    says="在档而一年以上没有核实、也没有变更登记的家庭。",
    order=30,
)
def untouched(asked: Asked) -> list[Sheet]:
    columns = [
        NUMBER,
        *FAMILY,
        SheetColumn("建档日期", "date"),
        SheetColumn("最近核实", "date"),
        SheetColumn("最近变更", "datetime"),
        SheetColumn("距今（天）", "number", 10),
    ]
    return [Sheet("清单", columns, counted(asked, _untouched(asked)), noun="户")]


def _untouched(asked: Asked) -> Rows:
    files = queries.files_of(asked.by, asked.organisation)
    old = queries.untouched_before(files, asked.ends_on - A_YEAR)
    rows = old.select_related("unit").prefetch_related("members").order_by("unit__path", "pk")
    for file in rows.iterator(chunk_size=queries.AT_ONCE):
        written: Any = vars(file)["written_at"]
        touched = [
            day
            for day in (file.confirmed_on, written and localtime(written, clock.CHINA).date())
            if day
        ]
        since = max(touched, default=file.approved_on or file.opened_on)
        yield [
            *family_of(asked, file),
            file.approved_on,
            file.confirmed_on,
            written,
            (asked.ends_on - since).days,
        ]


@book(
    "ledgers.consents",
    title="个人信息同意清单",
    says="每位成员签署的声明、授权和单独同意，未成年人由谁代签，何时撤回。",
    order=40,
)
def consents(asked: Asked) -> list[Sheet]:
    columns = [
        NUMBER,
        FILE_NO,
        UNIT,
        SheetColumn("签署人", width=10),
        SheetColumn("与户主关系", width=10),
        SheetColumn("事项", width=28),
        SheetColumn("文本版本", "number", 8),
        SheetColumn("签署日期", "date"),
        SheetColumn("方式", width=10),
        SheetColumn("监护人", width=10),
        SheetColumn("撤回日期", "date"),
    ]
    return [Sheet("清单", columns, counted(asked, _consents(asked)), noun="份")]


def _consents(asked: Asked) -> Rows:
    for one in queries.people_signed(queries.files_of(asked.by, asked.organisation)):
        member, guardian = one.member, one.guardian
        yield [
            member.file.file_no,
            member.file.unit.name,
            named(member.name, masked=asked.masked),
            member.get_relation_display(),
            one.text.title,
            one.text.version,
            one.signed_on,
            one.get_way_display(),
            named(guardian.name, masked=asked.masked) if guardian else "",
            one.withdrawn_on,
        ]
