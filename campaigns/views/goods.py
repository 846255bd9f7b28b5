"""The goods of a campaign: what it has, by unit against quota, who gets what, whose gift it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assistance.stock.queries import on_shelf
from campaigns import services
from campaigns.forms.visiting import AllotForm, GoodsForm, GoodsQuotaForm
from campaigns.models import Campaign, Enrolment
from campaigns.permissions import ENROL, PLAN_VISITS, SEE_CAMPAIGNS
from campaigns.queries.goods import gifts_of, goods_progress
from campaigns.rules.states import ENDED, RUNNING
from campaigns.views.parts import steered, told
from ground.kernel import clock
from ground.web.pages import acting, carried_out, page, posted


@page(SEE_CAMPAIGNS)
@require_GET
def goods(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, told(request, pk))


@page(PLAN_VISITS)
def lay_down(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = steered(request, pk, PLAN_VISITS)
    form = GoodsForm(acting(request), campaign, posted(request))
    if request.method == "POST" and form.is_valid():
        asked = {"by": acting(request), "campaign": campaign, **form.cleaned_data}
        line = carried_out(form, services.lay_down_goods, **asked)
        if line:
            messages.success(request, "物资已保存")
            there = on_shelf(line.store, on=clock.today()).get(line.goods_id, 0)
            if there < line.quantity:
                few = f"{line.store.name}现有{line.goods.name}{there}{line.goods.unit}"
                messages.warning(
                    request, f"{few}，不足{line.quantity}{line.goods.unit}：发放前请先入库"
                )
            return redirect("campaigns:goods", pk)
    return _shown(request, campaign, goods_form=form)


@page(PLAN_VISITS)
def quota(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = steered(request, pk, PLAN_VISITS)
    form = GoodsQuotaForm(campaign, posted(request))
    if request.method == "POST" and form.is_valid():
        asked = {"by": acting(request), **form.cleaned_data}
        if carried_out(form, services.set_goods_quota, **asked):
            messages.success(request, "物资名额已保存")
            return redirect("campaigns:goods", pk)
    return _shown(request, campaign, quota_form=form)


@page(ENROL)
def allot(request: HttpRequest, pk: int) -> HttpResponse:
    """So many to each of those in this person's scope."""
    campaign = told(request, pk, ENROL)
    form = _allot_form(request, campaign, posted(request))
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        among = Enrolment.objects.visible_to(acting(request), ENROL.code)
        if asked["person_class"]:
            among = among.filter(person_class=asked["person_class"])
        if asked["unit"]:
            among = among.filter(unit__path__startswith=asked["unit"].path)
        number = carried_out(
            form,
            services.allot_goods,
            by=acting(request),
            line=asked["line"],
            among=among,
            quantity=asked["quantity"],
        )
        if number:
            messages.success(request, f"已安排 {number} 个对象，请重新审核")
            return redirect("campaigns:goods", pk)
    return _shown(request, campaign, allot_form=form)


def _allot_form(request: HttpRequest, campaign: Campaign, typed: Any = None) -> AllotForm:
    classes = campaign.kind.classes
    return AllotForm(acting(request), campaign, classes, typed)


def _shown(request: HttpRequest, campaign: Campaign, **forms: Any) -> HttpResponse:
    user = acting(request)
    steers = user.may(PLAN_VISITS.code) and user.reaches(campaign.organiser, PLAN_VISITS.code)
    whole = user.reaches(campaign.organiser, SEE_CAMPAIGNS.code)
    paths = None if whole else user.scope(SEE_CAMPAIGNS.code)
    context = {
        "campaign": campaign,
        "lines": goods_progress(campaign, paths=paths),
        "gifts": gifts_of(campaign) if steers else [],
        "goods_form": GoodsForm(user, campaign) if steers else None,
        "quota_form": GoodsQuotaForm(campaign) if steers else None,
        "allot_form": _allot_form(request, campaign) if user.may(ENROL.code) else None,
        "is_open": campaign.state not in ENDED,
        "running": campaign.state in RUNNING,
        **forms,
    }
    return render(request, "campaigns/goods.html", context)
