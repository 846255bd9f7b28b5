"""What ledgers there are, what has been made of them; make one, fetch one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.ledgers import queries, services
from assistance.ledgers.books import all_books, book_named
from assistance.ledgers.forms import MASKED, LedgerForm
from assistance.ledgers.models import Output
from assistance.ledgers.permissions import HAND_OVER, MAKE_LEDGER, SEE_LEDGERS
from ground.files.answers import download
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted, show_personal

FORMATS = {"xlsx": "Excel", "pdf": "PDF"}
OUTPUTS = ListPage(
    title="已编制的台账与报表",
    subtitle="完整版只有编制人能下载；每次下载都有记录",
    parent=("台账与报表", "ledgers:index"),
    columns=[
        Column("title", "名称", "link", url=lambda one: reverse("ledgers:output", args=[one.pk])),
        Column("organisation", "单位", value=lambda one: one.organisation.name),
        Column("format", "格式", value=lambda one: FORMATS[one.release.format]),
        Column("rows", "条数", "number", sort="rows"),
        Column("made_by", "编制人", value=lambda one: one.made_by.full_name),
        Column("made_at", "编制时间", "datetime", sort="made_at"),
        Column("code", "导出编号", value=lambda one: one.release.shown_code),
    ],
    filters=[
        Choice("personal", "版本", [("True", "完整版"), ("False", "公示版")]),
    ],
    ordering=["-pk"],
    noun="份",
    exports=False,
    empty=Empty("还没有编制过台账", "到“台账与报表”选择一种编制。", "ledger"),
)


@page(SEE_LEDGERS)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    made = queries.last_made(user)
    books = [{"book": one, "made": made.get(one.code)} for one in all_books()]
    context = {
        "books": books,
        "may_make": user.may(MAKE_LEDGER.code),
        "may_hand_over": user.may(HAND_OVER.code),
    }
    return render(request, "ledgers/index.html", context)


@page(MAKE_LEDGER)
def make(request: HttpRequest) -> HttpResponse:
    """`?book=ledgers.roster`: which area, which days, in full or for posting."""
    user = acting(request)
    book = book_named(request.GET.get("book", ""))
    if book is None:
        raise Http404
    form = LedgerForm(posted(request), user=user, book=book, permission=MAKE_LEDGER.code)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        job = carried_out(
            form,
            services.ask_ledger,
            by=user,
            organisation=said["organisation"],
            code=book.code,
            masked=said.get("version", MASKED) == MASKED,
            form=said["form"],
            reason=said.get("reason", ""),
            starts_on=said.get("starts_on"),
            ends_on=said.get("ends_on"),
        )
        if job:
            return redirect("web:job", job.key)
    return render(request, "ledgers/make.html", {"book": book, "form": form})


@page(SEE_LEDGERS)
@require_GET
def outputs(request: HttpRequest) -> HttpResponse:
    rows = Output.objects.visible_to(acting(request), SEE_LEDGERS.code)
    rows = rows.select_related("organisation", "made_by", "release")
    actions = [Action("台账与报表", reverse("ledgers:index"), "ledger")]
    return OUTPUTS.respond(request, rows, actions=actions)


@page(SEE_LEDGERS)
def output(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, at a click on the page that tells what it is: a link alone fetches nothing."""
    rows = Output.objects.visible_to(acting(request), SEE_LEDGERS.code)
    found = get_object_or_404(
        rows.select_related("organisation", "made_by", "release", "file"), pk=pk
    )
    return render(request, "ledgers/output.html", {"output": found})


@page(SEE_LEDGERS)
@require_POST
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    rows = Output.objects.visible_to(user, SEE_LEDGERS.code).select_related("file")
    found = services.fetched(by=user, output=get_object_or_404(rows, pk=pk))
    if found.personal:
        show_personal(request)
    return download(found.file)
