"""发放花名册: on the page and for posting with masked names; in full, for a reason, to be signed and filed."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from assistance.aid import queries
from assistance.aid.models import Batch, Payment, PaymentQuerySet
from assistance.aid.permissions import SEE_AID
from assistance.ledgers.rules import posted
from ground.briefs.tables import Table, table_answer
from ground.kernel.identifiers import masked_name
from ground.kernel.money import capitals
from ground.sheets.writing import SheetColumn
from ground.web.leaving import workbook_answer
from ground.web.pages import acting, page

ROWS = 200  # on one page
CHUNK = 2000
COLUMNS = [
    SheetColumn("序号", "number", 6),
    SheetColumn("姓名", width=11),
    SheetColumn("身份证尾号", width=10),
    SheetColumn("单位", width=24),
    SheetColumn("档案编号", width=19),
    SheetColumn("困难类别", width=11),
    SheetColumn("项目", width=11),
    SheetColumn("事由", width=22),
    SheetColumn("金额（元）", "money", 12),
    SheetColumn("开户银行及卡号尾号", width=20),
    SheetColumn("领取人签字", width=16),
    SheetColumn("代领人及原因", width=18),
    SheetColumn("备注", width=14),
]
LISTED_THERE = "另附花名册"
POSTED = (0, 1, 3, 5, 6, 8, 12)  # of these columns, what may hang on a board: no tails, no causes


@page(SEE_AID)
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """The pay-out list of an approved batch; `?export=xlsx|pdf`, with `full` the whole names."""
    rows = queries.with_totals(Batch.objects.visible_to(acting(request), SEE_AID.code))
    shown = get_object_or_404(rows, pk=pk, approved_by__isnull=False)
    payments = queries.with_payee(
        queries.with_family(Payment.objects.filter(batch=shown)).order_by("pk")
    )
    totals = queries.totals_of(payments)
    export = request.GET.get("export")
    if export in {"xlsx", "pdf"}:
        return _taken_out(request, shown, payments, totals, export)
    return render(
        request,
        "aid/payout_roll.html",
        {
            "batch": shown,
            "page": Paginator(payments, ROWS).get_page(request.GET.get("page")),
            "totals": totals,
        },
    )


def _taken_out(
    request: HttpRequest,
    shown: Batch,
    payments: PaymentQuerySet,
    totals: queries.Totals,
    export: str,
) -> HttpResponse:
    in_full = "full" in request.GET
    title = f"{shown.name}发放花名册{'' if in_full else '（公示）'}"
    organisation = shown.source.organisation
    back = reverse("aid:payout_roll", args=[shown.pk])
    number, words = f"{totals.number} 笔", capitals(totals.amount)
    total: list[object] = ["", "合计", number, "", words, totals.amount, ""]
    columns = [COLUMNS[at] for at in POSTED]
    if in_full:
        total = ["", "合计", "", number, "", "", "", words, totals.amount, "", "", "", ""]
        columns = COLUMNS
    marks = [
        f"单位：{organisation.name}",
        f"资金来源：{shown.source}",
        f"批准日期：{shown.approved_on}",
        "金额单位：元",
    ]
    if export == "xlsx":

        def lines() -> Iterator[list[object]]:
            yield from _lines(payments, in_full=in_full)
            yield [None, *total[1:]]

        return workbook_answer(
            request,
            title=title,
            columns=columns,
            rows=lines(),
            count=totals.number,
            organisation=organisation,
            personal=in_full,
            back=back,
            marks=marks,
        )
    table = Table(
        title=title,
        columns=columns,
        rows=list(_lines(payments, in_full=in_full)),
        total=total,
        marks=marks,
        hands=[
            f"制单：{shown.made_by}",
            f"审核：{shown.checked_by}",
            f"审批：{shown.approved_by}",
            f"发放：{shown.paid_by or ''}",
        ],
    )
    return table_answer(request, table, organisation=organisation, personal=in_full, back=back)


def _lines(payments: Any, *, in_full: bool) -> Iterator[list[object]]:
    for cells in _cells(payments, in_full=in_full):
        yield cells if in_full else [cells[at] for at in POSTED]


def _cells(payments: Any, *, in_full: bool) -> Iterator[list[object]]:
    for number, one in enumerate(payments.iterator(chunk_size=CHUNK), 1):
        name, helped = _who(one, in_full=in_full)
        yield [
            number,
            name,
            one.payee_id_tail or "",
            one.link_point.name,
            one.file.file_no if one.file else "",
            one.file.get_category_display() if one.file else "",
            one.get_aid_type_display() if in_full else posted(one.get_aid_type_display()),
            one.reason,
            one.amount,
            f"{one.payee_bank} {one.payee_card_tail}" if one.payee_card_tail else "",
            "",
            one.payee_why or "",
            helped,
        ]


def _who(one: Any, *, in_full: bool) -> tuple[str, str]:
    """Who signs, and what is remarked: whom it is for, or that a list of its own is signed there."""
    if one.helped_is_place:
        return one.helped_name, LISTED_THERE
    name = one.payee_name or one.holder_name
    if not name:
        return LISTED_THERE, ""
    helped = one.helped_name if one.file_id else ""
    if not in_full:
        name, helped = masked_name(name), masked_name(helped) if helped else ""
    return name, f"受助人{helped}" if helped else ""
