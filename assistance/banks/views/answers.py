"""What the bank answered, what bounced, and the batch that follows; the three sides compared."""

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.aid.models import Payment
from assistance.banks import looks, queries, services
from assistance.banks.forms import FollowUpForm
from assistance.banks.models import AnswerLine, BankAnswer, BankFile, FileLine
from assistance.banks.permissions import FOLLOW_UP, SEE_BANKS
from assistance.banks.views.scoped import batch_in_scope
from ground.briefs.tables import HANDS, Table, book_answer, list_answer, table_answer
from ground.kernel import clock
from ground.kernel.identifiers import masked_name
from ground.sheets.writing import SheetColumn
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, page, posted

ROWS = 50
NAMED = 3
COMPARISON = "银行代发对账表"
COMPARED = [
    SheetColumn("文件号", width=16),
    SheetColumn("批次", width=28),
    SheetColumn("送交日期", "date"),
    SheetColumn("批次笔数", "number"),
    SheetColumn("批次金额", "money"),
    SheetColumn("银行成功笔数", "number"),
    SheetColumn("银行成功金额", "money"),
    SheetColumn("银行退票笔数", "number"),
    SheetColumn("银行退票金额", "money"),
    SheetColumn("尚无结果笔数", "number"),
    SheetColumn("尚无结果金额", "money"),
    SheetColumn("入账凭证笔数", "number"),
    SheetColumn("入账凭证金额", "money"),
    SheetColumn("退票凭证笔数", "number"),
    SheetColumn("退票凭证金额", "money"),
    SheetColumn("差异", width=60),
]


@page(SEE_BANKS)
@require_GET
def list_answers(request: HttpRequest) -> HttpResponse:
    rows = BankAnswer.objects.visible_to(acting(request), SEE_BANKS.code)
    return looks.ANSWERS.respond(request, rows.select_related("intake", "taken_by"))


@page(SEE_BANKS)
@require_GET
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What one answer said of each payment."""
    rows = BankAnswer.objects.visible_to(acting(request), SEE_BANKS.code)
    one = get_object_or_404(rows.select_related("intake", "taken_by", "undone_by"), pk=pk)
    lines = AnswerLine.objects.filter(answer=one).select_related(
        "line__payment__payee", "line__payment__link_point"
    )
    named = FileLine.objects.filter(answers__answer=one).values("file")
    files = list(BankFile.objects.filter(pk__in=named).select_related("batch"))
    of = "；".join(f"代发文件 {file.number}，批次“{file.batch}”" for file in files)
    undone = f"，{one.undone_on}由{one.undone_by}撤销" if one.undone_on else ""
    told = f"{of}；{one.taken_on}由{one.taken_by}导入{undone}"
    actions = [
        Action(f"文件 {file.number}", reverse("banks:file", args=[file.pk]), "bank")
        for file in files[:NAMED]
    ]
    listed = replace(looks.LINES, title=f"银行回盘“{one}”", subtitle=told)
    return listed.respond(request, lines, actions=actions)


@page(SEE_BANKS)
@require_GET
def bounced(request: HttpRequest) -> HttpResponse:
    """退票重发表: what came back, why, and what became of it."""
    states = (Payment.State.RETURNED, Payment.State.REISSUED, Payment.State.RELEASED)
    visible = BankFile.objects.visible_to(acting(request), SEE_BANKS.code)
    bounced = queries.with_bounced(queries.payments_in(visible).filter(state__in=states))
    if request.GET.get("export") == "pdf":
        return list_answer(request, looks.BOUNCED, bounced, hands=HANDS)
    return looks.BOUNCED.respond(request, bounced, on_filter=[Action("PDF", "?export=pdf", "pdf")])


@page(FOLLOW_UP)
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The bounced payments of a batch: what each lacks, and all that are ready in one act."""
    batch = batch_in_scope(request, pk, FOLLOW_UP)
    rows = queries.with_bounced(queries.bounced(Payment.objects.filter(batch=batch)))
    found = queries.bounced_with_work(list(rows.order_by("pk")))
    among = [(one.payment.pk, masked_name(one.payment.payee.name)) for one in found]
    ready = [one.payment.pk for one in found if one.is_ready]
    start = {"name": f"{batch.name}（退票重发）", "payments": ready}
    form = FollowUpForm(posted(request), among=among, initial=start)
    if request.method == "POST" and form.is_valid():
        made = carried_out(
            form, services.follow_up, by=acting(request), batch=batch, **form.cleaned_data
        )
        if made:
            messages.success(request, f"已编成重发批次“{made}”，等待财务审核")
            return redirect("aid:batch", made.pk)
    chosen = set(map(str, form["payments"].value() or ()))
    context = {
        "batch": batch,
        "form": form,
        "lines": [(one, str(one.payment.pk) in chosen) for one in found],
        "ready": len(ready),
        "amount": sum(one.payment.amount for one in found),
    }
    return render(request, "banks/follow_up.html", context)


@page(SEE_BANKS)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """对账表: the batch, the bank, the vouchers; each difference by name."""
    files = BankFile.objects.visible_to(acting(request), SEE_BANKS.code).order_by("-pk")
    export = request.GET.get("export")
    if export in {"xlsx", "pdf"}:
        rows = [_cells(one) for one in queries.with_comparison(files)]
        of = acting(request).organisation
        table = Table(
            title=COMPARISON,
            columns=COMPARED,
            rows=rows,
            marks=[f"单位：{of.name}", f"日期：{clock.today()}", "金额单位：元"],
            hands=HANDS,
        )
        answer = book_answer if export == "xlsx" else table_answer
        return answer(request, table, organisation=of)
    live = files.exclude(state=BankFile.State.WITHDRAWN)
    shown = Paginator(
        live.select_related("batch__source__organisation", "template"), ROWS
    ).get_page(request.GET.get("page"))
    return render(
        request, "banks/compare.html", {"page": shown, "rows": queries.compared(list(shown))}
    )


def _cells(one: queries.Compared) -> list[object]:
    return [
        one.file.number,
        str(one.file.batch),
        one.file.sent_on,
        one.ordered.number,
        one.ordered.amount,
        one.paid.number,
        one.paid.amount,
        one.failed.number,
        one.failed.amount,
        one.waiting.number,
        one.waiting.amount,
        one.booked_paid.number,
        one.booked_paid.amount,
        one.booked_returned.number,
        one.booked_returned.amount,
        "；".join(one.differences),
    ]
