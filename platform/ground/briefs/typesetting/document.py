"""A brief as a plain value: what an issue consists of, before any page is made.

The value travels as JSON (`to_json`, `from_json`; `to_plain`, `from_plain` for a JSON column): a
signed issue is frozen in that form and can be set again at any time. Anything that must not be
printed is refused when the value is made, with a ValueError.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import Field, TypeAdapter

from ground.briefs.typesetting.sources import FigureSource

# State secrets are not made on an ordinary system: 秘密, 机密 and 绝密 cannot be written here.
Marking = Literal["", "内部资料 注意保存", "内部参阅"]

MAX_COLUMNS = 12
MAX_WIDE_COLUMNS = 16
MAX_BARS = 30


@dataclass(frozen=True, kw_only=True)
class Masthead:
    """The head of page one. `issue_date` is the day of signing; None while nobody has signed."""

    name: str
    number_line: str
    issuer: str
    issue_date: date | None
    cumulative_line: str = ""
    marking: Marking = ""

    def __post_init__(self) -> None:
        if self.marking not in get_args(Marking):
            raise ValueError(
                f"不能使用标识“{self.marking}”：只可用“内部资料 注意保存”或“内部参阅”。"
            )


@dataclass(frozen=True, kw_only=True)
class Link:
    """Some characters of a text, counted from 0 to before `end`, and where what they say is shown."""

    start: int
    end: int
    address: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A piece of a text; with a link, or without."""

    text: str
    link: Link | None = None


def parts_of(text: str, links: tuple[Link, ...]) -> list[Part]:
    """A text in pieces: those with a link, and what stands between them."""
    parts, at = [], 0
    for link in sorted(links, key=lambda one: one.start):
        parts += [Part(text[at : link.start]), Part(text[link.start : link.end], link)]
        at = link.end
    return [part for part in (*parts, Part(text[at:])) if part.text]


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    text: str
    links: tuple[Link, ...] = ()
    kind: Literal["paragraph"] = "paragraph"

    @property
    def parts(self) -> list[Part]:
        return parts_of(self.text, self.links)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading as typed, with its number: 一、 is level 1, （一） 2, 1. is 3, （1） is 4."""

    level: Literal[1, 2, 3, 4]
    text: str
    kind: Literal["heading"] = "heading"

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"标题级别只能是一至四级，不能是{self.level}。")


@dataclass(frozen=True, kw_only=True)
class RunIn:
    """A paragraph whose first words name its subject: `lead` is printed in 楷体."""

    lead: str
    text: str
    links: tuple[Link, ...] = ()
    kind: Literal["run_in"] = "run_in"

    @property
    def parts(self) -> list[Part]:
        return parts_of(self.text, self.links)


@dataclass(frozen=True, kw_only=True)
class ColumnGroup:
    """A head over some columns of a table. Without a label each column's own head stands alone."""

    label: str
    span: int


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Where the number of a cell is shown; rows and columns count from 0."""

    row: int
    column: int
    address: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """`numeric` holds the positions of the columns that are aligned as numbers, counted from 0.

    `starting` holds those whose words begin at the left. A `wide` table stands on pages of its own,
    lying across; `groups` put a second row of heads above its columns.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    starting: tuple[int, ...] = ()
    groups: tuple[ColumnGroup, ...] = ()
    wide: bool = False
    cells: tuple[Cell, ...] = ()
    kind: Literal["table"] = "table"

    def __post_init__(self) -> None:
        most = MAX_WIDE_COLUMNS if self.wide else MAX_COLUMNS
        if not 1 <= len(self.header) <= most:
            raise ValueError(f"表格应有1至{most}列，现有{len(self.header)}列。")
        if self.groups and (
            any(group.span < 1 for group in self.groups)
            or sum(group.span for group in self.groups) != len(self.header)
        ):
            raise ValueError(f"表格“{self.caption}”的分组表头应与列数一致。")
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError(f"表格“{self.caption}”各行的列数应与表头一致。")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """`value` is a decimal number, not negative, printed as it is written."""

    label: str
    value: str

    def __post_init__(self) -> None:
        try:
            number = Decimal(self.value)
        except InvalidOperation:
            raise ValueError(f"“{self.label}”的数值“{self.value}”不是数字。") from None
        if not number.is_finite() or number < 0:
            raise ValueError(f"“{self.label}”的数值不能小于零。")


@dataclass(frozen=True, kw_only=True)
class BarChart:
    title: str
    unit: str
    bars: tuple[Bar, ...]
    kind: Literal["chart"] = "chart"

    def __post_init__(self) -> None:
        if not 1 <= len(self.bars) <= MAX_BARS:
            raise ValueError(f"图“{self.title}”应有1至{MAX_BARS}项，现有{len(self.bars)}项。")


@dataclass(frozen=True, kw_only=True)
class Photo:
    """`key` is whose bytes are printed, `sha256` what they are: a signed text fixes both."""

    number: int
    caption: str
    key: int
    sha256: str
    width: int
    height: int
    kind: Literal["photo"] = "photo"

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1 or not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise ValueError(f"照片{self.number}的尺寸或校验值不对。")


Block = Annotated[
    Paragraph | Heading | RunIn | Table | BarChart | Photo, Field(discriminator="kind")
]


@dataclass(frozen=True, kw_only=True)
class Article:
    """`byline` stands under the title, `contributor` (the unit, without 来稿：) after the text."""

    title: str
    section: str = ""
    subtitle: str = ""
    byline: str = ""
    contributor: str = ""
    editor_note: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of the data page, and the absolute address where its sources are shown.

    `code` names it to programs and is not printed.
    """

    code: str
    label: str
    value: str
    unit: str = ""
    remark: str = ""
    link: str = ""
    as_of: date | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.link)
        if self.link and not (parts.scheme in {"http", "https"} and parts.netloc):
            raise ValueError(f"数据“{self.label}”的链接应是完整的网址。")


@dataclass(frozen=True, kw_only=True)
class DataPage:
    title: str
    note: str = ""
    figures: tuple[Figure, ...] = ()
    charts: tuple[BarChart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Footer:
    """Who gets it (报, 送, 发, 本期增发), how many are printed, who edited, checked, signed."""

    report_to: str = ""
    send_to: str = ""
    distribute_to: str = ""
    extra_to: str = ""
    print_run: int | None = None
    editor: str = ""
    checker: str = ""
    signer: str = ""


@dataclass(frozen=True, kw_only=True)
class BriefDocument:
    masthead: Masthead
    articles: tuple[Article, ...]
    data_page: DataPage | None = None
    footer: Footer = field(default_factory=Footer)
    sources: tuple[FigureSource, ...] = ()  # enclosed in the PDF, not printed
    has_contents: bool = True  # where it has several articles

    @property
    def lists_contents(self) -> bool:
        return self.has_contents and len(self.articles) > 1

    def to_plain(self) -> dict[str, Any]:
        """The value as dictionaries, lists, strings and numbers, for a JSON column."""
        plain: dict[str, Any] = _SHAPE.dump_python(self, mode="json")
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        document = _SHAPE.validate_json(json.dumps(plain))
        assert isinstance(document, cls)  # noqa: S101 (narrows the type)
        return document

    def to_json(self) -> str:
        return json.dumps(self.to_plain(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        return cls.from_plain(json.loads(text))

    def in_sections(self) -> list[tuple[str, list[Article]]]:
        """The articles as printed: by section, sections in the order of their first article."""
        sections: dict[str, list[Article]] = {}
        for article in self.articles:
            sections.setdefault(article.section, []).append(article)
        return list(sections.items())


_SHAPE: TypeAdapter[BriefDocument] = TypeAdapter(BriefDocument)
