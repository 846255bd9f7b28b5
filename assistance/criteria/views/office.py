"""The office's pages: sets listed, read, drafted from a copy, edited row by row, compared, published."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.criteria import permissions, rules, services
from assistance.criteria.actions import actions_on
from assistance.criteria.forms import FORMS, DraftForm, HeadForm, WithdrawForm, typed_of
from assistance.criteria.models import Criterion, RuleSet, divisions_kept
from assistance.criteria.rules import KINDS
from assistance.criteria.views.looks import label_of, tone_of
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

SEE, KEEP, PUBLISH = permissions.SEE_RULES, permissions.KEEP_RULES, permissions.PUBLISH_RULES
State = RuleSet.State


def _in_force(rows: QuerySet[RuleSet], value: str) -> QuerySet[RuleSet]:
    now = RuleSet.objects.in_force(clock.today()).values("pk")
    return rows.filter(pk__in=now) if value == "now" else rows.exclude(pk__in=now)


RULESETS = ListPage(
    title="建档标准",
    subtitle="各地标准不同、逐年调整：每份都有生效日期和依据，发布后不再改动，办过的事仍按当时的一份。",
    columns=[
        Column(
            "name",
            "名称",
            "link",
            sort="name",
            url=lambda one: reverse("criteria:ruleset", args=[one.pk]),
        ),
        Column("area", "适用地区"),
        Column(
            "version", "版次", value=lambda one: f"第{one.version}版" if one.version else "草稿"
        ),
        Column("state", "状态", "badge", sort="state", value=label_of, tone=tone_of),
        Column("valid_from", "自", "date", sort="valid_from"),
        Column("valid_to", "至", "date"),
        Column("published_on", "发布日期", "date", sort="published_on"),
    ],
    search=["name", "source", "division__name"],
    search_hint="名称、地区或依据",
    filters=[
        Choice("state", "状态", State.choices),
        Choice("force", "效力", [("now", "今天有效"), ("not", "已止或未到")], narrow=_in_force),
    ],
    ordering=["-valid_from", "-pk"],
    noun="份",
)


def seen(request: HttpRequest, pk: int) -> RuleSet:
    visible = RuleSet.objects.visible_to(acting(request), SEE.code)
    return get_object_or_404(
        visible.select_related("division", "made_by", "published_by", "copied_from"), pk=pk
    )


def kept(request: HttpRequest, pk: int, code: str = KEEP.code) -> RuleSet:
    own = RuleSet.objects.kept_by(acting(request), code)
    return get_object_or_404(own.select_related("division"), pk=pk)


@require_GET
@page(SEE)
def ruleset_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = [Action("自测页", reverse("criteria:check"), "scales")]
    if user.may(KEEP.code):
        actions.append(Action("起草标准", reverse("criteria:draft"), "add", "primary"))
    rows = RuleSet.objects.visible_to(user, SEE.code).select_related("division")
    return RULESETS.respond(request, rows, actions=actions)


@require_GET
@page(SEE)
def ruleset_page(request: HttpRequest, pk: int) -> HttpResponse:
    user, ruleset = acting(request), seen(request, pk)
    keeps = RuleSet.objects.kept_by(user, KEEP.code).filter(pk=pk).exists()
    publishes = RuleSet.objects.kept_by(user, PUBLISH.code).filter(pk=pk).exists()
    rows = list(ruleset.criteria.all())
    return render(
        request,
        "criteria/ruleset.html",
        {
            "ruleset": ruleset,
            "label": label_of(ruleset),
            "tone": tone_of(ruleset),
            "blocks": [
                {"kind": kind, "label": label, "rows": [row for row in rows if row.kind == kind]}
                for kind, label in KINDS.items()
            ],
            "offered": actions_on(ruleset, user) if ruleset.state != State.WITHDRAWN else [],
            "may_draft": user.may(KEEP.code),
            "keeps": keeps and ruleset.state == State.DRAFT,
            "publishes": publishes,
            "is_maker": ruleset.made_by_id == user.pk,
            "other": ruleset.copied_from or _earlier(ruleset),
            "moments": moments_of(ruleset) if keeps or publishes else [],
        },
    )


def _earlier(ruleset: RuleSet) -> RuleSet | None:
    """What a set is compared with where nothing else is asked: the version before it."""
    same = RuleSet.objects.filter(code=ruleset.code, division=ruleset.division_id)
    same = same.exclude(pk=ruleset.pk).exclude(state=State.DRAFT)
    if ruleset.version:
        same = same.filter(version__lt=ruleset.version)
    return same.order_by("-version").first()


@require_GET
@page(SEE)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two sets side by side; `with` names the other one, otherwise the one it was copied from."""
    user, ruleset = acting(request), seen(request, pk)
    visible = RuleSet.objects.visible_to(user, SEE.code).select_related("division")
    among = list(visible.exclude(pk=pk).order_by("-valid_from", "-pk")[:100])
    asked = request.GET.get("with", "")
    other = next((one for one in among if str(one.pk) == asked), None)
    if asked and other is None:
        raise Http404
    if other is None:
        before = ruleset.copied_from or _earlier(ruleset)
        other = next((one for one in among if before and one.pk == before.pk), None)
    found: list[dict[str, str]] = []
    if other is not None:
        found = rules.changes(
            [row.typed for row in other.criteria.all()],
            [row.typed for row in ruleset.criteria.all()],
        )
    marks = {"changed": ("改", "warn"), "added": ("增", "good"), "dropped": ("删", "bad")}
    return render(
        request,
        "criteria/compare.html",
        {
            "ruleset": ruleset,
            "other": other,
            "among": among,
            "rows": [{**row, "mark": marks.get(row["change"])} for row in found],
            "changed": sum(row["change"] != "same" for row in found),
        },
    )


@page(KEEP)
def draft(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    among = RuleSet.objects.visible_to(user, KEEP.code).order_by("-valid_from", "-pk")
    copied = among.filter(pk=_number(request.GET.get("from", ""))).first()
    copied = copied or among.in_force(today).order_by("-valid_from").first()
    initial: dict[str, Any] = {"valid_from": today, "copied_from": copied}
    if copied is not None:
        initial |= {"name": copied.name, "division": copied.division_id, "source": copied.source}
    kept_divisions = divisions_kept(user, KEEP.code)
    form = DraftForm(posted(request), kept=kept_divisions, among=among, initial=initial)
    if request.method == "POST" and form.is_valid():
        drafted = carried_out(form, services.draft_ruleset, by=user, **form.cleaned_data)
        if drafted:
            messages.success(request, "草稿已建立，请逐条核对，再请另一位发布")
            return redirect("criteria:ruleset", drafted.pk)
    return render(
        request,
        "web/admin/add.html",
        {**_frame(), "form": form, "title": "起草建档标准", "submit": "建立草稿"},
    )


@page(KEEP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    ruleset = kept(request, pk)
    names = ("name", "valid_from", "valid_to", "source")
    form = HeadForm(posted(request), initial={name: getattr(ruleset, name) for name in names})
    if request.method == "POST" and form.is_valid():
        changed = carried_out(
            form, services.change_ruleset, by=acting(request), ruleset=ruleset, **form.cleaned_data
        )
        if changed:
            messages.success(request, "已保存")
            return redirect("criteria:ruleset", pk)
    return render(
        request,
        "web/admin/add.html",
        {**_frame(ruleset), "form": form, "title": "修改名称和日期", "submit": "保存"},
    )


@page(KEEP)
def add_criterion(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in FORMS:
        raise Http404
    return _criterion(request, kept(request, pk), kind, None)


@page(KEEP)
def edit_criterion(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept_row(request, pk)
    return _criterion(request, row.ruleset, row.kind, row)


def _criterion(
    request: HttpRequest, ruleset: RuleSet, kind: str, row: Criterion | None
) -> HttpResponse:
    form = FORMS[kind](posted(request), initial=typed_of(row) if row else {})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        written = carried_out(
            form,
            services.set_criterion,
            by=acting(request),
            ruleset=ruleset,
            criterion=row,
            kind=kind,
            code=said["code"],
            label=said["label"],
            source=said["source"],
            parameters=form.parameters(),
        )
        if written:
            messages.success(request, f"已写入：{written.words}")
            return redirect("criteria:ruleset", ruleset.pk)
    title = f"{'修改' if row else '加一条'}{KINDS[kind]}"
    return render(
        request,
        "web/admin/add.html",
        {**_frame(ruleset), "form": form, "title": title, "submit": "保存"},
    )


@require_POST
@page(KEEP)
def drop_criterion(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept_row(request, pk)
    done(request, services.drop_criterion, said="已删除", by=acting(request), criterion=row)
    return redirect("criteria:ruleset", row.ruleset_id)


@require_POST
@page(PUBLISH)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    ruleset = kept(request, pk, PUBLISH.code)
    said = "标准已发布，自生效日起适用"
    done(request, services.publish_ruleset, said=said, by=acting(request), ruleset=ruleset)
    return redirect("criteria:ruleset", pk)


@page(PUBLISH)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    ruleset = kept(request, pk, PUBLISH.code)
    form = WithdrawForm(posted(request), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        found = carried_out(
            form,
            services.withdraw_ruleset,
            by=acting(request),
            ruleset=ruleset,
            **form.cleaned_data,
        )
        if found:
            messages.success(request, f"已废止，自{found.withdrawn_on}起不再适用")
            return redirect("criteria:ruleset", pk)
    return render(
        request,
        "web/admin/add.html",
        {**_frame(ruleset), "form": form, "title": f"废止：{ruleset}", "submit": "废止"},
    )


@require_POST
@page(KEEP)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    ruleset, user = kept(request, pk), acting(request)
    went = done(request, services.drop_ruleset, said="草稿已删除", by=user, ruleset=ruleset)
    return redirect("criteria:list") if went else redirect("criteria:ruleset", pk)


def _kept_row(request: HttpRequest, pk: int) -> Criterion:
    own = RuleSet.objects.kept_by(acting(request), KEEP.code).values("pk")
    rows = Criterion.objects.select_related("ruleset__division").filter(ruleset__in=own)
    return get_object_or_404(rows, pk=pk)


def _frame(ruleset: RuleSet | None = None) -> dict[str, Any]:
    """Where a page of one form leads back to."""
    if ruleset is None:
        return {"list_title": "建档标准", "list_url": reverse("criteria:list")}
    return {
        "list_title": ruleset.name,
        "list_url": reverse("criteria:ruleset", args=[ruleset.pk]),
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 -- a key
