"""What has to be entered in the national system: handed over, listed, marked as entered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.ledgers import queries, services
from assistance.ledgers.forms import EnteredForm, HandOverForm
from assistance.ledgers.models import HandOver, HandOverLine
from assistance.ledgers.permissions import HAND_OVER, SEE_LEDGERS
from assistance.reviews.permissions import ORGANISE_REVIEWS
from ground.kernel.identifiers import masked_name
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted

TONES = {"added": "good", "changed": "warn", "ended": "neutral"}
COLUMNS = [
    Column(
        "file_no",
        "档案编号",
        "link",
        sort="file__file_no",
        value=lambda one: one.file.file_no,
        url=lambda one: reverse("households:file", args=[one.file_id]),
    ),
    Column("holder", "户主", value=lambda one: masked_name(one.holder_name or "")),
    Column("unit", "所在单位", value=lambda one: one.file.unit.name),
    Column("change", "情况", "badge", tone=lambda one: TONES[one.change]),
    Column("differing", "变更项"),
    Column("entered_on", "录入日期", "date"),
]
FILTERS = [Choice("change", "情况", HandOverLine.Change.choices)]
LINES = ListPage(
    title="报送的档案",
    parent=("报送全国系统", "ledgers:national"),
    columns=COLUMNS,
    filters=FILTERS,
    ordering=["pk"],
    noun="户",
    template="ledgers/lines.html",
)
WAITING = ListPage(
    title="未录入全国系统的档案",
    subtitle="已经报送、还没有登记录入日期的；同一户只看最近一次报送",
    parent=("报送全国系统", "ledgers:national"),
    columns=COLUMNS,
    filters=FILTERS,
    ordering=["pk"],
    noun="户",
    empty=Empty("都已录入", "报送后在录入全国系统时，到该次报送登记录入日期。", "check"),
)


@page(SEE_LEDGERS)
def national(request: HttpRequest) -> HttpResponse:
    """The last handings-over, what waits, and the form for the next."""
    user = acting(request)
    rows = HandOver.objects.visible_to(user, SEE_LEDGERS.code)
    may = user.may(HAND_OVER.code)
    form = HandOverForm(user=user, permission=HAND_OVER.code) if may else None
    context = {
        "hand_overs": queries.hand_overs_in_lists(rows)[:40],
        "counts": queries.counts_of(user, user.organisation),
        "form": form,
    }
    return render(request, "ledgers/national.html", context)


@page(HAND_OVER)
@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = HandOverForm(request.POST, user=user, permission=HAND_OVER.code)
    if form.is_valid():
        job = carried_out(form, services.ask_hand_over, by=user, **form.cleaned_data)
        if job:
            return redirect("web:job", job.key)
    for problems in form.errors.values():
        messages.error(request, "；".join(map(str, problems)))
    return redirect("ledgers:national")


@page(SEE_LEDGERS)
@require_GET
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    found = _found(request, pk, SEE_LEDGERS.code)
    rows = queries.lines_in_lists(HandOverLine.objects.filter(hand_over=found))
    may = user.reaches(found.organisation, HAND_OVER.code)
    waits = HandOverLine.objects.filter(hand_over=found, is_latest=True, entered_on__isnull=True)
    form = EnteredForm() if may and waits.exists() else None
    actions = [Action("返回", reverse("ledgers:national"), "arrow-left")]
    return LINES.respond(request, rows, actions=actions, hand_over=found, form=form)


@page(HAND_OVER)
@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """All lines of a handing-over that still wait: entered in the national system on a day."""
    user = acting(request)
    found = _found(request, pk, HAND_OVER.code)
    form = EnteredForm(posted(request))
    if form.is_valid():
        done = carried_out(
            form,
            services.mark_entered,
            by=user,
            lines=HandOverLine.objects.filter(hand_over=found),
            **form.cleaned_data,
        )
        if done:
            messages.success(request, f"已登记{done:,}户录入全国系统")
            return redirect("ledgers:lines", pk)
    for problems in form.errors.values():
        messages.error(request, "；".join(map(str, problems)))
    return redirect("ledgers:lines", pk)


@page(SEE_LEDGERS)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = queries.lines_to_enter(user, SEE_LEDGERS.code)
    actions = [Action("报送", reverse("ledgers:national"), "upload")]
    many = []
    if user.may(HAND_OVER.code) and user.may(ORGANISE_REVIEWS.code):
        url = f"{reverse('reviews:bulk')}?list=to_enter&do=enter"
        many.append(Action("批量登记录入", url, "checklist"))
    return WAITING.respond(request, queries.lines_in_lists(rows), actions=actions, on_filter=many)


def _found(request: HttpRequest, pk: int, permission: str) -> HandOver:
    rows = HandOver.objects.visible_to(acting(request), permission)
    found: HandOver = get_object_or_404(rows.select_related("organisation", "made_by"), pk=pk)
    return found
