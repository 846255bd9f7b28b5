from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from assistance.aid import queries
from assistance.aid.models import RegisterLine
from assistance.aid.permissions import SEE_REGISTER
from assistance.households.models import HardshipFile
from ground.briefs.tables import HANDS, list_answer
from ground.kernel.identifiers import masked_name
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, page
from ground.web.subjects import link_of, told

Kind = RegisterLine.Kind
TONES = {
    Kind.VISIT: "neutral",
    Kind.FOUND: "warn",
    Kind.OPENED: "info",
    Kind.APPROVED: "info",
    Kind.AID: "good",
    Kind.UNDONE: "bad",
    Kind.RECOVERED: "bad",
}


def family_of(row: object) -> str:
    """The family by its masked name; nothing where the line is about a whole place."""
    name = getattr(row, "holder_name", None)
    return masked_name(name) if name else ""


REGISTER = ListPage(
    title="帮扶台账",
    subtitle="由走访、建档、发放自动记入，只增不改；每一行都能查到来历",
    columns=[
        Column("on", "日期", "date", "on"),
        Column(
            "kind",
            "事项",
            "link",
            "kind",
            url=lambda one: reverse("aid:line", args=[one.pk]),
        ),
        Column("link_point", "双联点"),
        Column("family", "家庭", value=family_of),
        Column("file_no", "档案编号", value=lambda one: one.file.file_no if one.file else ""),
        Column("amount", "金额（元）", "money", "amount", value=lambda one: one.amount or None),
    ],
    search=["link_point__name", "file__file_no"],
    search_hint="双联点或档案编号",
    filters=[Choice("kind", "事项", Kind.choices), Span("on", "日期", "on")],
    ordering=["-on"],
    noun="行",
    empty=Empty("台账还没有内容", "登记走访、批准建档、发放款项后，会自动记入。", "ledger"),
    template="aid/register.html",
)


@page(SEE_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """The register; with `?file=7` what it tells about one family."""
    user = acting(request)
    rows = RegisterLine.objects.visible_to(user, SEE_REGISTER.code)
    asked = request.GET.get("file", "")
    file = None
    if asked:
        files = HardshipFile.objects.visible_to(user, SEE_REGISTER.code).select_related("clue")
        file = files.filter(pk=asked).first() if asked.isdecimal() and len(asked) <= 18 else None  # noqa: PLR2004 -- a bigint
        rows = queries.lines_of_file(rows, file) if file else rows.none()
    lines = queries.lines_with_family(rows)
    if request.GET.get("export") == "pdf":
        return list_answer(request, REGISTER, lines, hands=HANDS)
    printed = Action("PDF", "?export=pdf", "pdf")
    return REGISTER.respond(request, lines, on_filter=[printed], file=file)


@page(SEE_REGISTER)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the register, and why it exists."""
    rows = RegisterLine.objects.visible_to(acting(request), SEE_REGISTER.code)
    shown = get_object_or_404(queries.lines_with_family(rows), pk=pk)
    return render(
        request,
        "aid/line.html",
        {
            "line": shown,
            "tone": TONES[Kind(shown.kind)],
            "family": family_of(shown),
            "subject": link_of(shown.key, acting(request)),
            "file": link_of(f"households.file:{shown.file_id}", acting(request))
            if shown.file_id
            else None,
            "chain": told(queries.chain_of_line(shown), acting(request)),
        },
    )
