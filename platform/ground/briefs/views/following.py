"""What follows a brief: its readers, leaders' instructions and what became of them, withdrawal."""

from dataclasses import replace

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ground.briefs import queries, services
from ground.briefs.forms import AnswerForm, InstructionForm
from ground.briefs.models import Instruction
from ground.briefs.permissions import (
    ANSWER_INSTRUCTION,
    EDIT_ISSUE,
    INSTRUCT,
    READ_INSTRUCTIONS,
    SIGN_ISSUE,
)
from ground.briefs.views.desk import issue_in
from ground.briefs.views.looks import said_of, tone_of
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span, Within
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

State = Instruction.State
LATE = "late"

INSTRUCTIONS = ListPage(
    title="批示办理",
    subtitle="领导在简报上的批示，由谁办、何时办结、办得怎样",
    columns=[
        Column("words", "批示", "link", url=lambda p: reverse("briefs:instruction", args=[p.pk])),
        Column("issue", "简报", value=lambda p: f"{p.issue.series} {queries.line_of(p.issue)}"),
        Column("given_by", "批示人"),
        Column("given_on", "批示日期", "date", "given_on"),
        Column("organisation", "承办单位", sort="organisation__path"),
        Column("due_on", "办结期限", "date", "due_on"),
        Column("state", "状态", "badge", "state", value=said_of, tone=tone_of),
        Column("answer", "办理情况", export_only=True),
    ],
    search=["words", "organisation__name"],
    search_hint="批示内容或承办单位",
    ordering=["-pk"],
    noun="件",
    empty=Empty("还没有批示", "领导在简报页写下批示后，承办单位在这里办理。", "approve"),
)


@page(READ_INSTRUCTIONS)
@require_GET
def instructions(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = Instruction.objects.visible_to(user, READ_INSTRUCTIONS.code)
    listed = replace(
        INSTRUCTIONS,
        filters=[
            Choice(
                "state",
                "状态",
                [*State.choices, (LATE, "已超期")],
                narrow=lambda rows, value: rows.filter(
                    queries.overdue() if value == LATE else Q(state=value)
                ),
            ),
            Within("unit", "承办单位", user.scope(READ_INSTRUCTIONS.code), "organisation"),
            Span("given", "批示日期", "given_on"),
        ],
    )
    return listed.respond(request, queries.instructions_in_lists(rows))


@page(READ_INSTRUCTIONS)
@require_GET
def instruction(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Instruction.objects.visible_to(acting(request), READ_INSTRUCTIONS.code)
    return _shown(request, get_object_or_404(queries.instructions_in_lists(rows), pk=pk))


@page(INSTRUCT)
@require_POST
def instruct(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an instruction on a signed issue that one may read."""
    user = acting(request)
    issue = get_object_or_404(queries.readable_issues(user), pk=pk)
    form = InstructionForm(user, posted(request))
    if form.is_valid():
        given = carried_out(
            form, services.give_instruction, by=user, issue=issue, **form.cleaned_data
        )
        if given:
            messages.success(request, f"批示已交“{given.organisation}”办理")
            return redirect("briefs:instruction", given.pk)
    return render(request, "briefs/instruct.html", {"issue": issue, "form": form}, status=422)


@page(ANSWER_INSTRUCTION)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    shown = get_object_or_404(queries.instructions_in_lists(queries.to_answer(user)), pk=pk)
    form = AnswerForm(posted(request))
    if form.is_valid():
        told = carried_out(
            form, services.answer_instruction, by=user, instruction=shown, **form.cleaned_data
        )
        if told:
            messages.success(request, "办理情况已报送，等待领导审阅")
            return redirect("briefs:instruction", pk)
    return _shown(request, shown, form)


@page(INSTRUCT)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _judged(request, pk)
    done(
        request,
        services.close_instruction,
        said="批示已办结",
        by=acting(request),
        instruction=shown,
    )
    return redirect("briefs:instruction", pk)


@page(INSTRUCT)
@require_POST
def send_back_answer(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _judged(request, pk)
    done(
        request,
        services.send_back_answer,
        said="已退回承办单位继续办理",
        by=acting(request),
        instruction=shown,
        reason=request.POST.get("reason", ""),
    )
    return redirect("briefs:instruction", pk)


@page(SIGN_ISSUE)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_in(request, pk, SIGN_ISSUE)
    done(
        request,
        services.withdraw_issue,
        said="已撤回：读者只看到撤回的说明",
        by=acting(request),
        issue=issue,
        reason=request.POST.get("reason", ""),
    )
    return redirect("briefs:issue", pk)


@page(EDIT_ISSUE)
@require_POST
def reissue(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_in(request, pk, EDIT_ISSUE)
    again = done(
        request,
        services.reissue,
        said="已复制稿件，改正后送签，按新的期号印发",
        by=acting(request),
        issue=issue,
    )
    return (
        redirect("briefs:desk", issue.superseded_by.pk) if again else redirect("briefs:issue", pk)
    )


READERS = ListPage(
    title="阅读情况",
    columns=[
        Column("name", "单位", sort="path"),
        Column("readers", "已读（人）", "number", value=lambda one: one.readers or 0),
        Column("first_read", "首次阅读", "datetime"),
    ],
    search=["name"],
    search_hint="单位名称",
    filters=[
        Choice(
            "read",
            "阅读",
            [("yes", "已读"), ("no", "未读")],
            narrow=lambda rows, value: rows.filter(readers__isnull=value == "no"),
        )
    ],
    ordering=["path"],
    noun="个",
    empty=Empty("没有符合条件的单位", "换一个筛选条件再看。", "organisation"),
)


@page(EDIT_ISSUE)
@require_GET
def readers(request: HttpRequest, pk: int) -> HttpResponse:
    """Which units of the office's area have opened an issue, and which have not."""
    issue = issue_in(request, pk, EDIT_ISSUE)
    back = reverse("briefs:issue", args=[pk])
    return READERS.respond(
        request,
        queries.readers_by_unit(issue),
        actions=[Action(f"{issue.series} {queries.line_of(issue)}", back, "arrow-left")],
    )


def _shown(
    request: HttpRequest, shown: Instruction, form: AnswerForm | None = None
) -> HttpResponse:
    user = acting(request)
    context = {
        "instruction": shown,
        "said": said_of(shown),
        "tone": tone_of(shown),
        "line": queries.line_of(shown.issue),
        "opens": queries.readable_issues(user).filter(pk=shown.issue_id).exists(),
        "form": form or AnswerForm(initial={"answer": shown.answer}),
        "may_answer": shown.state == State.GIVEN
        and queries.to_answer(user).filter(pk=shown.pk).exists(),
        "may_judge": shown.state == State.ANSWERED
        and queries.to_judge(user).filter(pk=shown.pk).exists(),
        "moments": moments_of(shown),
    }
    return render(request, "briefs/instruction.html", context, status=422 if form else 200)


def _judged(request: HttpRequest, pk: int) -> Instruction:
    return get_object_or_404(
        queries.instructions_in_lists(queries.to_judge(acting(request))), pk=pk
    )
