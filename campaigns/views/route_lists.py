"""The list that a group takes along: masked, or for a reason in full with telephone and address, to be signed."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from campaigns import looks
from campaigns.kinds import CampaignKind
from campaigns.models import VisitRoute, VisitTarget
from ground.briefs.tables import Table, book_answer, table_answer
from ground.sheets.writing import SheetColumn

COLUMNS = [
    SheetColumn("序号", "number", 6),
    SheetColumn("姓名", width=10),
    SheetColumn("单位", width=22),
    SheetColumn("类别", width=14),
    SheetColumn("电话", width=13),
    SheetColumn("住址", width=24),
    SheetColumn("慰问人", width=10),
    SheetColumn("慰问金（元）", "money", 12),
    SheetColumn("慰问品", width=18),
    SheetColumn("领取人签字", width=14),
    SheetColumn("备注", width=12),
]


def taken_out(request: HttpRequest, route: VisitRoute, targets: Sequence[Any]) -> HttpResponse:
    in_full = "full" in request.GET
    campaign, group = route.group.campaign, route.group
    title = f"{campaign.name}{group.name}慰问名单{'' if in_full else '（遮盖）'}"
    rows = list(_lines(campaign.kind, targets, in_full=in_full))
    total: list[object] = ["", "合计", f"{len(rows)} 户", "", "", "", ""]
    total += [sum((row[7] for row in rows), Decimal(0)), _goods_together(targets), "", ""]
    back = reverse("campaigns:route", args=[route.pk])
    members = "、".join(str(one) for one in group.members.all())
    table = Table(
        title=title,
        columns=COLUMNS,
        rows=rows,
        total=total,
        marks=[f"走访单位：{group.agency}", f"日期：{route.on}", f"成员：{members}"],
        hands=["带队领导：", "物资发放：", "现金发放：", "经办："],
    )
    answer = book_answer if request.GET["export"] == "xlsx" else table_answer
    return answer(request, table, organisation=campaign.organiser, personal=in_full, back=back)


def _lines(kind: CampaignKind, targets: Sequence[Any], *, in_full: bool) -> Iterator[list[Any]]:
    for number, target in enumerate(targets, 1):
        one = target.enrolment
        yield [
            number,
            looks.full_name_of_target(target) if in_full else looks.name_of_target(target),
            one.unit.name,
            looks.class_of(one, kind),
            _phone(target) if in_full else "",
            one.file.address if in_full and one.file else "",
            target.led_by.name if target.led_by else "",
            one.amount or Decimal(0),
            "、".join(_said(item) for item in one.items.all()),
            "",
            target.missed_reason,
        ]


def _phone(target: VisitTarget) -> str:
    one = target.enrolment
    return str(one.file.mobile if one.file else one.mobile)


def _said(item: Any) -> str:
    return f"{item.line.goods.name}×{item.quantity}{item.line.goods.unit}"


def _goods_together(targets: Sequence[Any]) -> str:
    units: dict[str, int] = {}
    for target in targets:
        for item in target.enrolment.items.all():
            name = f"{item.line.goods.name}×{{}}{item.line.goods.unit}"
            units[name] = units.get(name, 0) + item.quantity
    return "、".join(name.format(number) for name, number in units.items())
