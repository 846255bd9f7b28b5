"""What happens to a batch after its approval: posted, returned payments given up, money back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.aid import queries, services
from assistance.aid.forms import NoticeForm, RecoveryForm
from assistance.aid.models import Batch, Payment
from assistance.aid.permissions import MAKE_BATCH, PAY_BATCH
from ground.kernel import clock
from ground.web.pages import acting, carried_out, done, page, posted


@page(MAKE_BATCH)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how the posting of an approved batch went."""
    shown = get_object_or_404(Batch.objects.visible_to(acting(request), MAKE_BATCH.code), pk=pk)
    form = NoticeForm(
        posted(request), initial={"starts_on": shown.approved_on, "ends_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        written = carried_out(
            form,
            services.record_batch_notice,
            by=acting(request),
            batch=shown,
            **form.cleaned_data,
        )
        if written:
            messages.success(request, "公示结果已登记，可以发放")
            return redirect("aid:batch", shown.pk)
    back = reverse("aid:batch", args=[shown.pk])
    title = f"公示结果：{shown.name}"
    says = f"须公示 {shown.notice_days} 个工作日，期满无异议后登记；有异议的请退回批次"
    return _asked(request, form, title=title, says=says, back=back)


@page(MAKE_BATCH)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the returned payments of a batch up: all of them, or the one that is named."""
    shown = get_object_or_404(Batch.objects.visible_to(acting(request), MAKE_BATCH.code), pk=pk)
    one = request.POST.get("payment", "")
    if one and not one.isdecimal():
        messages.error(request, "没有这笔款项，请刷新页面后再办理")
        return redirect("aid:batch", shown.pk)
    done(
        request,
        services.release,
        said="退票款项已放弃发放，资金退还",
        by=acting(request),
        batch=shown,
        payments=[int(one)] if one.isdecimal() else None,
        reason=request.POST.get("reason", ""),
    )
    known = shown.payments.filter(pk=int(one)).first() if one else None
    return redirect("aid:payment", known.pk) if known else redirect("aid:batch", pk)


@page(PAY_BATCH)
def recover(request: HttpRequest, pk: int) -> HttpResponse:
    """Money of a paid payment has come back, all of it or a part."""
    batches = Batch.objects.visible_to(acting(request), PAY_BATCH.code)
    shown = get_object_or_404(
        Payment.objects.filter(batch__in=batches).select_related("batch"), pk=pk
    )
    left = shown.amount - queries.recovered_of(shown)
    form = RecoveryForm(
        posted(request),
        initial={"on": clock.today(), "amount": left},
        on_card=shown.batch is not None and shown.batch.way == Batch.Way.CARD,
    )
    if request.method == "POST" and form.is_valid():
        booked = carried_out(
            form, services.recover, by=acting(request), payment=shown, **form.cleaned_data
        )
        if booked:
            messages.success(request, "追回已入账，资金退还来源")
            return redirect("aid:payment", shown.pk)
    back = reverse("aid:payment", args=[shown.pk])
    says = "原款项不变，另记一笔追回凭证和一行台账"
    return _asked(request, form, title=f"追回：{shown.reason}", says=says, back=back)


def _asked(request: HttpRequest, form: object, *, title: str, back: str, says: str) -> HttpResponse:
    """A form of a batch or payment."""
    facts = {"form": form, "title": title, "says": says, "back": back}
    return render(request, "aid/asked.html", facts)
