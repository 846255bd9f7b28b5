"""Standards of aid drafted from a copy, edited row by row, published by another person, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assistance.criteria.models import divisions_kept
from assistance.standards import permissions, services
from assistance.standards.forms import FORMS, DraftForm, HeadForm, WithdrawForm, typed_of
from assistance.standards.models import AidRule, Standard
from assistance.standards.rules import KINDS
from ground.kernel import clock
from ground.web.pages import acting, carried_out, done, page, posted

KEEP, PUBLISH = permissions.KEEP_STANDARDS, permissions.PUBLISH_STANDARDS
LONGEST_KEY = 18


@page(KEEP)
def draft(request: HttpRequest) -> HttpResponse:
    user, today = acting(request), clock.today()
    among = Standard.objects.visible_to(user, KEEP.code).order_by("-valid_from", "-pk")
    copied = among.filter(pk=_number(request.GET.get("from", ""))).first()
    copied = copied or among.in_force(today).order_by("-valid_from").first()
    initial: dict[str, Any] = {"valid_from": today, "copied_from": copied}
    if copied is not None:
        initial |= {"name": copied.name, "division": copied.division_id, "source": copied.source}
    kept_divisions = divisions_kept(user, KEEP.code)
    form = DraftForm(posted(request), kept=kept_divisions, among=among, initial=initial)
    if request.method == "POST" and form.is_valid():
        drafted = carried_out(form, services.draft_standard, by=user, **form.cleaned_data)
        if drafted:
            messages.success(request, "草稿已建立，请逐条核对，再请另一位发布")
            return redirect("standards:standard", drafted.pk)
    return _form(request, form, "起草救助标准", "建立草稿")


@page(KEEP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    standard = _kept(request, pk, KEEP.code)
    names = ("name", "valid_from", "valid_to", "source")
    form = HeadForm(posted(request), initial={name: getattr(standard, name) for name in names})
    if request.method == "POST" and form.is_valid():
        changed = carried_out(
            form,
            services.change_standard,
            by=acting(request),
            standard=standard,
            **form.cleaned_data,
        )
        if changed:
            messages.success(request, "已保存")
            return redirect("standards:standard", pk)
    return _form(request, form, "修改名称和日期", "保存", standard)


@page(KEEP)
def add_rule(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in FORMS:
        raise Http404
    return _rule(request, _kept(request, pk, KEEP.code), kind, None)


@page(KEEP)
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept_row(request, pk)
    return _rule(request, row.standard, row.kind, row)


def _rule(request: HttpRequest, standard: Standard, kind: str, row: AidRule | None) -> HttpResponse:
    form = FORMS[kind](posted(request), initial=typed_of(row) if row else {})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        written = carried_out(
            form,
            services.set_rule,
            by=acting(request),
            standard=standard,
            rule=row,
            kind=kind,
            code=said["code"],
            label=said["label"],
            source=said["source"],
            scope=form.scope(),
            parameters=form.parameters(),
        )
        if written:
            messages.success(request, f"已写入：{written.words}")
            return redirect("standards:standard", standard.pk)
    title = f"{'修改' if row else '加一条'}{KINDS[kind]}"
    return _form(request, form, title, "保存", standard)


@require_POST
@page(KEEP)
def drop_rule(request: HttpRequest, pk: int) -> HttpResponse:
    row = _kept_row(request, pk)
    done(request, services.drop_rule, said="已删除", by=acting(request), rule=row)
    return redirect("standards:standard", row.standard_id)


@require_POST
@page(PUBLISH)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    standard = _kept(request, pk, PUBLISH.code)
    said = "标准已发布，自生效日起适用"
    done(request, services.publish_standard, said=said, by=acting(request), standard=standard)
    return redirect("standards:standard", pk)


@page(PUBLISH)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    standard = _kept(request, pk, PUBLISH.code)
    form = WithdrawForm(posted(request), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        found = carried_out(
            form,
            services.withdraw_standard,
            by=acting(request),
            standard=standard,
            **form.cleaned_data,
        )
        if found:
            messages.success(request, f"已废止，自{found.withdrawn_on}起不再适用")
            return redirect("standards:standard", pk)
    return _form(request, form, f"废止：{standard}", "废止", standard)


@require_POST
@page(KEEP)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    standard, user = _kept(request, pk, KEEP.code), acting(request)
    went = done(request, services.drop_standard, said="草稿已删除", by=user, standard=standard)
    return redirect("standards:list") if went else redirect("standards:standard", pk)


def _kept(request: HttpRequest, pk: int, code: str) -> Standard:
    own = Standard.objects.kept_by(acting(request), code)
    return get_object_or_404(own.select_related("division"), pk=pk)


def _kept_row(request: HttpRequest, pk: int) -> AidRule:
    own = Standard.objects.kept_by(acting(request), KEEP.code).values("pk")
    rows = AidRule.objects.select_related("standard__division").filter(standard__in=own)
    return get_object_or_404(rows, pk=pk)


def _form(
    request: HttpRequest, form: Any, title: str, submit: str, standard: Standard | None = None
) -> HttpResponse:
    back = {"list_title": "救助标准", "list_url": reverse("standards:list")}
    if standard is not None:
        back = {
            "list_title": standard.name,
            "list_url": reverse("standards:standard", args=[standard.pk]),
        }
    context = {**back, "form": form, "title": title, "submit": submit}
    return render(request, "web/admin/add.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY else 0
