"""Receipts of a batch: who has signed and who not, papers, one receipt."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.aid import queries, services
from assistance.aid.forms_of_receipts import PaperForm
from assistance.aid.models import Batch, Payment, Receipt, ReceiptPicture
from assistance.aid.permissions import ARCHIVE_BATCH, RECORD_RECEIPT, SEE_AID
from assistance.aid.views.payments import family_of
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.files import answers
from ground.kernel import clock
from ground.kernel.identifiers import masked_name
from ground.privacy.permissions import TAKE_OUT_PERSONAL
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted

STATES = [("missing", "缺回执"), ("there", "有回执")]


def _by_receipt(rows: Any, wanted: str) -> Any:
    if wanted == "there":
        return rows.filter(receipt__isnull=False)
    return rows.filter(pk__in=queries.owing_receipt(Payment.objects.all()).values("pk"))


def _said(one: Payment) -> str:
    told = vars(one)
    if told["receipt_kind"]:
        return str(Receipt.Kind(told["receipt_kind"]).label)
    if one.state != Payment.State.PAID:
        return one.get_state_display()
    return "缺回执" if told["kept"] else "已全额追回，不需回执"


def _tone(one: Payment) -> str:
    if vars(one)["receipt_kind"]:
        return "good"
    return "warn" if one.state == Payment.State.PAID and vars(one)["kept"] else "neutral"


def _signer(one: Payment) -> str:
    """A proxy is named in full: the office has to know. A payee as everywhere."""
    told = vars(one)
    if told["receipt_by"] == Receipt.Signer.PROXY:
        return f"{told['receipt_signer']}（代领）"
    return masked_name(told["receipt_signer"]) if told["receipt_signer"] else ""


RECEIPTS = ListPage(
    title="批次回执",
    subtitle="每笔款项由谁签收；缺回执的可筛选、导出催收",
    parent=("发放批次", "aid:batches"),
    columns=[
        Column("reason", "事由", "link", url=lambda p: reverse("aid:payment", args=[p.pk])),
        Column("family", "对象", value=family_of),
        Column("file_no", "档案编号", value=lambda p: p.file.file_no if p.file else ""),
        Column("link_point", "双联点"),
        Column("amount", "金额（元）", "money", "amount"),
        Column(
            "receipt",
            "回执",
            "badge",
            value=_said,
            tone=_tone,
            url=lambda p: reverse("aid:receipt", args=[p.receipt]) if p.receipt else "",
        ),
        Column("signer", "签收人", value=_signer),
        Column("signed_on", "签收日期", "date", value=lambda p: vars(p)["receipt_on"]),
    ],
    search=["reason", "link_point__name", "file__file_no"],
    search_hint="事由、双联点或档案编号",
    filters=[Choice("receipt", "回执", STATES, narrow=_by_receipt)],
    ordering=["link_point__path", "pk"],
    noun="笔",
    empty=Empty("没有符合条件的款项", "换一个筛选条件再看。", "receipt"),
)


@page(SEE_AID)
@require_GET
def receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """The payments of a batch with their receipts; `?receipt=missing` lists what is still to come."""
    batch = batch_or_404(request, pk, SEE_AID)
    rows = queries.with_family(Payment.objects.filter(batch=batch))
    actions = [Action(f"批次：{batch.name}", reverse("aid:batch", args=[pk]), "arrow-left")]
    if _may_record(acting(request), batch):
        actions.append(Action("登记纸质回执", reverse("aid:record_paper", args=[pk]), "upload"))
        if batch.way == Batch.Way.HAND:
            url = f"{reverse('aid:hand_out')}?batch={pk}"
            actions.append(Action("现场签收", url, "pen", "primary"))
    return RECEIPTS.respond(request, queries.with_receipt_told(rows), actions=actions)


@page(RECORD_RECEIPT)
def record_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A photographed list, a note of goods or a slip, and the rows that it covers."""
    user, batch = acting(request), batch_or_404(request, pk, RECORD_RECEIPT)
    owing = queries.with_family(queries.owing_receipt(Payment.objects.filter(batch=batch)))
    rows = list(owing.order_by("link_point__path", "pk"))
    among = [(one.pk, family_of(one)) for one in rows]
    start = {
        "signed_on": clock.today(),
        "handed_by": user.full_name,
        "payments": [one.pk for one in rows],
    }
    form = PaperForm(
        posted(request), request.FILES or None, batch=batch, among=among, initial=start
    )
    if request.method == "POST" and form.is_valid():
        paper = carried_out(
            form,
            services.record_paper,
            by=user,
            batch=batch,
            kind=form.cleaned_data["kind"],
            files=form.cleaned_data["pages"].kept(by=user),
            payments=form.cleaned_data["payments"],
            said=form.said(),
        )
        if paper:
            messages.success(request, f"回执已登记，覆盖 {queries.rows_of_paper(paper)} 笔")
            return redirect("aid:receipts", batch.pk)
    chosen = set(map(str, form["payments"].value() or ()))
    facts = {"batch": batch, "form": form, "rows": rows, "chosen": chosen}
    return render(request, "aid/record_paper.html", facts)


@page(SEE_AID)
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt: who signed, for whom, before whose eyes; its picture."""
    user = acting(request)
    rows = queries.receipts_in_lists(Receipt.objects.visible_to(user, SEE_AID.code))
    shown = get_object_or_404(rows.select_related("paper__made_by", "payment__link_point"), pk=pk)
    gone = getattr(shown, "withdrawal", None)
    batch = shown.payment.batch
    name = shown.signer if shown.signed_by == Receipt.Signer.PROXY else masked_name(shown.signer)
    facts = {
        "receipt": shown,
        "payment": shown.payment,
        "signer": name if shown.signer else "",
        "withdrawal": gone,
        "stands": gone is None and shown.round == shown.payment.round,
        "pages": list(shown.paper.pictures.select_related("file")) if shown.paper else [],
        "may_withdraw": gone is None and batch is not None and _may_record(user, batch),
    }
    return render(request, "aid/receipt.html", facts)


@page(RECORD_RECEIPT)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Receipt.objects.visible_to(acting(request), RECORD_RECEIPT.code)
    done(
        request,
        services.withdraw_receipt,
        said="回执已作废，该笔须重新签收",
        by=acting(request),
        receipt=get_object_or_404(rows.select_related("payment"), pk=pk),
        reason=request.POST.get("reason", ""),
    )
    return redirect("aid:receipt", pk)


@page(SEE_AID)
@require_GET
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    return _picture(request, pk, "signature")


@page(SEE_AID)
@require_GET
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    return _picture(request, pk, "photo")


@page(SEE_AID)
@require_GET
def paper_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of a list or slip, to those who see the whole batch."""
    batches = Batch.objects.visible_to(acting(request), SEE_AID.code)
    rows = ReceiptPicture.objects.filter(paper__batch__in=batches).select_related("file")
    return answers.shown(get_object_or_404(rows, pk=pk).file)


def card_of(user: User, batch: Batch) -> dict[str, Any] | None:
    """What a batch's page says of its receipts, and what this person may do about them."""
    if batch.state not in {
        Batch.State.SENT,
        Batch.State.SETTLED,
        Batch.State.COMPLETE,
        Batch.State.ARCHIVED,
    }:
        return None
    ends = batch.state in {Batch.State.SETTLED, Batch.State.COMPLETE}
    return {
        "progress": queries.progress_of(batch),
        "papers": queries.papers_of(batch),
        "collectors": queries.collectors_in(batch),
        "may_record": _may_record(user, batch) and batch.state != Batch.State.COMPLETE,
        "may_archive": ends
        and user.pk != batch.made_by_id
        and user.may(ARCHIVE_BATCH.code)
        and user.reaches(batch.source.organisation, ARCHIVE_BATCH.code),
        "may_take_out": batch.state != Batch.State.SENT
        and user.may(TAKE_OUT_PERSONAL.code)
        and user.reaches(batch.source.organisation, TAKE_OUT_PERSONAL.code),
        "is_late": batch.state == Batch.State.SETTLED
        and batch.receipts_due_on is not None
        and batch.receipts_due_on < clock.today(),
    }


def _may_record(user: User, batch: Batch) -> bool:
    open_ = batch.state in {Batch.State.SENT, Batch.State.SETTLED, Batch.State.COMPLETE}
    return (
        open_
        and user.may(RECORD_RECEIPT.code)
        and user.reaches(batch.source.organisation, RECORD_RECEIPT.code)
    )


def batch_or_404(request: HttpRequest, pk: int, permission: Permission) -> Batch:
    rows = Batch.objects.visible_to(acting(request), permission.code)
    found: Batch = get_object_or_404(
        rows.select_related("source__organisation__division", "made_by"), pk=pk
    )
    return found


def _picture(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    rows = Receipt.objects.visible_to(acting(request), SEE_AID.code)
    file = getattr(get_object_or_404(rows.select_related(what), pk=pk), what)
    if file is None:
        raise Http404
    return answers.shown(file)
