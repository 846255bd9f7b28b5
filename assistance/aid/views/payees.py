"""Who collects a payment, and whose relative gets it: said before it is locked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.aid import services
from assistance.aid.forms import PayeeForm
from assistance.aid.models import Payment
from assistance.aid.permissions import MAKE_BATCH
from assistance.households.models import Member
from ground.web.pages import acting, carried_out, done, page, posted


@page(MAKE_BATCH)
def payee(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that another member of the family collects a payment."""
    shown = _or_404(request, pk)
    members = list(
        Member.objects.filter(file=shown.file_id, standing=Member.Standing.PRESENT).order_by("pk")
    )
    initial = {"member": shown.payee_member_id or "", "reason": shown.payee_reason}
    form = PayeeForm(posted(request), members=members, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in members if str(one.pk) == form.cleaned_data["member"])
        named = carried_out(
            form,
            services.name_payee,
            by=acting(request),
            payment=shown,
            member=chosen,
            reason=form.cleaned_data["reason"],
        )
        if named:
            messages.success(request, "收款人已指定；已编入批次的，请重新核对批次")
            return redirect("aid:payment", shown.pk)
    facts = {
        "form": form,
        "title": f"指定收款人：{shown.reason}",
        "says": "由银行发放的，收款人须是档案中银行卡的开户人",
        "back": reverse("aid:payment", args=[shown.pk]),
    }
    return render(request, "aid/asked.html", facts)


@page(MAKE_BATCH)
@require_POST
def relative(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose relative gets a payment: its checker and approvers are shown it."""
    shown = _or_404(request, pk)
    done(
        request,
        services.declare_relative,
        said="已登记，审核人、审批人会看到",
        by=acting(request),
        payment=shown,
        of=request.POST.get("of", ""),
    )
    return redirect("aid:payment", shown.pk)


def _or_404(request: HttpRequest, pk: int) -> Payment:
    return get_object_or_404(Payment.objects.visible_to(acting(request), MAKE_BATCH.code), pk=pk)
