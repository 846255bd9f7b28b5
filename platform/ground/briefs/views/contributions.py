"""Contributions: sent by a unit, handled by the desk."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ground.briefs import queries, services
from ground.briefs.forms import SECTIONS, AdoptForm, ContributionForm
from ground.briefs.models import Contribution
from ground.briefs.permissions import EDIT_ISSUE, SEND_CONTRIBUTION
from ground.briefs.rules import blocks, writing
from ground.kernel.errors import RuleBroken
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

TONES = {"received": "warn", "adopted": "good", "returned": "bad"}

CONTRIBUTIONS = ListPage(
    title="来稿",
    columns=[
        Column(
            "title",
            "标题",
            "link",
            sort="title",
            url=lambda one: reverse("briefs:contribution", args=[one.pk]),
        ),
        Column("organisation", "来稿单位", sort="organisation__name"),
        Column("received_on", "来稿日期", "date", sort="received_on"),
        Column("state", "状态", "badge", sort="state", tone=lambda one: TONES[one.state]),
        Column("return_reason", "退稿原因"),
    ],
    search=["title", "organisation__name"],
    search_hint="标题或单位",
    filters=[
        Choice("state", "状态", Contribution.State.choices),
        Span("on", "来稿日期", "received_on"),
    ],
    ordering=["-received_on"],
    noun="篇",
    template="briefs/contributions.html",
    empty=Empty("还没有来稿", "把本单位的做法和成效写成稿件报送，采用后编入简报。", "inbox"),
)


@page(SEND_CONTRIBUTION)
def contributions(request: HttpRequest) -> HttpResponse:
    """What my units have sent in; an editor, who looks after them all, sees them all."""
    user = acting(request)
    send = Action("报送稿件", reverse("briefs:send"), "send", "primary")
    rows = queries.contributions_sent(user)
    counts = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    here = request.GET.get("state", "")
    tabs = [{"label": "全部", "url": "?", "here": not here, "count": sum(counts.values())}]
    tabs += [
        {
            "label": label,
            "url": f"?state={state}",
            "here": here == state,
            "count": counts.get(state, 0),
        }
        for state, label in Contribution.State.choices
    ]
    return CONTRIBUTIONS.respond(request, rows, actions=[send], tabs=tabs)


@page(SEND_CONTRIBUTION)
def send(request: HttpRequest) -> HttpResponse:
    """Write and send an article. `?again=` begins with a returned one."""
    user = acting(request)
    form = ContributionForm(user, posted(request), initial=_again(request))
    if request.method == "POST" and form.is_valid():
        sent = carried_out(form, services.send_contribution, by=user, **form.cleaned_data)
        if sent:
            messages.success(request, f"《{sent.title}》已报送")
            return redirect("briefs:contribution", sent.pk)
    return render(request, "briefs/send.html", {"form": form, "document": _typed(form)})


@page(SEND_CONTRIBUTION)
def preview(request: HttpRequest) -> HttpResponse:
    """The typed text as headings and paragraphs, while it is typed."""
    context = {
        "title": request.POST.get("title", "")[:120],
        "subtitle": request.POST.get("subtitle", "")[:120],
        "byline": request.POST.get("byline", "")[:60],
        "contributor": request.POST.get("contributor", "")[:60],
        **_read(request.POST.get("blocks", "")[:100_000]),
    }
    return render(request, "briefs/article_text.html", {"article": context})


@page(SEND_CONTRIBUTION)
def contribution(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    found = get_object_or_404(queries.contributions_sent(user), pk=pk)
    may_handle = user.may(EDIT_ISSUE.code) and found.state == Contribution.State.RECEIVED
    context = {
        "contribution": found,
        "tone": TONES[found.state],
        "article": _shown(found),
        "form": AdoptForm(user, found) if may_handle else None,
        "sections": SECTIONS,
        "trail": moments_of(found),
    }
    return render(request, "briefs/contribution.html", context)


@page(EDIT_ISSUE)
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    found = get_object_or_404(Contribution.objects.visible_to(user, EDIT_ISSUE.code), pk=pk)
    form = AdoptForm(user, found, posted(request))
    if request.method != "POST":
        return redirect("briefs:contribution", found.pk)
    if form.is_valid():
        went = done(
            request,
            services.adopt,
            said=f"《{found.title}》已编入",
            by=user,
            contribution=found,
            issue=form.cleaned_data["issue"],
            section=form.cleaned_data["section"],
        )
        if went:
            return redirect("briefs:desk", form.cleaned_data["issue"].pk)
    else:
        messages.error(request, "请选择编入哪一期，并填写栏目")
    return redirect("briefs:contribution", found.pk)


@page(EDIT_ISSUE)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    found = get_object_or_404(Contribution.objects.visible_to(user, EDIT_ISSUE.code), pk=pk)
    if request.method == "POST":
        done(
            request,
            services.return_contribution,
            said=f"《{found.title}》已退回",
            by=user,
            contribution=found,
            reason=request.POST.get("reason", ""),
        )
    return redirect("briefs:contribution", found.pk)


def _again(request: HttpRequest) -> dict[str, object]:
    asked = request.GET.get("again", "")
    if not asked.isdigit():
        return {}
    old = queries.contributions_sent(acting(request)).filter(pk=asked).first()
    if old is None:
        return {}
    text = writing.text_of_blocks(blocks.read_blocks(old.blocks))
    fields = ("title", "subtitle", "byline", "contributor")
    return {field: getattr(old, field) for field in fields} | {
        "blocks": text,
        "organisation": old.organisation_id,
    }


def _typed(form: ContributionForm) -> dict[str, object]:
    """What stands in the form, as the preview shows it."""
    shown = {
        name: form[name].value() or "" for name in ("title", "subtitle", "byline", "contributor")
    }
    return shown | _read(str(form["blocks"].value() or ""))


def _read(text: str) -> dict[str, object]:
    try:
        return {"blocks": writing.blocks_of(text)}
    except RuleBroken as broken:
        return {"error": broken.message}


def _shown(one: Contribution) -> dict[str, object]:
    fields = ("title", "subtitle", "byline", "contributor")
    return {field: getattr(one, field) for field in fields} | {
        "blocks": blocks.read_blocks(one.blocks)
    }
