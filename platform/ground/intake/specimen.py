"""The template of a kind: an empty sheet with its columns and lists to choose from, and an explanation."""

import io
from typing import Any

import xlsxwriter

from ground.intake.columns import shown_words
from ground.intake.kinds import Field, ImportKind

ROWS = 2_000  # so far down the lists to choose from reach
MOST_IN_CELL = (
    250  # Excel takes a list of so many characters in a cell; longer ones stand on a sheet
)
_SAYS = {
    "text": "文字",
    "number": "整数",
    "money": "金额（元），最多两位小数",
    "date": "日期，例如 2008-05-14",
    "day_or_month": "日期，不知道日的写到月，例如 1970-05-14 或 1970年5月",
    "choice": "从下拉列表中选择",
    "choices": "可填几项，用顿号分开",
    "yes_no": "是 或 否",
    "names": "可填几项，用顿号分开",
    "person": "一个人的姓名",
    "id_number": "18位身份证号，旧的15位也可以",
    "mobile": "11位手机号",
    "credit_code": "18位统一社会信用代码",
    "organisation": "单位的全称、简称或曾用名",
    "organisations": "几个单位的名称，用顿号分开",
}
_FORMATS = {"date": "yyyy-mm-dd", "money": "#,##0.00", "number": "0"}


def specimen(kind: type[ImportKind]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(kind.label)
    explanation = book.add_worksheet("填写说明")
    words = book.add_worksheet("可选内容")
    words.hide()
    styles = {
        is_required: book.add_format(
            {
                "bold": True,
                "bottom": 1,
                "bg_color": "#F6DEDA" if is_required else "#F0F1EE",
                "valign": "vcenter",
                "text_wrap": True,
            }
        )
        for is_required in (True, False)
    }
    for at, one in enumerate(kind.fields):
        cells = book.add_format({"num_format": _FORMATS.get(one.kind, "@"), "valign": "top"})
        sheet.set_column(at, at, max(12, len(one.label) * 2 + 4), cells)
        sheet.write_string(
            0, at, f"{one.label}*" if one.required else one.label, styles[one.required]
        )
        _offer(sheet, words, at, one)
    sheet.set_row(0, 26)
    sheet.freeze_panes(1, 0)
    _explain(book, explanation, kind)
    book.close()
    return out.getvalue()


def _offer(sheet: Any, words: Any, at: int, one: Field) -> None:
    """A list to choose from, for columns that take one word of a list, or mostly one of some words."""
    offered = ["是", "否"] if one.kind == "yes_no" else [*one.offered, *shown_words(one)]
    if not (one.offered or one.kind in {"choice", "yes_no"}) or not offered:
        return
    source: list[str] | str = offered
    if len(",".join(offered)) > MOST_IN_CELL or any("," in word for word in offered):
        for row, word in enumerate(offered):
            words.write_string(row, at, word)
        column = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
        source = f"=可选内容!{column}$1:{column}${len(offered)}"
    sheet.data_validation(
        1, at, ROWS, at, {"validate": "list", "source": source, "error_type": "warning"}
    )


def _explain(book: Any, sheet: Any, kind: type[ImportKind]) -> None:
    bold, wrapped = (
        book.add_format({"bold": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for at, width in enumerate((20, 8, 34, 50, 30)):
        sheet.set_column(at, at, width, wrapped)
    lines = [
        kind.says,
        "请在第一张表的表头下填写，每行一条；标*的列必须填写，其余可以空着。",
        "不必改用本模板：您自己的表格也能导入，列的顺序和名称可以不同，系统会请您核对。",
    ]
    for row, line in enumerate(lines):
        sheet.merge_range(row, 0, row, 4, line, wrapped)
    top = len(lines) + 1
    for at, heading in enumerate(("列", "必填", "填什么", "可选内容、说明", "例")):
        sheet.write_string(top, at, heading, bold)
    for row, one in enumerate(kind.fields, start=top + 1):
        said = "、".join([*one.offered, *shown_words(one)])
        cells = (
            one.label,
            "是" if one.required else "",
            _SAYS[one.kind],
            "。".join(filter(None, [said, one.hint])),
            one.example,
        )
        for at, text in enumerate(cells):
            sheet.write_string(row, at, text, wrapped)
