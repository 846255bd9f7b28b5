"""Figures that an article cites: each is computed once, and what it says stands in the printed text."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ground.accounts.models import Organisation, below
from ground.accounts.queries import organisation_named
from ground.briefs import facts
from ground.briefs.models import Issue
from ground.briefs.queries.citation_charts import chart_of, shaped, title_of
from ground.briefs.queries.figures import ShownFigure, computed, figure_link
from ground.briefs.rules import citing, photos
from ground.briefs.rules.citing import Key, Mark
from ground.briefs.typesetting import (
    Article,
    Block,
    Cell,
    Heading,
    Link,
    Paragraph,
    RunIn,
    Table,
)
from ground.kernel.errors import RuleBroken

MOST_UNITS = 60
NAMED_AT_MOST = 8


class Citations:
    """What the articles of one unsigned issue cite. `used` holds the figures by their keys."""

    def __init__(
        self, issue: Issue, figures: Sequence[ShownFigure] = (), count: facts.Count = facts.compute
    ) -> None:
        self.issue = issue
        self._count = count
        self.used: dict[str, ShownFigure] = {}
        self.wrong: list[str] = []
        self._known = {one.code: one for one in figures}
        self._facts = {one.label: one for one in facts.facts()}
        self._units: dict[str, Organisation] = {}
        self._areas: dict[int | None, Organisation] = {}

    def printed(self, article: Article) -> Article:
        """The article with every citation written out. What cannot be is told in `wrong`."""

        def plain(text: str) -> str:
            return self._text(text, f"《{article.title}》标题部分")[0]

        place = f"《{article.title}》"
        return replace(
            article,
            title=plain(article.title),
            subtitle=plain(article.subtitle),
            editor_note=self._text(article.editor_note, f"{place}编者按")[0],
            blocks=tuple(
                self._block(block, f"{place}第{at}段") for at, block in enumerate(article.blocks, 1)
            ),
        )

    def check(self) -> None:
        """Raises RuleBroken where something is cited that there is not, with every such place."""
        if self.wrong:
            rest = len(self.wrong) - NAMED_AT_MOST
            more = f"；另有{rest}处" if rest > 0 else ""
            text = "；".join(self.wrong[:NAMED_AT_MOST]) + more
            raise RuleBroken("citation_wrong", text, fields={"blocks": text})

    def figure(self, key: Key) -> ShownFigure:
        name = str(key)
        if name not in self._known:
            self._known[name] = computed(self.issue, key, self._count, self._areas.get(key.unit))
        self.used[name] = self._known[name]
        return self._known[name]

    # --- the parts of an article ------------------------------------------------------------------

    def _block(self, block: Block, place: str) -> Block:
        match block:
            case _ if said := photos.mistake_in(block):
                self.wrong.append(f"{place}：{said}")
            case Paragraph() if mark := shaped(block.text):
                drawn: Block = self._guarded(block, lambda: self._drawn(mark), place)
                return drawn
            case Paragraph():
                text, links = self._text(block.text, place)
                return Paragraph(text=text, links=links)
            case RunIn():
                text, links = self._text(block.text, place)
                return RunIn(lead=self._text(block.lead, place)[0], text=text, links=links)
            case Heading():
                return replace(block, text=self._text(block.text, place)[0])
            case Table():
                return self._filled(block, place)
        return block

    def _text(self, text: str, place: str) -> tuple[str, tuple[Link, ...]]:
        if "[[" not in text:
            return text, ()
        written, links, at = "", list[Link](), 0
        for found in citing.marks_in(text):
            written += text[at : found.start()]
            at = found.end()
            said = self._guarded(None, lambda inside=found[1]: self._said(inside), place)  # type: ignore[misc]
            if said is None:
                written += found[0]
                continue
            words, figure = said
            address = figure_link(self.issue, figure.code)
            links.append(
                Link(
                    start=len(written),
                    end=len(written) + len(words),
                    address=address,
                    note=figure.told,
                )
            )
            written += words
        return written + text[at:], tuple(links)

    def _guarded(self, otherwise: Any, find: Callable[[], Any], place: str) -> Any:
        try:
            return find()
        except (RuleBroken, ValueError) as broken:
            said = broken.message if isinstance(broken, RuleBroken) else str(broken)
            self.wrong.append(f"{place}：{said}")
            return otherwise

    def _said(self, inside: str) -> tuple[str, ShownFigure]:
        """What a citation within a line says, and the figure that it opens."""
        mark = citing.read_mark(inside)
        if mark.shape or mark.by_unit:
            raise RuleBroken("citation_alone", f"“[[{inside}]]”应独占一行")
        if len(mark.names) != 1:
            raise RuleBroken("citation_one", f"“[[{inside}]]”应写一个数据项的名称")
        fact, unit = self._fact(mark.names[0]), self._unit(mark.unit)
        now = self.figure(Key(fact.code, mark.span, unit))
        if mark.against:
            before = self.figure(Key(fact.code, mark.against, unit))
            return citing.change_in_words(now.value, before.value, fact.unit), now
        if mark.in_wan:
            if fact.unit != "元":
                raise RuleBroken("citation_wan", f"“{fact.label}”的单位是{fact.unit}，不能用万元")
            return citing.in_wan(now.value) + ("" if mark.bare else citing.IN_WAN), now
        return now.shown + ("" if mark.bare else fact.unit), now

    # --- tables and charts ------------------------------------------------------------------------

    def _drawn(self, mark: Mark) -> Block:
        declared = [self._fact(name) for name in mark.names]
        unit = self._unit(mark.unit)
        rows: list[tuple[str, list[ShownFigure]]]
        if mark.by_unit:
            rows = [
                (name, [self.figure(Key(one.code, mark.span, pk)) for one in declared])
                for name, pk in self._below(unit)
            ]
            rows.sort(key=lambda row: -row[1][0].value)
            heads = [f"{one.label}（{one.unit}）" for one in declared]
        else:
            spans = [mark.span, *([mark.against] if mark.against else [])]
            rows = [
                (one.label, [self.figure(Key(one.code, span, unit)) for span in spans])
                for one in declared
            ]
            heads = [citing.SHOWN_SPAN[span] for span in spans]
        if mark.shape == "图":
            return chart_of(mark, declared, rows, heads)
        if mark.by_unit:
            whole = [self.figure(Key(one.code, mark.span, unit)) for one in declared]
            rows.append(("全部", whole))
            return self._table(mark, "单位", heads, rows)
        return self._compared(mark, heads, declared, rows)

    def _compared(
        self,
        mark: Mark,
        heads: list[str],
        declared: Sequence[facts.Fact],
        rows: Sequence[tuple[str, list[ShownFigure]]],
    ) -> Table:
        table = self._table(mark, "项目", heads, rows)
        changes = [
            [citing.change_in_words(now.value, before.value, one.unit)]
            if mark.against
            else list[str]()
            for one, (_, (now, *rest)) in zip(declared, rows, strict=True)
            for before in [rest[0] if rest else now]
        ]
        return replace(
            table,
            header=("项目", "单位", *heads, *(["增减"] if mark.against else [])),
            rows=tuple(
                (row[0], one.unit, *row[1:], *change)
                for one, row, change in zip(declared, table.rows, changes, strict=True)
            ),
            numeric=tuple(at + 1 for at in table.numeric),
            cells=tuple(replace(cell, column=cell.column + 1) for cell in table.cells),
        )

    def _table(
        self,
        mark: Mark,
        first: str,
        heads: Sequence[str],
        rows: Sequence[tuple[str, list[ShownFigure]]],
    ) -> Table:
        return Table(
            caption=title_of(mark),
            header=(first, *heads),
            rows=tuple((name, *(one.shown for one in figures)) for name, figures in rows),
            numeric=tuple(range(1, len(heads) + 1)),
            starting=(0,),
            cells=tuple(
                Cell(row=at, column=column, address=figure_link(self.issue, one.code))
                for at, (_, figures) in enumerate(rows)
                for column, one in enumerate(figures, 1)
            ),
        )

    def _filled(self, table: Table, place: str) -> Table:
        """A typed table with its citations written out; a cell that cites opens its figure."""
        cells: list[Cell] = []

        def written(row: int, column: int, text: str) -> str:
            said, links = self._text(text, place)
            cells.extend(Cell(row=row, column=column, address=one.address) for one in links[:1])
            return said

        rows = tuple(
            tuple(written(at, column, text) for column, text in enumerate(row))
            for at, row in enumerate(table.rows)
        )
        return replace(table, rows=rows, cells=tuple(cells))

    # --- names ------------------------------------------------------------------------------------

    def _fact(self, name: str) -> facts.Fact:
        if found := self._facts.get(name):
            return found
        near = difflib.get_close_matches(name, self._facts, n=3, cutoff=0.3)
        hint = f"，相近的有{'、'.join(f'“{one}”' for one in near)}" if near else ""
        raise RuleBroken("fact_unknown", f"没有名为“{name}”的数据项{hint}")

    def _unit(self, name: str) -> int | None:
        if not name:
            return None
        if name not in self._units:
            office = self.issue.series.organisation
            among = Organisation.objects.filter(below("path", [office.path]))
            named = organisation_named(name, among)
            if named is None:
                raise RuleBroken(
                    "unit_unknown", f"{office}及所属单位中没有“{name}”，或不止一个，请写全称"
                )
            self._units[name] = self._areas[named.pk] = named
        return self._units[name].pk

    def _below(self, unit: int | None) -> Iterator[tuple[str, int]]:
        office = self.issue.series.organisation
        over = Organisation.objects.get(pk=unit) if unit else office
        children = Organisation.objects.filter(
            below("path", [over.path]), depth=over.depth + 1, is_active=True
        )
        units = list(children.order_by("path")[: MOST_UNITS + 1])
        if not units:
            raise RuleBroken("units_none", f"{over}没有所属单位，不能分单位列")
        if len(units) > MOST_UNITS:
            raise RuleBroken(
                "units_too_many", f"{over}的所属单位超过{MOST_UNITS}个，不能分单位列在正文里"
            )
        self._areas |= {one.pk: one for one in units}
        return ((str(one), one.pk) for one in units)
