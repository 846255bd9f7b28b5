"""The roster of a campaign, and everybody on it: what was found, what was done for them, what changes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.aid.permissions import SEE_AID
from assistance.households.permissions import SEE_FILES
from campaigns import kinds, looks, queries, screening, services
from campaigns.forms import EnrolForm, TickForm
from campaigns.models import Campaign, Enrolment
from campaigns.permissions import ENROL, SCREEN, SEE_CAMPAIGNS, TICK
from campaigns.rules.states import ENDED, RUNNING, UNDECIDED
from campaigns.views.parts import enrolled, settled, told
from ground.accounts.models import User
from ground.kernel import clock
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, page, posted

State = Enrolment.State


@page(SEE_CAMPAIGNS)
@require_GET
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, user = told(request, pk), acting(request)
    among = Enrolment.objects.visible_to(user, SEE_CAMPAIGNS.code)
    rows = queries.roster_of(campaign, among).select_related("campaign", "unit", "file", "member")
    listed = looks.roster_list(campaign, user)
    actions = [
        Action("返回活动", reverse("campaigns:campaign", args=[pk]), "arrow-left"),
    ]
    if campaign.state in RUNNING and user.may(ENROL.code):
        actions += [
            Action("从名册导入", reverse("intake:send", args=["campaigns.roster"]), "upload"),
            Action("逐户列入", reverse("campaigns:find", args=[pk]), "add"),
            Action(
                "按规则从档案列入", reverse("campaigns:propose", args=[pk]), "people", "primary"
            ),
        ]
    return listed.respond(request, rows, actions=actions, on_filter=_on_filter(user, campaign))


def _on_filter(user: User, campaign: Campaign) -> list[Action]:
    """What can be done at once with everybody whom the list is narrowed to."""
    actions = []
    if campaign.state in RUNNING and user.may(ENROL.code):
        address = reverse("campaigns:withdraw_many", args=[campaign.pk])
        actions.append(Action("批量退出", address, "close"))
    if campaign.state not in ENDED and user.may(TICK.code):
        address = reverse("campaigns:tick_many", args=[campaign.pk])
        actions.append(Action("批量登记事项", address, "checklist"))
    return actions


@page(SEE_CAMPAIGNS)
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    one, user = enrolled(request, pk), acting(request)
    kind = one.campaign.kind
    found = {finding["rule"]: finding["says"] for finding in one.findings}
    rules = [(rule.code, rule.value) for rule in one.campaign.rules.all()]
    done_of = {tick.code: tick for tick in one.ticks.select_related("by")}
    running = one.campaign.state in RUNNING
    may_change = running and one.state in UNDECIDED and user.may(ENROL.code)
    context: dict[str, Any] = {
        "one": one,
        "campaign": one.campaign,
        "kind": kind,
        "name": looks.name_of(one),
        "class_label": looks.class_of(one, kind),
        "tone": looks.enrolment_tone(one),
        "answers": _answers(kind, one),
        "materials": [
            (material.label, material.is_needed, material.code in one.materials)
            for material in kind.materials
        ],
        "judged": [
            {"words": screening.words_of(code, value), "says": found.get(code, "")}
            for code, value in rules
        ]
        + [
            {"words": says, "says": says} for code, says in found.items() if code not in dict(rules)
        ],
        "duties": [(duty, done_of.get(duty.code)) for duty in kind.checklist],
        "tick_form": TickForm(kind, initial={"done_on": clock.today()}),
        "may_change": may_change,
        "may_withdraw": running and user.may(ENROL.code) and one.state in {*UNDECIDED, "approved"},
        "may_tick": one.campaign.state not in ENDED
        and one.state != State.WITHDRAWN
        and user.may(TICK.code),
        "may_except": running and one.state == State.INELIGIBLE and user.may(SCREEN.code),
        "is_own_exception": one.override_by_id == user.pk,
        "may_see_files": user.may(SEE_FILES.code),
        "may_see_aid": user.may(SEE_AID.code),
    }
    return render(request, "campaigns/enrolment.html", context)


@page(ENROL)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    one = enrolled(request, pk, ENROL)
    kind = one.campaign.kind
    form = EnrolForm(kind, posted(request), is_filed=None, enrolment=one)
    if request.method == "POST" and form.is_valid():
        changed = carried_out(
            form, services.change_enrolment, by=acting(request), enrolment=one, **form.told()
        )
        if changed:
            messages.success(request, "申报内容已修改，请重新审核")
            return redirect("campaigns:enrolment", pk)
    context = {"one": one, "campaign": one.campaign, "name": looks.name_of(one), "form": form}
    return render(request, "campaigns/change.html", context)


@page(TICK)
@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    form = TickForm(enrolled(request, pk, TICK).campaign.kind, request.POST)
    if form.is_valid():
        return settled(request, pk, TICK, services.tick, "事项已登记", **form.cleaned_data)
    messages.error(request, "请选择事项，填写办理日期")
    return redirect("campaigns:enrolment", pk)


@page(TICK)
@require_POST
def untick(request: HttpRequest, pk: int) -> HttpResponse:
    code = request.POST.get("code", "")
    return settled(request, pk, TICK, services.untick, "事项已撤销", code=code)


@page(ENROL)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return settled(request, pk, ENROL, services.withdraw, "已退出名单", reason=reason)


@page(SCREEN)
@require_POST
def propose_exception(request: HttpRequest, pk: int) -> HttpResponse:
    reason, said = request.POST.get("reason", ""), "例外已提出，请另一人同意"
    return settled(request, pk, SCREEN, services.propose_exception, said, reason=reason)


@page(SCREEN)
@require_POST
def agree_exception(request: HttpRequest, pk: int) -> HttpResponse:
    return settled(request, pk, SCREEN, services.agree_exception, "例外已同意")


def _answers(kind: kinds.CampaignKind, one: Enrolment) -> list[tuple[str, str]]:
    told = []
    for question in kind.questions:
        answer = str(one.answers.get(question.code, ""))
        labels = {term.code: term.label for term in question.choices} | {"yes": "是", "no": "否"}
        told.append((question.label, labels.get(answer, answer)))
    return told
