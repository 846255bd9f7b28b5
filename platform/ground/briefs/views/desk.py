"""The desk: an issue is put together, seen as it will be printed, checked and handed in."""

import base64
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ground.accounts.permissions import Permission
from ground.briefs import press, proofing, queries, services
from ground.briefs.counting import Counting
from ground.briefs.forms import SECTIONS, AdoptForm, ArticleForm, IssueForm, ListsForm
from ground.briefs.kinds import kind_of
from ground.briefs.models import Article, Issue
from ground.briefs.permissions import EDIT_ISSUE
from ground.briefs.rules import blocks, comparing, versions
from ground.briefs.typesetting import Article as PrintedArticle
from ground.briefs.typesetting import BriefDocument, Footer, Typeset
from ground.briefs.views.looks import TONES
from ground.briefs.views.photos import panel_of
from ground.kernel.errors import RuleBroken
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

PREVIEW_WIDTH = 800
SHOWN = "shown"  # the pages that a preview shows already, by their hash


@page(EDIT_ISSUE)
def start_issue(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = IssueForm(user, posted(request))
    if request.method == "POST" and form.is_valid():
        issue = carried_out(form, services.start_issue, by=user, **form.cleaned_data)
        if issue:
            return redirect("briefs:desk", issue.pk)
    has_series = queries.series_of(user).exists()
    return render(request, "briefs/start_issue.html", {"form": form, "has_series": has_series})


@page(EDIT_ISSUE)
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    issue = issue_in(request, pk, EDIT_ISSUE)
    if issue.state in queries.PUBLIC_STATES:
        return redirect("briefs:issue", issue.pk)
    inbox = queries.with_overlaps(user, queries.contributions_to_handle(user)[:20])
    context = {
        "issue": issue,
        "tone": TONES[issue.state],
        "number": queries.next_number(issue.series, issue.year),
        "articles": list(issue.articles.select_related("contribution__organisation")),
        "inbox": [AdoptForm(user, one, initial={"issue": issue.pk}) for one in inbox],
        "figures": queries.figures_of(issue, Counting(afresh=True)),
        "is_editing": issue.state == Issue.State.EDITING,
        "sections": SECTIONS,
        "trail": moments_of(issue, most=12),
        "lists": ListsForm(initial={"extra_to": issue.extra_to, "print_run": issue.print_run}),
    }
    return render(request, "briefs/desk.html", context)


@page(EDIT_ISSUE)
@require_POST
def set_lists(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gets this issue beside the usual ones, and how many are printed."""
    issue = issue_in(request, pk, EDIT_ISSUE)
    form = ListsForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, "；".join(str(one) for found in form.errors.values() for one in found)
        )
        return redirect("briefs:desk", issue.pk)
    done(
        request,
        services.set_lists,
        said="已保存本期增发和印数",
        by=acting(request),
        issue=issue,
        **form.cleaned_data,
    )
    return redirect("briefs:desk", issue.pk)


@page(EDIT_ISSUE)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages of the issue as it stands, and what would stop its signature."""
    return proof(request, issue_in(request, pk, EDIT_ISSUE))


@page(EDIT_ISSUE)
def edit_article(request: HttpRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    compared: list[comparing.Row] = []
    if request.method == "POST":
        form = ArticleForm(request.POST)
        if form.is_valid():
            typed = form.cleaned_data
            edited = carried_out(
                form, services.edit_article, by=acting(request), article=article, **typed
            )
            if edited:
                others = typed["seen"] and edited.version > typed["seen"] + 1
                with_others = "，并与他人刚保存的修改合在一起" if others else ""
                messages.success(request, f"《{edited.title}》已保存{with_others}")
                return redirect("briefs:desk", article.issue_id)
            if typed["seen"] and typed["seen"] != article.version:
                compared = comparing.side_by_side(
                    versions.shown(queries.content_of(article)), versions.shown(typed)
                )
                form.data = request.POST.copy()
                form.data["seen"] = str(article.version)
    else:
        form = ArticleForm.showing(article)
    context = {
        "form": form,
        "article": article,
        "issue": article.issue,
        "sections": SECTIONS,
        "facts": queries.figures_of(article.issue, Counting(afresh=True)),
        "compared": compared,
        **panel_of(article),
    }
    return render(request, "briefs/edit_article.html", context)


@page(EDIT_ISSUE)
@require_POST
def preview_article(request: HttpRequest, pk: int) -> HttpResponse:
    """The typed article on its pages before it is saved: the masthead and this article."""
    article = _article(request, pk)
    form = ArticleForm(request.POST)
    if not form.is_valid():
        return render(request, "briefs/proof.html", {"error": "请先填写标题、栏目和正文"})
    issue, typed = article.issue, form.cleaned_data
    typed.pop("seen")
    count = Counting(afresh=SHOWN in request.GET)
    context: dict[str, Any] = {}
    try:
        cited = queries.Citations(issue, count=count)
        body = queries.with_photos_of(article, blocks.read_blocks(typed["blocks"]))
        printed = cited.printed(PrintedArticle(**typed | {"blocks": body}))
        cited.check()
        number = queries.next_number(issue.series, issue.year)
        document = BriefDocument(
            masthead=queries.masthead_of(issue.series, issue.year, number, None),
            articles=(replace(printed, section=""),),
            footer=Footer(),
        )
        setting = press.begin(document)
        if _is_shown(request, setting):
            return HttpResponse(status=204)
        checks = proofing.checks_of(
            document, [], period=queries.period_of(issue), reader=acting(request)
        )
        context["checks"] = [one for one in checks if one.tone in ("bad", "warn")]
        context["typeset"] = setting.result()
    except RuleBroken as broken:
        context["error"] = broken.message
    return _proofed(request, context, count)


@page(EDIT_ISSUE)
@require_POST
def move_article(request: HttpRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    at = list(article.issue.articles.values_list("pk", flat=True)).index(article.pk)
    dragged = request.POST.get("position", "")
    step = {"up": -1, "down": 1}.get(request.POST.get("to", ""), 0)
    # Dragged to a place, or moved by one with a button.
    to = int(dragged) if dragged.isascii() and dragged.isdigit() and len(dragged) < 6 else at + step  # noqa: PLR2004
    done(
        request,
        services.move_article,
        said="已调整次序",
        by=acting(request),
        article=article,
        position=max(to, 0),
    )
    return redirect("briefs:desk", article.issue_id)


@page(EDIT_ISSUE)
@require_POST
def remove_article(request: HttpRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    done(
        request,
        services.remove_article,
        said=f"《{article.title}》已移出本期",
        by=acting(request),
        article=article,
    )
    return redirect("briefs:desk", article.issue_id)


@page(EDIT_ISSUE)
@require_POST
def choose_figures(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_in(request, pk, EDIT_ISSUE)
    printed = set(request.POST.getlist("printed"))
    shown = queries.figures_of(issue)
    done(
        request,
        services.choose_figures,
        said="数据页已更新",
        by=acting(request),
        issue=issue,
        left_out=[one.code for one in shown if one.value and one.code not in printed],
        zeros=[one.code for one in shown if not one.value and one.code in printed],
    )
    return redirect("briefs:desk", issue.pk)


@page(EDIT_ISSUE)
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_in(request, pk, EDIT_ISSUE)
    done(
        request, services.submit_issue, said="已送签，等待领导签发", by=acting(request), issue=issue
    )
    return redirect("briefs:desk", issue.pk)


# --- shared with the leader's page -------------------------------------------------------------


def issue_in(request: HttpRequest, pk: int, permission: Permission) -> Issue:
    issues = Issue.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(
        issues.select_related("series__organisation", "edited_by", "signed_by"), pk=pk
    )


def proof(request: HttpRequest, issue: Issue, *, afresh: bool = False) -> HttpResponse:
    """The proof of an issue: checks and pages. An error is a sentence in their place.

    It may show figures as they were last counted; it is then asked for again at once.
    """
    if not issue.articles.exists():
        return render(
            request, "briefs/proof.html", {"error": "还没有稿件：采用来稿后，这里显示排好的版面"}
        )
    count = Counting(afresh=afresh or SHOWN in request.GET)
    context: dict[str, Any] = {}
    try:
        figures = queries.figures_of(issue, count)
        document = queries.document_of(issue, figures, count)
        setting = press.begin(document)
        if _is_shown(request, setting):
            return HttpResponse(status=204)
        context["checks"] = checks = proofing.checks_of(
            document, figures, period=queries.period_of(issue), reader=acting(request)
        )
        typeset = setting.result()
        checks += proofing.fit_of(document, typeset.pdf, kind_of(issue.series.kind))
        context["typeset"] = typeset
    except RuleBroken as broken:
        context["error"] = broken.message
    return _proofed(request, context, count)


def _is_shown(request: HttpRequest, setting: Future[Typeset]) -> bool:
    """Whether the pages that a preview shows already came out again. Nobody waits for them otherwise."""
    return bool(request.GET.get(SHOWN)) and setting.result().sha256 == request.GET[SHOWN]


def _proofed(request: HttpRequest, context: dict[str, Any], count: Counting) -> HttpResponse:
    typeset = context.pop("typeset", None)
    if typeset:
        pictures = press.sketches(typeset.pdf, PREVIEW_WIDTH)
        context["pages"] = [base64.b64encode(one).decode() for one in pictures]
    if count.remembered:
        context["again"] = f"{request.path}?{SHOWN}={typeset.sha256 if typeset else ''}"
    return render(request, "briefs/proof.html", context)


def _article(request: HttpRequest, pk: int) -> Article:
    issues = Issue.objects.visible_to(acting(request), EDIT_ISSUE.code)
    return get_object_or_404(
        Article.objects.select_related("issue__series__organisation", "issue__edited_by"),
        pk=pk,
        issue__in=issues,
    )
