"""入户调查表 as PDF (domain.md, 5.4): blank for a family, and as it was filled.

Names of the family stand masked; what is sealed does not leave in a paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources

from django.template.loader import render_to_string

from assistance.households.models import HardshipFile
from assistance.investigations import offline
from assistance.investigations.models import HomeInvestigation
from ground.briefs import press
from ground.kernel import money
from ground.kernel.identifiers import masked_name

NONE = "—"


@dataclass(frozen=True)
class Amount:
    """A line of the table of amounts, ready to be printed."""

    label: str
    declared: str
    agrees: str = ""
    seen: str = ""
    proof: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    file_no: str
    holder: str
    unit: str
    rows: Sequence[tuple[str, str]]
    amounts: Sequence[Amount]
    conclusion: str
    signers: Sequence[tuple[str, str]]  # who, and how they signed
    on: date | None


def blank(file: HardshipFile) -> Paper:
    """For a file read through `queries.with_holder`: what is to be checked, with room to write."""
    known = offline.family(file)
    return Paper(
        file_no=file.file_no,
        holder=known["name"],
        unit=file.unit.name,
        rows=[
            ("调查日期", ""),
            ("调查人（两人以上）", ""),
            ("在场家属", ""),
            ("申报住房", _home(known)),
            ("实看住房和家中情况", ""),
            ("生活水平", "□很困难　□较困难　□一般　□较好"),
        ],
        amounts=[
            Amount(one["label"], money.shown(Decimal(one["declared"])), "□相符　□不符")
            for one in known["items"]
        ],
        conclusion="□属实　□基本属实　□不符",
        signers=[("调查人", ""), ("调查人", ""), ("家属", "")],
        on=None,
    )


def filled(one: HomeInvestigation) -> Paper:
    """For an investigation read through `queries.in_lists`."""
    people = list(one.investigators.all())
    on_paper = "纸质签字" if one.on_paper else NONE
    area = f"，{one.floor_area.normalize():f}平方米" if one.floor_area is not None else ""
    return Paper(
        file_no=one.file.file_no,
        holder=masked_name(vars(one)["holder_name"] or ""),
        unit=one.file.unit.name,
        rows=[
            ("用途", one.get_purpose_display()),
            ("调查日期", f"{one.visited_on:%Y-%m-%d}"),
            ("调查人", "、".join(person.name for person in people)),
            ("在场家属", "已登记，加密保存"),
            ("实看住房", f"{one.get_housing_display() or NONE}{area}"),
            ("住房和家中情况", "已登记，加密保存" if one.housing_note else NONE),
            ("生活水平", one.get_living_display()),
        ],
        amounts=[
            Amount(
                f"{item.get_side_display()}：{item.get_kind_display()}",
                money.shown(item.declared),
                "相符" if item.agrees else "不符",
                "" if item.seen is None else money.shown(item.seen),
                item.proof,
            )
            for item in one.items.all()
        ],
        conclusion=one.get_conclusion_display(),
        signers=[
            *((one.name, "屏幕签名" if one.signature_id else on_paper) for one in people),
            ("家属", "屏幕签名" if one.family_signature_id else on_paper),
        ],
        on=one.visited_on,
    )


def pdf_of(paper: Paper) -> bytes:
    html = render_to_string("investigations/sheet.html", {"paper": paper})
    style = resources.files(__package__).joinpath("papers.css").read_text(encoding="utf-8")
    return press.sheet(html, style).pdf


def _home(known: dict[str, str]) -> str:
    area = f"{known['floor_area']}平方米" if known["floor_area"] else ""
    return "，".join(filter(None, [known["housing"], area])) or NONE
