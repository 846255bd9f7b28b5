"""The words of old ledgers for what files keep as codes."""

from collections.abc import Iterable
from typing import Any

from assistance.households.models import Cause, HardshipFile

LEGACY = "legacy:"  # begins a class of the forms of before 2019, which is never taken for today's


def coded(choices: Iterable[tuple[str, Any]], **also: str) -> dict[str, str]:
    """The words of a code list: its labels, and number and label as forms print them."""
    listed = [(str(value), str(label)) for value, label in choices]
    found = {label: value for value, label in listed}
    for value, label in listed:
        if value.isdecimal():
            found |= {f"{value}{mark}{label}": value for mark in ("", ".", "-")}
    return found | also


CATEGORIES = coded(HardshipFile.Category.choices) | {
    "深度困难职工": "deep",
    "相对困难职工": "relative",
    "意外致困职工": "accidental",
    "低保户": f"{LEGACY}dibao",
    "低保": f"{LEGACY}dibao",
    "低保边缘户": f"{LEGACY}near_dibao",
    "低保边缘": f"{LEGACY}near_dibao",
    "意外致困户": f"{LEGACY}accidental",
}
CAUSES = coded(Cause.choices) | {
    "因病": "6",
    "大病": "6",
    "重大疾病": "6",
    "患重大疾病": "6",
    "因灾": "7",
    "因学": "9",
    "子女就学": "9",
    "下岗": "3",
    "失业": "3",
    "下岗失业": "3",
}
