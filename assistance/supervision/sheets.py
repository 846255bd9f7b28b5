"""The score sheet as a workbook, in the columns of the printed form (domain.md, 5.9)."""

import io
from typing import Any

import xlsxwriter

from assistance.supervision import queries
from assistance.supervision.models import Score, Sheet
from assistance.supervision.rules.scales import shown

HEADS = ("内容（分值）", "指标", "分值", "评分办法和标准", "编码", "自评", "综评", "备注")
WIDTHS = (14, 26, 7, 44, 8, 9, 9, 44)
LINED = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 11}


def sheet_workbook(sheet: Sheet, *, with_office: bool) -> bytes:
    """The sheet as a workbook.

    Without the office's points its column stands empty: so it is printed and filled in by hand.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    page = book.add_worksheet("考核评分表")
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2, 3)
    title = book.add_format({"bold": True, "font_size": 18, "align": "center"})
    plain, middle = book.add_format(LINED), book.add_format({**LINED, "align": "center"})
    head = book.add_format({**LINED, "align": "center", "bold": True, "bg_color": "#F0F1EE"})
    for at, width in enumerate(WIDTHS):
        page.set_column(at, at, width)
    page.merge_range(0, 0, 0, 7, sheet.scheme.title + "评分表", title)
    page.write_string(1, 0, f"单位：{sheet.agency.name}")
    for at, name in enumerate(HEADS):
        if name in {"自评", "综评"}:
            page.write_string(3, at, name, head)
        else:
            page.merge_range(2, at, 3, at, name, head)
    page.merge_range(2, 5, 2, 6, "得分", head)
    row = 4
    for section in queries.lines_of_sheet(sheet):
        row = _section(page, row, section, (plain, middle), with_office=with_office)
    page.merge_range(row, 0, row, 4, "合　计", head)
    _number(page, row, 5, sheet.self_total, head)
    _number(page, row, 6, _total(sheet) if with_office else None, head)
    page.write_string(row, 7, _place(sheet), head)
    book.close()
    return file.getvalue()


def _section(
    page: Any, row: int, section: queries.Section, styles: tuple[Any, Any], *, with_office: bool
) -> int:
    plain, middle = styles
    last = row + len(section.scores) - 1
    name = f"{section.name}（{shown(section.maximum)}分）"
    if last > row:
        page.merge_range(row, 0, last, 0, name, middle)
    else:
        page.write_string(row, 0, name, middle)
    for at, score in enumerate(section.scores, start=row):
        item = score.item
        page.write_string(at, 1, item.content, plain)
        _number(page, at, 2, item.maximum, middle)
        page.write_string(at, 3, item.criteria, plain)
        page.write_string(at, 4, item.code, middle)
        _number(page, at, 5, score.self_score, middle)
        _number(page, at, 6, _standing(score) if with_office else None, middle)
        page.write_string(at, 7, _remark(score, with_office=with_office), plain)
    return last + 1


def _standing(score: Score) -> Any:
    return score.office_score if score.final is None else score.final


def _total(sheet: Sheet) -> Any:
    return sheet.office_total if sheet.final_total is None else sheet.final_total


def _place(sheet: Sheet) -> str:
    ranking = getattr(sheet, "ranking", None)
    return f"第{ranking.place}名，{ranking.grade}" if ranking else ""


def _remark(score: Score, *, with_office: bool) -> str:
    parts = [score.sentence, score.self_remark, score.office_remark if with_office else ""]
    return "；".join(part for part in parts if part)


def _number(page: Any, row: int, at: int, value: Any, style: Any) -> None:
    if value is None:
        page.write_blank(row, at, None, style)
    else:
        page.write_number(row, at, float(value), style)
