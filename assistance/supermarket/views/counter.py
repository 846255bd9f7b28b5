"""The counter, what went over it, and what did not agree."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.stock.models import Store
from assistance.stock.views.scoped import listed_by_store
from assistance.supermarket import looks, queries, services
from assistance.supermarket.forms import SettleForm
from assistance.supermarket.models import Difference, Issue
from assistance.supermarket.permissions import SEE_SUPERMARKET, SERVE, SETTLE_DIFFERENCES
from ground.files import answers
from ground.kernel import clock
from ground.web.pages import ANYONE, acting, carried_out, done, page, posted


@page(SERVE)
@require_GET
def counter(request: HttpRequest) -> HttpResponse:
    """The page on which goods go out; `supermarket/counter.js` keeps and sends it."""
    return render(request, "supermarket/counter.html")


@page(ANYONE)
@require_GET
def counter_shell(request: HttpRequest) -> HttpResponse:
    """The same page without anything of anybody: what a till keeps."""
    return render(request, "supermarket/counter_shell.html")


@page(SEE_SUPERMARKET)
def issues(request: HttpRequest) -> HttpResponse:
    rows = Issue.objects.visible_to(acting(request), SEE_SUPERMARKET.code)
    return listed_by_store(
        request, looks.ISSUES, queries.in_lists(rows), permission=SEE_SUPERMARKET
    )


@page(SEE_SUPERMARKET)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """An issue as its receipt says it; printed, it is the receipt."""
    user = acting(request)
    rows = Issue.objects.visible_to(user, SEE_SUPERMARKET.code)
    shown = get_object_or_404(queries.in_lists(rows), pk=pk)
    is_reversed = hasattr(shown, "reversal")
    may_reverse = (
        not is_reversed
        and shown.recorded_at.astimezone(clock.CHINA).date() == clock.today()
        and Store.objects.visible_to(user, SERVE.code).filter(pk=shown.store_id).exists()
    )
    return render(
        request,
        "supermarket/issue.html",
        {
            "issue": shown,
            "holder": looks.holder(shown),
            "lines": [(one, one.quantity * one.price) for one in shown.lines.all()],
            "is_reversed": is_reversed,
            "may_reverse": may_reverse,
            "differences": [
                (one, looks.difference_tone(one)) for one in shown.differences.order_by("pk")
            ],
            "may_settle": user.may(SETTLE_DIFFERENCES.code),
        },
    )


@require_GET
@page(SEE_SUPERMARKET)
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Issue.objects.visible_to(acting(request), SEE_SUPERMARKET.code)
    shown = get_object_or_404(rows.select_related("signature"), pk=pk)
    if shown.signature is None:
        raise Http404
    return answers.shown(shown.signature)


@require_POST
@page(SERVE)
def reverse_issue(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Issue.objects.visible_to(acting(request), SERVE.code), pk=pk)
    done(
        request,
        services.reverse_issue,
        by=acting(request),
        issue=shown,
        reason=request.POST.get("reason", ""),
        said="已冲正：物资退回货架，金额退回卡上",
    )
    return redirect("supermarket:issue", pk)


@page(SETTLE_DIFFERENCES)
def differences(request: HttpRequest) -> HttpResponse:
    rows = Difference.objects.visible_to(acting(request), SETTLE_DIFFERENCES.code)
    rows = rows.select_related("issue__store", "goods", "handed_by", "settled_by")
    return listed_by_store(
        request, looks.DIFFERENCES, rows, field="issue__store", permission=SETTLE_DIFFERENCES
    )


@page(SETTLE_DIFFERENCES)
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """A difference, and what may be decided about it by whoever did not hand out."""
    user = acting(request)
    rows = Difference.objects.visible_to(user, SETTLE_DIFFERENCES.code)
    shown = get_object_or_404(
        rows.select_related("issue__store", "issue__card", "goods", "handed_by", "settled_by"),
        pk=pk,
    )
    form = None
    if not shown.decision and user.pk != shown.handed_by_id:
        form = SettleForm(posted(request), kind=shown.kind)
        if request.method == "POST" and form.is_valid():
            settled = carried_out(
                form, services.settle_difference, by=user, difference=shown, **form.cleaned_data
            )
            if settled:
                messages.success(request, f"已处理：{settled.get_decision_display()}")
                return redirect(f"{reverse('supermarket:differences')}?open=open")
    return render(
        request,
        "supermarket/difference.html",
        {
            "difference": shown,
            "form": form,
            "tone": looks.difference_tone(shown),
            "is_own": user.pk == shown.handed_by_id,
        },
    )
