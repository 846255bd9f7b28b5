"""Organisations: the tree of who looks after whom."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ground.accounts.models import Organisation, up_from
from ground.accounts.permissions import KEEP_ORGANISATIONS, SEE_ORGANISATIONS
from ground.accounts.services import (
    add_organisation,
    deactivate_organisation,
    rename_organisation,
)
from ground.kernel import clock
from ground.places.models import Division
from ground.places.queries import divisions_on
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

MOST_CHILDREN = 12
WIDE_SPACE = "\u3000"


def _indented(organisation: Organisation) -> str:
    return f"{WIDE_SPACE * (organisation.depth - 1)}{organisation.name}"


def _url(organisation: Organisation) -> str:
    return reverse("web:organisation", args=[organisation.pk])


ORGANISATIONS = ListPage(
    title="组织",
    subtitle="上级可以看到下级的工作；结对关系另在“双联”中建立。",
    columns=[
        Column("name", "名称", value=_indented, url=_url, page_only=True),
        Column("plain", "名称", value=lambda one: one.name, export_only=True, width=40),
        Column("short_name", "简称"),
        Column("kind", "类别", kind="badge", sort="kind"),
        Column("aliases", "别名", value=lambda one: "、".join(a.name for a in one.aliases.all())),
        Column("uscc", "统一社会信用代码", sort="uscc"),
        Column("people", "人员", kind="number", sort="people"),
        Column("is_active", "状态", value=lambda one: "在用" if one.is_active else "停用"),
    ],
    search=["name", "short_name", "uscc"],
    search_hint="名称、简称或统一社会信用代码",
    filters=[Choice("kind", "类别", Organisation.Kind.choices)],
    ordering=["path"],
    noun="个",
    page_size=50,
)


class OrganisationForm(forms.Form):
    parent = forms.ModelChoiceField(label="上级组织", queryset=Organisation.objects.none())
    name = forms.CharField(label="名称", max_length=120, help_text="公章上的全称")
    short_name = forms.CharField(label="简称", max_length=40, required=False)
    kind = forms.ChoiceField(label="类别", choices=Organisation.Kind.choices)
    division = forms.ModelChoiceField(
        label="行政区划", queryset=Division.objects.none(), required=False
    )
    uscc = forms.CharField(label="统一社会信用代码", max_length=18, required=False)
    aliases = forms.CharField(
        label="别名",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="曾用名、俗称或常见误写，用顿号或换行分开；登记走访、提出结对方案时按别名也能认出",
    )

    def __init__(self, *args: Any, parents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["parent"].label_from_instance = _indented  # type: ignore[attr-defined]
        self.fields["division"].queryset = divisions_on(clock.today())  # type: ignore[attr-defined]

    def clean_aliases(self) -> list[str]:
        return [one for one in re.split(r"[、,，;；\s]+", self.cleaned_data["aliases"]) if one]


class RenameForm(forms.Form):
    name = forms.CharField(
        label="新名称", max_length=120, help_text="公章上的全称；原来的名称自动留作别名"
    )
    short_name = forms.CharField(label="新简称", max_length=40, required=False)


@page(SEE_ORGANISATIONS)
def organisations(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = Organisation.objects.visible_to(user, SEE_ORGANISATIONS.code)
    counted = rows.annotate(
        people=Count("users", filter=Q(users__is_active=True), distinct=True)
    ).prefetch_related("aliases")
    actions = []
    if user.may(KEEP_ORGANISATIONS.code):
        actions = [Action("新增组织", reverse("web:organisation_add"), "add", "primary")]
    empty = Empty("还没有组织", "组织由管理员新增。", "organisation")
    return ORGANISATIONS.respond(request, counted, actions=actions, empty=empty)


@page(SEE_ORGANISATIONS)
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    seen = Organisation.objects.visible_to(user, SEE_ORGANISATIONS.code)
    one = get_object_or_404(seen.select_related("division"), pk=pk)
    above = Organisation.objects.filter(path__in=up_from(one.path)[:-1])
    context = {
        "organisation": one,
        "aliases": "、".join(alias.name for alias in one.aliases.all()),
        "above": above.order_by("path"),
        "children": Organisation.objects.get_children(one)[:MOST_CHILDREN],
        "children_count": one.numchild,
        "people": one.users.order_by("username"),
        "trail": moments_of(one, most=10),
        "may_keep": user.may(KEEP_ORGANISATIONS.code),
    }
    return render(request, "web/admin/organisation.html", context)


@page(KEEP_ORGANISATIONS)
def add(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    parents = Organisation.objects.visible_to(user, KEEP_ORGANISATIONS.code)
    first = parents.first()
    start = {"parent": request.GET.get("parent") or (first.pk if first else None)}
    form = OrganisationForm(posted(request), parents=parents, initial=start)
    if request.method == "POST" and form.is_valid():
        added = carried_out(form, add_organisation, by=user, **form.cleaned_data)
        if added:
            messages.success(request, f"已新增组织“{added}”")
            return redirect("web:organisation", added.pk)
    context = {
        "form": form,
        "title": "新增组织",
        "list_title": "组织",
        "list_url": reverse("web:organisations"),
        "submit": "新增",
    }
    return render(request, "web/admin/add.html", context)


@page(KEEP_ORGANISATIONS)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name; the history stays, and the old name still finds it."""
    one = _kept(request, pk)
    form = RenameForm(posted(request), initial={"name": one.name, "short_name": one.short_name})
    if request.method == "POST" and form.is_valid():
        renamed = carried_out(
            form,
            rename_organisation,
            by=acting(request),
            organisation=one,
            **form.cleaned_data,
        )
        if renamed:
            messages.success(request, f"已更名为“{renamed.name}”，原名称留作别名")
            return redirect("web:organisation", pk)
    context = {
        "form": form,
        "title": "更名",
        "list_title": one.name,
        "list_url": reverse("web:organisation", args=[pk]),
        "submit": "更名",
    }
    return render(request, "web/admin/add.html", context)


@require_POST
@page(KEEP_ORGANISATIONS)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Dissolved, merged, bankrupt: no part in anything any more; the records stay."""
    done(
        request,
        deactivate_organisation,
        said="已停用；企业、社区和村的结对随之结束",
        by=acting(request),
        organisation=_kept(request, pk),
        on=clock.today(),
        reason=request.POST.get("reason", ""),
    )
    return redirect("web:organisation", pk)


def _kept(request: HttpRequest, pk: int) -> Organisation:
    kept = Organisation.objects.visible_to(acting(request), KEEP_ORGANISATIONS.code)
    return get_object_or_404(kept, pk=pk)
