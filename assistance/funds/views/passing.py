"""下达与缴回: what was passed down and sent back, both sides of each."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.funds import queries, services
from assistance.funds.forms import AllocationForm, DayForm, ReasonForm, ReceivedForm, ReturnForm
from assistance.funds.models import Allocation, FundReturn
from assistance.funds.permissions import (
    ALLOCATE_MONEY,
    CARRY_OVER,
    CONFIRM_MONEY,
    RETURN_MONEY,
    SEE_FUNDS,
)
from assistance.funds.views import looks
from assistance.funds.views.scoped import (
    allocation_in_scope,
    framed,
    return_in_scope,
    source_in_scope,
)
from ground.accounts.models import User
from ground.kernel import clock
from ground.kernel.money import shown
from ground.web.lists import Action
from ground.web.pages import acting, page, posted, taken
from ground.web.trail import moments_of


@page(SEE_FUNDS)
@require_GET
def allocations(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = queries.in_lists(Allocation.objects.visible_to(user, SEE_FUNDS.code))
    actions = [Action("缴回", reverse("funds:returns"), "undo")]
    if user.may(CARRY_OVER.code):
        actions.append(Action("年终结转", reverse("funds:carry"), "calendar"))
    if user.may(ALLOCATE_MONEY.code):
        actions.append(Action("选择资金下达", reverse("funds:sources"), "transfer", "primary"))
    return looks.ALLOCATIONS.respond(request, rows, actions=actions)


@page(SEE_FUNDS)
@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    rows = FundReturn.objects.visible_to(acting(request), SEE_FUNDS.code)
    actions = [Action("下达", reverse("funds:allocations"), "transfer")]
    return looks.RETURNS.respond(request, queries.returns_in_lists(rows), actions=actions)


@page(SEE_FUNDS)
@require_GET
def allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """An allocation with both sides: what the giver booked, what the receiver did, what came back."""
    user, one = acting(request), allocation_in_scope(request, pk, SEE_FUNDS)
    opened = queries.opened_by(one)
    back = queries.returns_in_lists(FundReturn.objects.filter(allocation=one)).order_by("pk")
    sources = list(one.sources.order_by("year")) if opened else []
    left = queries.balances_by_source(sources)
    is_receiver = _is_receiver(user, one)
    is_open = one.state == Allocation.State.SENT
    context = {
        "one": one,
        "tone": looks.allocation_tone(one),
        "is_late": is_open and one.due_on < clock.today(),
        "sources": [(source, left.get(source.pk, queries.Balances())) for source in sources],
        "opened": opened,
        "returns": [(each, looks.return_tone(each)) for each in back],
        "may_decide": is_open and is_receiver and user.reaches(one.to, CONFIRM_MONEY.code),
        "may_return": bool(opened) and is_receiver and user.reaches(one.to, RETURN_MONEY.code),
        "may_take_back": _is_giver(user, one),
        "sees_giver": user.reaches(one.source.organisation, SEE_FUNDS.code),
        "sees_receiver": user.reaches(one.to, SEE_FUNDS.code),
        "moments": moments_of(one),
    }
    return render(request, "funds/allocation.html", context)


@page(SEE_FUNDS)
@require_GET
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """A return is shown with the allocation that it goes back to."""
    one = return_in_scope(request, pk, SEE_FUNDS)
    return redirect(f"{reverse('funds:allocation', args=[one.allocation_id])}#return-{one.pk}")


@page(ALLOCATE_MONEY)
def allocate(request: HttpRequest, pk: int) -> HttpResponse:
    source = source_in_scope(request, pk, ALLOCATE_MONEY)
    form = AllocationForm(
        posted(request), source=source, initial={"key": uuid4(), "on": clock.today()}
    )
    left = queries.balances_of(source).available
    return (
        request.method == "POST"
        and taken(
            request,
            form,
            services.allocate,
            source=source,
            said="已下达，等待接收单位确认到账",
            then=reverse("funds:allocations"),
        )
    ) or framed(
        request,
        form,
        title="下达资金",
        submit="下达",
        of=str(source),
        url=reverse("funds:source", args=[pk]),
        note=f"现有可用 {shown(left)} 元。下达后由接收单位确认到账或退回，不能自行修改。",
    )


@page(CONFIRM_MONEY)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    one = allocation_in_scope(request, pk, CONFIRM_MONEY)
    there = reverse("funds:allocation", args=[pk])
    if not _is_receiver(acting(request), one):
        return _for_the_receiver(request, one, "确认到账")
    form = ReceivedForm(
        posted(request), initial={"on": clock.today(), "name": queries.name_below(one)}
    )
    return (
        request.method == "POST"
        and taken(
            request,
            form,
            services.confirm_allocation,
            allocation=one,
            said="已确认到账，资金已记入本单位账簿",
            then=there,
        )
    ) or framed(
        request,
        form,
        title="确认到账",
        submit="确认到账",
        of=one.purpose,
        url=there,
        note=f"{one.source.organisation} 于 {one.on} 下达 {shown(one.amount)} 元。请先对照银行回单。",
    )


@page(CONFIRM_MONEY)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    one = allocation_in_scope(request, pk, CONFIRM_MONEY)
    there = reverse("funds:allocation", args=[pk])
    if not _is_receiver(acting(request), one):
        return _for_the_receiver(request, one, "退回下达")
    form = ReasonForm(posted(request))
    return (
        request.method == "POST"
        and taken(
            request,
            form,
            services.refuse_allocation,
            allocation=one,
            said="已退回下达，金额回到下达单位可用余额",
            then=there,
        )
    ) or framed(request, form, title="退回下达", submit="退回", of=one.purpose, url=there)


@page(RETURN_MONEY)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    source = source_in_scope(request, pk, RETURN_MONEY)
    form = ReturnForm(posted(request), initial={"key": uuid4(), "on": clock.today()})
    left = queries.balances_of(source).available
    return (
        request.method == "POST"
        and taken(
            request,
            form,
            services.return_money,
            source=source,
            said="已缴回，等待上级确认",
            then=reverse("funds:returns"),
        )
    ) or framed(
        request,
        form,
        title="缴回资金",
        submit="缴回",
        of=str(source),
        url=reverse("funds:source", args=[pk]),
        note=f"现有可用 {shown(left)} 元；沿下达的路径缴回上级，由上级确认收到。",
    )


@page(CONFIRM_MONEY)
def confirm_return(request: HttpRequest, pk: int) -> HttpResponse:
    one = return_in_scope(request, pk, CONFIRM_MONEY)
    there = reverse("funds:allocation", args=[one.allocation_id])
    form = DayForm(posted(request), initial={"on": clock.today()})
    return (
        request.method == "POST"
        and taken(
            request,
            form,
            services.confirm_return,
            returned=one,
            said="已确认收到缴回",
            then=there,
        )
    ) or framed(
        request,
        form,
        title="确认收到缴回",
        submit="确认收到",
        of=one.why,
        url=there,
        note=f"{one.source.organisation} 于 {one.on} 缴回 {shown(one.amount)} 元。请先对照银行回单。",
    )


@page(CONFIRM_MONEY)
def refuse_return(request: HttpRequest, pk: int) -> HttpResponse:
    one = return_in_scope(request, pk, CONFIRM_MONEY)
    there = reverse("funds:allocation", args=[one.allocation_id])
    form = ReasonForm(posted(request))
    return (
        request.method == "POST"
        and taken(
            request,
            form,
            services.refuse_return,
            returned=one,
            said="已登记未收到，金额回到下级可用余额",
            then=there,
        )
    ) or framed(request, form, title="登记未收到", submit="登记", of=one.why, url=there)


def _is_receiver(user: User, one: Allocation) -> bool:
    return user.organisation.path.startswith(one.to.path)


def _for_the_receiver(request: HttpRequest, one: Allocation, doing: str) -> HttpResponse:
    """Instead of a form that the giver could not send: who may."""
    return framed(
        request,
        None,
        title=doing,
        submit="",
        of=one.purpose,
        url=reverse("funds:allocation", args=[one.pk]),
        note=f"{doing}须由接收单位“{one.to}”的财务人员办理，不能由上级代办。",
    )


def _is_giver(user: User, one: Allocation) -> bool:
    mine, giver = user.organisation.path, one.source.organisation
    return (
        mine.startswith(giver.path)
        and not mine.startswith(one.to.path)
        and user.reaches(giver, CONFIRM_MONEY.code)
    )
