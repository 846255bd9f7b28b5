"""Files for the bank: made with a preview, taken out for a reason, sent, asked about."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.aid.models import Batch
from assistance.banks import looks, queries, services
from assistance.banks.forms import AnswerForm, ChooseTemplateForm, InquiryForm, SendForm
from assistance.banks.models import BankFile
from assistance.banks.permissions import FOLLOW_UP, SEE_BANKS, SEND_FILES, TAKE_ANSWERS
from assistance.banks.views.scoped import batch_in_scope, file_in_scope
from ground.kernel import clock
from ground.sheets.writing import EXCEL_TYPE
from ground.web.leaving import kept_file_answer
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, done, page, posted, taken
from ground.web.trail import moments_of

ROWS = 50
NAMED = 20
TYPES = {"xlsx": EXCEL_TYPE, "csv": "text/csv", "txt": "text/plain"}


@page(SEE_BANKS)
@require_GET
def list_files(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = queries.with_open_lines(BankFile.objects.visible_to(user, SEE_BANKS.code))
    actions = [
        Action("对账表", reverse("banks:compare"), "scales"),
        Action("银行回盘", reverse("banks:answers"), "list"),
        Action("退票重发", reverse("banks:bounced"), "undo"),
        Action("文件模板", reverse("banks:templates"), "settings"),
    ]
    if user.may(SEND_FILES.code):
        actions.append(Action("生成代发文件", reverse("banks:choose"), "add", "primary"))
    return looks.FILES.respond(request, rows, actions=actions)


@page(SEND_FILES)
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The approved batches that go through the bank and have no file yet."""
    visible = Batch.objects.visible_to(acting(request), SEND_FILES.code)
    waiting = queries.sendable_batches(visible).select_related("source").order_by("pk")
    shown = Paginator(waiting, ROWS).get_page(request.GET.get("page"))
    return render(request, "banks/choose.html", {"page": shown})


@page(SEND_FILES)
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a template, see the first lines masked and what cannot be written; then write the file."""
    batch = batch_in_scope(request, pk, SEND_FILES)
    if made := queries.live_file(batch):
        if request.method == "POST":
            said = f"这个批次已有代发文件 {made.number}（{looks.template_words(made.template)}），没有再生成"
            messages.info(request, f"{said}：要换模板，请先作废它")
        return redirect("banks:file", made.pk)
    among = queries.templates_for(batch.source.organisation, clock.today())
    first = among.first()
    told = posted(request) or request.GET or {"template": first.pk if first else None}
    form = ChooseTemplateForm(told, among=among)
    context: dict[str, Any] = {"batch": batch, "form": form}
    if form.is_valid():
        template = form.cleaned_data["template"]
        if request.method == "POST":
            file = carried_out(
                form, services.make_file, by=acting(request), batch=batch, template=template
            )
            if file:
                messages.success(request, f"已生成代发文件 {file.number}，下载后送交银行")
                return redirect("banks:file", file.pk)
        labels, lines, wrong = queries.preview_of(batch, template)
        context |= {
            "template": template,
            "labels": labels,
            "lines": lines,
            "wrong": wrong[:NAMED],
            "wrong_count": len(wrong),
        }
    return render(request, "banks/make.html", context)


@page(SEE_BANKS)
@require_GET
def file_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, file_in_scope(request, pk, SEE_BANKS))


@page(SEND_FILES)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The very bytes, for a reason, in the log of exports."""
    file = file_in_scope(request, pk, SEND_FILES)
    if file.state == BankFile.State.WITHDRAWN:
        messages.error(request, f"文件 {file.number} 已作废，不能下载")
        return redirect("banks:file", pk)
    return kept_file_answer(
        request,
        content=lambda: queries.content_of(file),
        title=f"银行代发文件 {file.number}",
        name=file.name,
        content_type=TYPES[file.name.rpartition(".")[2]],
        organisation=file.batch.source.organisation,
        rows=file.lines,
    )


@page(SEND_FILES)
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    file = file_in_scope(request, pk, SEND_FILES)
    form = SendForm(request.POST)
    return taken(
        request,
        form,
        services.send_file,
        said="已登记送交银行，等待回盘",
        then=reverse("banks:file", args=[pk]),
        file=file,
    ) or _shown(request, file, send=form)


@page(SEND_FILES)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    done(
        request,
        services.withdraw_file,
        said="已作废，可以重新生成",
        by=acting(request),
        file=file_in_scope(request, pk, SEND_FILES),
        reason=request.POST.get("reason", ""),
    )
    return redirect("banks:file", pk)


@page(SEND_FILES)
@require_POST
def inquire(request: HttpRequest, pk: int) -> HttpResponse:
    file = file_in_scope(request, pk, SEND_FILES)
    form = InquiryForm(request.POST)
    return taken(
        request,
        form,
        services.record_inquiry,
        said="已登记查询；结果不明的款项不会自动重发",
        then=reverse("banks:file", args=[pk]),
        file=file,
    ) or _shown(request, file, inquiry=form)


@page(TAKE_ANSWERS)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Send in the bank's answer; its rehearsal is a page of the imports."""
    file = file_in_scope(request, pk, TAKE_ANSWERS)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        found = carried_out(
            form,
            services.send_answer,
            by=acting(request),
            file=file,
            name=sent.name,
            content=sent.read(),
        )
        if found:
            intake, is_new = found
            if not is_new:
                messages.info(request, "这个回盘文件此前已经送交，没有重复接收；下面是上一次的情况")
            return redirect("intake:intake", intake.pk)
    return _shown(request, file, answer=form)


def _shown(request: HttpRequest, file: BankFile, **forms: Any) -> HttpResponse:
    user, organisation = acting(request), file.batch.source.organisation
    lines = file.file_lines.select_related("payment__payee", "payment__link_point")
    may_send = user.reaches(organisation, SEND_FILES.code)
    [side] = queries.compared([file])
    context = {
        "file": file,
        "tone": looks.file_tone(file),
        "template": looks.template_words(file.template),
        "page": Paginator(lines.order_by("number"), ROWS).get_page(request.GET.get("page")),
        "side": side,
        "may_send": may_send,
        "may_take": user.reaches(organisation, TAKE_ANSWERS.code),
        "may_follow": user.reaches(organisation, FOLLOW_UP.code),
        "is_late": file.state == "sent"
        and vars(file)["open"]
        and file.due_on is not None
        and file.due_on < clock.today(),
        "send": SendForm(initial={"sent_on": clock.today()}),
        "inquiry": InquiryForm(),
        "answer": AnswerForm(),
        "inquiries": file.inquiries.select_related("by"),
        "moments": moments_of(file),
    }
    return render(request, "banks/file.html", context | forms, status=422 if forms else 200)
