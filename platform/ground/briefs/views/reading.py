"""The reading room: issues, their pages and text, the PDF, each figure with its records."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ground.accounts.models import User
from ground.briefs import press, queries, services
from ground.briefs.answers import chat_of, pdf_answer, text_answer, word_answer
from ground.briefs.forms import InstructionForm
from ground.briefs.models import Instruction, Issue, Printed
from ground.briefs.permissions import (
    EDIT_ISSUE,
    INSTRUCT,
    READ_BRIEFS,
    READ_INSTRUCTIONS,
    SIGN_ISSUE,
)
from ground.briefs.rules.receivers import receivers_in
from ground.briefs.tables import Table, table_answer
from ground.briefs.views.looks import TONES, tone_of
from ground.kernel import money
from ground.sheets.writing import SheetColumn
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, page

WIDTHS = (700, 1400)


ISSUES = ListPage(
    title="简报",
    columns=[
        Column("series.title", "简报", sort="series__title"),
        Column(
            "number",
            "期号",
            "link",
            sort=("year", "number"),
            value=queries.line_of,
            url=lambda issue: reverse("briefs:issue", args=[issue.pk]),
        ),
        Column("issued_on", "签发日期", "date", sort="issued_on"),
        Column("signed_by", "签发", sort="signed_by__full_name"),
        Column("state", "状态", "badge", sort="state", tone=lambda issue: TONES[issue.state]),
    ],
    search=queries.issues_that_say,
    search_hint="简报、稿件标题或正文",
    filters=[Choice("state", "状态", Issue.State.choices), Span("on", "签发日期", "issued_on")],
    ordering=["-year", "-number"],
    noun="期",
    empty=Empty("还没有可读的简报", "签发后的简报会出现在这里。", "brief"),
)


@page(READ_BRIEFS)
def issues(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(EDIT_ISSUE.code):
        actions = [
            Action("简报设置", reverse("briefs:series"), "settings"),
            Action("编一期", reverse("briefs:start_issue"), "add", "primary"),
        ]
    return ISSUES.respond(request, queries.listed_issues(user), actions=actions)


@page(READ_BRIEFS)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed issue to read. One that is not signed leads to the desk, or to the signature."""
    user = acting(request)
    found = get_object_or_404(queries.listed_issues(user), pk=pk)
    if found.state == Issue.State.IN_REVIEW and user.may(SIGN_ISSUE.code):
        return redirect("briefs:review", found.pk)
    if found.state not in queries.FROZEN_STATES:
        return redirect("briefs:desk", found.pk)
    is_whole = queries.readable_issues(user).filter(pk=pk).exists()
    if not is_whole:
        return render(request, "briefs/withdrawn.html", _withdrawn(user, found))
    services.note_reading(by=user, issue=found)
    office = found.series.organisation
    printed = Printed.objects.filter(issue=found).defer("pdf").first()
    as_text = request.GET.get("as") == "text" or printed is None
    context: dict[str, Any] = {
        "issue": found,
        "line": queries.line_of(found),
        "tone": TONES[found.state],
        "printed": printed,
        "as_text": as_text,
        "as_pages": not as_text,
        "figures": queries.figures_of(found),
        "chat": chat_of(found) if printed else "",
        "numbers": range(1, printed.pages + 1) if printed else (),
        "may_open": found.state in queries.PUBLIC_STATES and user.reaches(office, SIGN_ISSUE.code),
        "may_withdraw": found.state in queries.PUBLIC_STATES
        and user.reaches(office, SIGN_ISSUE.code),
        "readings": queries.readings_of(found) if user.reaches(office, EDIT_ISSUE.code) else None,
        "instructions": _instructions(user, found),
        "opens": queries.issues_with_open_records(user).filter(pk=found.pk).exists(),
        "instruct": InstructionForm(user)
        if found.state in queries.PUBLIC_STATES and user.may(INSTRUCT.code)
        else None,
        **_withdrawn(user, found),
    }
    if as_text:
        context["document"] = queries.document_of(found)
    return render(request, "briefs/issue.html", context)


def _withdrawn(user: User, issue: Issue) -> dict[str, Any]:
    """That an issue was withdrawn, and what has taken its place, as far as this person may read it."""
    later = queries.readable_issues(user).filter(supersedes=issue).first()
    again = issue.state == Issue.State.WITHDRAWN and not Issue.objects.filter(supersedes=issue)
    return {
        "issue": issue,
        "line": queries.line_of(issue),
        "tone": TONES[issue.state],
        "later": later,
        "later_line": queries.line_of(later) if later else "",
        "may_reissue": again and user.reaches(issue.series.organisation, EDIT_ISSUE.code),
    }


def _instructions(user: User, issue: Issue) -> list[tuple[Instruction, str]]:
    if not user.may(READ_INSTRUCTIONS.code):
        return []
    rows = Instruction.objects.visible_to(user, READ_INSTRUCTIONS.code).filter(issue=issue)
    return [(one, tone_of(one)) for one in queries.instructions_in_lists(rows)]


@page(READ_BRIEFS)
def page_picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of the printed issue as a PNG. It never changes, so the browser may keep it."""
    printed = _printed(request, pk)
    asked = request.GET.get("width", "")
    width = int(asked) if asked in {str(one) for one in WIDTHS} else WIDTHS[0]
    if not 1 <= number <= printed.pages:
        raise Http404
    picture = press.pictures(bytes(printed.pdf), width)[number - 1]
    answer = HttpResponse(picture, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@page(READ_BRIEFS)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    return pdf_answer(request, _printed(request, pk))


@page(READ_BRIEFS)
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """Which figures the records give otherwise since the signature; counted when it is asked."""
    issues = queries.issues_with_open_records(acting(request))
    found = get_object_or_404(issues.filter(state__in=queries.FROZEN_STATES), pk=pk)
    context = {"issue": found, "corrections": queries.corrections_of(found)}
    return render(request, "briefs/corrections.html", context)


@page(READ_BRIEFS)
def download_word(request: HttpRequest, pk: int) -> HttpResponse:
    return word_answer(request, _printed(request, pk))


@page(READ_BRIEFS)
def download_text(request: HttpRequest, pk: int) -> HttpResponse:
    return text_answer(request, _printed(request, pk))


@page(READ_BRIEFS)
def figure(request: HttpRequest, issue_id: int, code: str) -> HttpResponse:
    """A figure opened: its value, the SQL that gave it, the records that it counts."""
    found = get_object_or_404(queries.readable_issues(acting(request)), pk=issue_id)
    shown = queries.figure_or_404(found, code)
    opens = queries.issues_with_open_records(acting(request)).filter(pk=found.pk).exists()
    now = queries.counted_now(shown) if opens and shown.frozen else None
    context = {
        "corrected": money.shown_short(now) if now is not None and now != shown.value else "",
        "issue": found,
        "line": queries.line_of(found),
        "figure": shown,
        "opens": opens,
        "sums": any(one.value is not None for one in shown.records),
    }
    return render(request, "briefs/figure.html", context)


@page(EDIT_ISSUE)
def receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """The list on which each receiver signs for the paper copies (送达签收单)."""
    user = acting(request)
    rows = Issue.objects.visible_to(user, EDIT_ISSUE.code).select_related("series__organisation")
    found = get_object_or_404(rows.filter(state__in=queries.PUBLIC_STATES), pk=pk)
    line = queries.line_of(found)
    foot = queries.document_of(found).footer
    table = Table(
        title=f"{found.series}{line}送达签收单",
        columns=[
            SheetColumn("序号", "number"),
            SheetColumn("类别"),
            SheetColumn("单位", width=40),
            SheetColumn("份数", width=8),
            SheetColumn("签收人", width=14),
            SheetColumn("签收日期", width=14),
        ],
        rows=[
            (at, kind, name, "", "", "") for at, (kind, name) in enumerate(receivers_in(foot), 1)
        ],
        marks=[f"编发单位：{found.series.issuer}", f"共印 {foot.print_run or '—'} 份"],
        hands=("分发人：", "日期："),
    )
    back = reverse("briefs:issue", args=[found.pk])
    return table_answer(request, table, organisation=found.series.organisation, back=back)


def _printed(request: HttpRequest, pk: int) -> Printed:
    issues = queries.readable_issues(acting(request))
    return get_object_or_404(
        Printed.objects.select_related("issue__series"), issue__in=issues, issue_id=pk
    )
