"""The three examples as the first migration brings them, for rules that know no database."""

from typing import Any

from assistance.banks import rules

_COMMON = [
    {"holds": "number", "heading": "序号"},
    {"holds": "name", "heading": "收款人姓名"},
    {"holds": "account", "heading": "收款账号"},
    {"holds": "bank", "heading": "开户行"},
    {"holds": "amount", "heading": "金额"},
    {"holds": "id_no", "heading": "证件号码"},
    {"holds": "purpose", "heading": "用途"},
    {"holds": "reference", "heading": "附言"},
]
_ANSWER = [
    {"holds": "reference", "heading": "附言"},
    {"holds": "account", "heading": "收款账号"},
    {"holds": "name", "heading": "收款人姓名"},
    {"holds": "amount", "heading": "金额"},
    {"holds": "outcome", "heading": "处理结果"},
    {"holds": "reason", "heading": "失败原因"},
    {"holds": "answered_on", "heading": "处理日期"},
]


def _sized(columns: list[dict[str, Any]], *widths: int) -> list[dict[str, Any]]:
    return [one | {"width": width} for one, width in zip(columns, widths, strict=True)]


SHIPPED: dict[str, dict[str, Any]] = {
    "xlsx 代发模板": {
        "format": "xlsx",
        "headings": True,
        "columns": _COMMON,
        "answer": {"format": "xlsx", "columns": _ANSWER},
    },
    "csv 代发模板": {
        "format": "csv",
        "encoding": "gb18030",
        "separator": ",",
        "line_end": "crlf",
        "headings": True,
        "columns": _COMMON,
        "tail": ["=合计", "lines", "total"],
        "answer": {
            "format": "csv",
            "encoding": "gb18030",
            "separator": ",",
            "headings": True,
            "columns": _ANSWER,
        },
    },
    "定长 txt 代发模板": {
        "format": "fixed",
        "encoding": "gb18030",
        "line_end": "crlf",
        "headings": False,
        "amount_in": "cents",
        "checksum": "crc32",
        "head": ["=H", "number", "day", "lines", "total", "checksum"],
        "columns": _sized(_COMMON, 6, 40, 32, 60, 15, 18, 60, 20),
        "tail": ["=T", "lines", "total"],
        "answer": {
            "format": "fixed",
            "encoding": "gb18030",
            "headings": False,
            "amount_in": "cents",
            "skip_first": 1,
            "skip_last": 1,
            "columns": _sized(_ANSWER, 20, 32, 40, 15, 10, 60, 8),
        },
    },
}

XLSX, CSV, FIXED = (rules.layout_of(told) for told in SHIPPED.values())
