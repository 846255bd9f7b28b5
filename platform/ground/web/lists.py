"""One way to list things: searched, filtered, sorted, paged, taken out to Excel, by the address.

    VISITS = ListPage(
        title="走访记录",
        columns=[
            Column("enterprise", "企业", sort="enterprise__name", url=lambda v: visit_url(v)),
            Column("visited_on", "日期", kind="date", sort="visited_on"),
            Column("state", "状态", kind="badge", tone=tone_of),
        ],
        search=["enterprise__name", "summary"],
        filters=[Choice("state", "状态", Visit.State.choices), Span("on", "日期", "visited_on")],
        ordering=["-visited_on"],
    )

    @page(SEE_VISITS)
    def visits(request):
        rows = Visit.objects.visible_to(acting(request)).select_related("enterprise")
        return VISITS.respond(request, rows)

Two queries for a page (count, rows), however long the list; the caller's `select_related` and
`prefetch_related` decide about the rest. What the address asks for and the list does not know is
ignored.

A list that may grow to hundreds of thousands of rows offers for sorting only what an index orders
(the rest is for filters), looks words up with a `search` of its own instead of reading every row, and
takes its filters' choices from somewhere else than all rows: `years_of`, `Within`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from ground.sheets.writing import SheetColumn
from ground.web.columns import Action, Column, Empty
from ground.web.filters import Choice, Filter, Span, Within, in_words, years_of
from ground.web.leaving import workbook_answer
from ground.web.paging import BoundedPaginator

__all__ = [
    "Action",
    "Choice",
    "Column",
    "Empty",
    "Filter",
    "ListPage",
    "Span",
    "Within",
    "years_of",
]

PAGE_SIZE = 25
CHUNK = 2000


@dataclass(frozen=True)
class Heading:
    """A column's head on the page: its label, where a click leads, how it is sorted now."""

    column: Column
    url: str
    sorted: str  # "ascending", "descending" or ""


@dataclass(frozen=True, kw_only=True)
class ListPage:
    title: str
    columns: Sequence[Column]
    ordering: Sequence[str]
    subtitle: str = ""
    search: Sequence[str] | Callable[[str], Q] = ()  # fields that hold a word, or what it means
    search_hint: str = "输入关键字"
    filters: Sequence[Filter] = ()
    page_size: int = PAGE_SIZE
    noun: str = "条"
    empty: Empty = field(default_factory=Empty)
    most_counted: int | None = None  # fewer where whether a row belongs to the list is dear to know
    exports: bool = True
    personal: bool = False  # its sheet holds numbers of people: a permission, a reason, a watermark
    template: str = "web/list.html"
    parent: tuple[str, str] | None = None  # label and URL name of the page that leads here

    def respond(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        *,
        actions: Sequence[Action] = (),
        on_filter: Sequence[Action] = (),
        empty: Empty | None = None,
        **context: object,
    ) -> HttpResponse:
        """The page, or with `?export=xlsx` the whole filtered list as a workbook.

        `on_filter` are buttons beside the export: their addresses get what the list is narrowed to.
        """
        asked = request.GET
        found = self.found(rows, asked)
        if self.exports and asked.get("export") == "xlsx":
            return self._workbook(request, found)
        page = BoundedPaginator(found, self.page_size, self.most_counted).get_page(
            asked.get("page")
        )
        narrowed = [one for one in self.filters if one.is_used(asked)]
        narrowed_to = self._address(asked, page=None, sort=None)
        facts = {
            "list": self,
            "title": self.title,
            "subtitle": self.subtitle,
            "parent": self.parent and {"label": self.parent[0], "url": reverse(self.parent[1])},
            "page": page,
            "headings": self._headings(asked),
            "lines": self._lines(page),
            "search": asked.get("q", "") if self.search else None,
            "filters": [one.shown(asked) for one in self.filters],
            "is_narrowed": bool(narrowed or asked.get("q")),
            "filters_used": "yes" if narrowed else "no",
            "sort": asked.get("sort", ""),
            "query": self._address(asked, page=None),
            "export_url": f"?{self._address(asked, page=None)}export=xlsx" if self.exports else "",
            "actions": actions,
            "on_filter": [
                replace(one, url=f"{one.url}{'&' if '?' in one.url else '?'}{narrowed_to}")
                for one in on_filter
            ],
            "empty": empty or self.empty,
            "kept": [(k, v) for k, v in asked.items() if k not in self._own_names],
        }
        return render(request, self.template, {**facts, **context})

    # --- what the address asks for ---

    def narrowed(self, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
        """The rows that the list shows for an address: filtered and searched, in no order."""
        return self._searched(self._filtered(rows, asked), asked)

    def found(self, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
        """The same, in the order that the address asks for."""
        return self._ordered(self.narrowed(rows, asked), asked)

    def in_words(self, asked: QueryDict) -> str:
        """What the list is narrowed to, as people read it: `状态：已登记；关键字：洞庭`."""
        said = [words for one in self.filters if (words := in_words(one.shown(asked)))]
        if self.search and asked.get("q"):
            said.append(f"关键字：{asked['q']}")
        return "；".join(said)

    @property
    def _own_names(self) -> set[str]:
        own = {"q", "page", "export", "sort"}
        return own.union(*(one.names for one in self.filters))

    def _filtered(self, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
        for one in self.filters:
            rows = one.apply(rows, asked)
        return rows

    def _searched(self, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
        if not self.search:
            return rows
        for word in asked.get("q", "").replace("\x00", "").split()[:5]:
            rows = rows.filter(self._meant(word))
        return rows

    def _meant(self, word: str) -> Q:
        if callable(self.search):
            return self.search(word)
        return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.search))

    def _ordered(self, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
        """Always ends with the key, so that a row stands on one page only."""
        key, back = _sort_asked(asked)
        column = next((one for one in self.columns if one.sort and one.key == key), None)
        order = [*column.sort_fields] if column else [*self.ordering]
        if column and back:
            order = [_reversed(name) for name in order]
        return rows.order_by(*order, "-pk" if order and order[0].startswith("-") else "pk")

    def _address(self, asked: QueryDict, **changed: str | None) -> str:
        """The query string with these names changed (None: taken out), ready for one more name."""
        query = asked.copy()
        query.pop("export", None)
        for name, value in changed.items():
            query.pop(name, None)
            if value:
                query[name] = value
        text = query.urlencode()
        return f"{text}&" if text else ""

    # --- what leaves ---

    @property
    def sheet_columns(self) -> list[SheetColumn]:
        return [
            SheetColumn(
                one.label,
                one.sheet_kind,
                one.width,
                adds_up=one.kind == "money" and not one.prices,
            )
            for one in self._leaving
        ]

    def sheet_rows(self, rows: QuerySet[Any]) -> Iterator[list[object]]:
        """What a workbook or a paper says of these rows, however many."""
        for row in rows.iterator(chunk_size=CHUNK):
            yield [column.exported(row) for column in self._leaving]

    @property
    def _leaving(self) -> list[Column]:
        return [column for column in self.columns if not column.page_only]

    # --- what is shown ---

    def _headings(self, asked: QueryDict) -> list[Heading]:
        key, back = _sort_asked(asked)
        shown = []
        for column in self.columns:
            if column.export_only:
                continue
            here = bool(column.sort) and column.key == key
            now = ("descending" if back else "ascending") if here else ""
            onward = f"-{column.key}" if now == "ascending" else column.key
            query = self._address(asked, page=None, sort=onward).rstrip("&")
            shown.append(Heading(column, f"?{query}" if column.sort else "", now))
        return shown

    def _lines(self, page: Page[Any]) -> list[list[Mapping[str, object]]]:
        columns = [column for column in self.columns if not column.export_only]
        return [[column.cell(row) for column in columns] for row in page]

    def _workbook(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        return workbook_answer(
            request,
            title=self.title,
            columns=self.sheet_columns,
            rows=self.sheet_rows(rows),
            count=rows.count(),
            personal=self.personal,
            filters=self.in_words(request.GET),
            back=f"?{self._address(request.GET).rstrip('&')}",
        )


def total(page: Page[Any], value: Callable[[Any], Decimal]) -> Decimal:
    """The sum of an amount over the rows of one page, for a foot that says so."""
    return sum((value(row) for row in page), Decimal(0))


def _sort_asked(asked: QueryDict) -> tuple[str, bool]:
    sort = asked.get("sort", "")
    return sort.removeprefix("-"), sort.startswith("-")


def _reversed(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"
