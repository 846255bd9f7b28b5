"""The pages of imports: choose, send, point out the columns, rehearse, accept, look, undo."""

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_POST

from ground.accounts.models import Organisation, User, below
from ground.intake import looks, queries, services
from ground.intake.forms import COLUMN, AcceptForm, LayoutForm, MappingForm, SendForm
from ground.intake.kinds import ImportKind, kind_named, kinds_for
from ground.intake.models import Intake
from ground.intake.permissions import IMPORT
from ground.intake.specimen import specimen
from ground.kernel.errors import RuleBroken
from ground.sheets.marking import marked_workbook
from ground.sheets.writing import EXCEL_TYPE
from ground.web.leaving import as_file
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

COUNTED = ("new", "changed", "same", "warned", "refused", "created", "altered")

INTAKES = ListPage(
    title="导入",
    subtitle="送交的 Excel 先预演、后导入；导入后可整批撤销。",
    columns=[
        Column("file_name", "文件", url=lambda one: reverse("intake:intake", args=[one.pk])),
        Column("kind", "种类", value=lambda one: one.kind_label),
        Column("organisation", "导入到", value=lambda one: str(one.organisation)),
        Column("row_count", "行数", "number", sort="row_count"),
        Column("state", "状态", "badge", sort="state", tone=lambda one: looks.TONES[one.state]),
        Column("by", "导入人", value=lambda one: one.by.full_name),
        Column("sent_at", "送交时间", "datetime", sort="sent_at"),
    ],
    search=["file_name"],
    search_hint="文件名",
    ordering=["-pk"],
    noun="次",
    empty=Empty("还没有导入过", "已有的名单、台账不必逐条录入，用 Excel 导入即可。", "excel"),
)


@require_GET
@page(IMPORT)
def intake_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    kinds = [(one.code, one.label) for one in kinds_for(user)]
    shown = replace(
        INTAKES,
        filters=[Choice("kind", "种类", kinds), Choice("state", "状态", Intake.State.choices)],
    )
    rows = Intake.objects.visible_to(user, IMPORT.code).select_related("organisation", "by")
    actions = [Action("导入 Excel", reverse("intake:choose"), "upload", "primary")]
    return shown.respond(request, rows, actions=actions)


@require_GET
@page(IMPORT)
def choose(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/choose.html", {"kinds": kinds_for(acting(request))})


@page(IMPORT)
def send(request: HttpRequest, code: str) -> HttpResponse:
    user, kind = acting(request), _kind(acting(request), code)
    among = organisations_of(user, kind)
    start = {"organisation": next((one.pk for one in among if one == user.organisation), None)}
    form = SendForm(posted(request), request.FILES or None, among=among, initial=start)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        sent = carried_out(
            form,
            services.send_workbook,
            by=user,
            kind=kind.code,
            organisation=form.cleaned_data["organisation"],
            name=file.name,
            content=file.read(),
        )
        if sent:
            intake, is_new = sent
            if not is_new:
                messages.info(request, "这个文件此前已经送交，没有重复接收；下面是上一次的情况")
            return redirect("intake:intake", intake.pk)
    return render(request, "intake/send.html", {"form": form, "kind": kind})


@require_GET
@page(IMPORT)
def template(request: HttpRequest, code: str) -> HttpResponse:
    """The empty workbook of a kind."""
    user = acting(request)
    kind = _kind(user, code).in_area(user.organisation)
    return as_file(specimen(kind), name=f"{kind.label}导入模板.xlsx", content_type=EXCEL_TYPE)


@page(IMPORT)
@require_GET
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _own(request, pk))


@page(IMPORT)
@require_POST
def layout(request: HttpRequest, pk: int) -> HttpResponse:
    """Another sheet, or another row of headings."""
    one = _own(request, pk)
    form = LayoutForm(request.POST, intake=one)
    if form.is_valid():
        by = acting(request)
        read = carried_out(form, services.read_sheet, by=by, intake=one, **form.cleaned_data)
        if read:
            messages.success(request, "已按新的表头重新识别各列")
            return redirect("intake:intake", pk)
    return _page(request, one, layout=form)


@page(IMPORT)
@require_POST
def rehearse(request: HttpRequest, pk: int) -> HttpResponse:
    one = _own(request, pk)
    kind = cast("type[ImportKind]", one.shape)
    form = MappingForm(request.POST, intake=one, kind=kind)
    if not form.is_valid():
        return _page(request, one, mapping=form)
    try:
        services.ask_rehearsal(
            by=acting(request),
            intake=one,
            mapping=form.mapping(),
            skip_totals=form.cleaned_data["skip_totals"],
            in_ten_thousands=form.cleaned_data["in_ten_thousands"],
        )
    except RuleBroken as broken:
        for key, sentence in broken.fields.items():
            form.add_error(COLUMN + key, sentence)
        form.add_error(None, broken.message)
        return _page(request, one, mapping=form)
    return redirect("intake:intake", pk)


@page(IMPORT)
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    one = _own(request, pk)
    form = AcceptForm(request.POST)
    if form.is_valid():
        by = acting(request)
        asked = carried_out(form, services.ask_commit, by=by, intake=one, **form.cleaned_data)
        if asked:
            return redirect("intake:intake", pk)
    return _page(request, one, accept=form)


@page(IMPORT)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    one, reason = _own(request, pk), request.POST.get("reason", "")
    by = acting(request)
    done(request, services.ask_undo, said="已开始撤销", by=by, intake=one, reason=reason)
    return redirect("intake:intake", pk)


@page(IMPORT)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    one = _own(request, pk)
    done(request, services.discard, said="已作废", by=acting(request), intake=one)
    return redirect("intake:intake", pk)


@page(IMPORT)
@require_GET
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook with its errors in the cells."""
    one = _own(request, pk)
    kind, content = one.shape, queries.file_of(one)
    if kind is None or content is None or not one.findings:
        raise Http404
    edited = marked_workbook(
        content,
        sheet=one.layout["sheet"],
        marks=looks.marks_of(one, kind),
        rows=one.row_count,
        is_xlsx=one.layout["format"] == "xlsx",
    )
    return as_file(
        edited,
        name=f"{one.file_name.rsplit('.', 1)[0]}（标出问题）.xlsx",
        content_type=EXCEL_TYPE,
    )


def organisations_of(user: User, kind: type[ImportKind]) -> Any:
    """The organisations into which a person may bring in a kind: where they hold it, and below."""
    paths = [
        one.organisation.path
        for one in user.memberships.select_related("organisation")
        if one.role in kind.permission.roles
    ]
    within = Organisation.objects.filter(below("path", paths), is_active=True)
    offices = within.filter(kind__in=[Organisation.Kind.LINK_OFFICE, Organisation.Kind.UNION])
    own = within.filter(path__in=paths)
    return (offices | own).order_by("path")


def _kind(user: User, code: str) -> type[ImportKind]:
    kind = kind_named(code)
    if kind is None or not user.may(kind.permission.code):
        raise Http404
    return kind


def _own(request: HttpRequest, pk: int) -> Intake:
    visible = Intake.objects.visible_to(acting(request), IMPORT.code)
    return get_object_or_404(visible.select_related("organisation", "by", "job"), pk=pk)


def _page(request: HttpRequest, one: Intake, **forms: Any) -> HttpResponse:
    kind = one.shape
    stage = one.stage
    facts: dict[str, Any] = {
        "intake": one,
        "kind": kind,
        "stage": stage,
        "steps": looks.steps_of(one),
        "tone": looks.TONES[Intake.State(stage)],
        "stage_label": Intake.State(stage).label,
        "job": one.job if one.state in Intake.WORKING else None,
        "moments": moments_of(one),
        "counts": dict.fromkeys(COUNTED, 0) | one.counts,
    }
    if one.is_busy:  # the forms are not shown then: what they said must be
        for form in forms.values():
            for sentence in form.non_field_errors():
                messages.error(request, sentence)
    elif kind is not None:
        if stage in {Intake.State.READ, Intake.State.REHEARSED}:
            facts |= _columns(one, kind, forms)
        if one.digest:
            marks = looks.marks_of(one, kind)
            facts |= {
                "problems": looks.problems_shown(marks),
                "problem_count": one.counts.get("problems", 0),
                "changes": looks.findings_of(one)["samples"],
                "accept": forms.get("accept") or AcceptForm(),
                "going": one.counts.get("new", 0) + one.counts.get("changed", 0),
                "records_url": _records_url(kind),
            }
    return render(request, "intake/intake.html", facts)


def _columns(one: Intake, kind: type[ImportKind], forms: dict[str, Any]) -> dict[str, Any]:
    mapping = forms.get("mapping") or MappingForm(intake=one, kind=kind)
    samples = looks.samples_of(one)
    return {
        "mapping": mapping,
        "layout": forms.get("layout") or LayoutForm(intake=one),
        "columns": [
            {
                "field": mapping[COLUMN + known.key],
                "required": known.required,
                "sample": samples[at]
                if (at := one.mapping.get(known.key, -1)) in range(len(samples))
                else "",
            }
            for known in kind.fields
        ],
        "unused": [
            label
            for at, label in enumerate(one.layout["labels"])
            if label and at not in one.mapping.values()
        ],
        "skipped": len(one.layout["skipped"]),
    }


def _records_url(kind: type[ImportKind]) -> str:
    try:
        return reverse(kind.opens) if kind.opens else ""
    except NoReverseMatch:
        return ""
