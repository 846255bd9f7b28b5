"""People: accounts, and the roles they hold."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ground.accounts.models import Membership, Organisation, User
from ground.accounts.permissions import KEEP_USERS
from ground.accounts.roles import Role
from ground.accounts.services import (
    add_user,
    close_account,
    give_password,
    grant_role,
    move_person,
    reopen_account,
    withdraw_role,
)
from ground.web.forms import NEW, PASSWORD_HELP
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

ROLE_HELP = "角色对所选组织及其全部下级有效"


def _roles(user: User) -> str:
    return "、".join(dict.fromkeys(one.get_role_display() for one in user.memberships.all()))


PEOPLE = ListPage(
    title="人员",
    columns=[
        Column(
            "full_name",
            "姓名",
            sort="full_name",
            url=lambda one: reverse("web:person", args=[one.pk]),
        ),
        Column("username", "账号", sort="username"),
        Column("organisation", "所在单位", sort="organisation__path"),
        Column("post", "职务"),
        Column("roles", "角色", value=_roles),
        Column("last_login", "最近登录", kind="datetime", sort="last_login"),
        Column(
            "is_active",
            "状态",
            kind="badge",
            value=lambda one: "启用" if one.is_active else "停用",
            tone=lambda one: "good" if one.is_active else "neutral",
        ),
    ],
    search=["full_name", "username", "organisation__name", "organisation__short_name"],
    search_hint="姓名、账号或单位",
    filters=[
        Choice(
            "role",
            "角色",
            Role.choices,
            narrow=lambda rows, value: rows.filter(memberships__role=value).distinct(),
        )
    ],
    ordering=["organisation__path", "username"],
    noun="人",
)


class _Organisations(forms.Form):
    organisation = forms.ModelChoiceField(label="所在单位", queryset=Organisation.objects.none())

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class PersonForm(_Organisations):
    full_name = forms.CharField(label="姓名", max_length=40)
    username = forms.CharField(
        label="账号",
        max_length=60,
        help_text="建议用姓名拼音，不区分大小写；不要用身份证号或手机号",
    )
    post = forms.CharField(label="职务", max_length=60, required=False)
    role = forms.ChoiceField(label="角色", choices=Role.choices, help_text=ROLE_HELP)
    password = forms.CharField(
        label="初始密码",
        widget=forms.PasswordInput(NEW),
        help_text=PASSWORD_HELP + "；每人一个，请本人登录后修改",
    )

    field_order = ("full_name", "username", "organisation", "post", "role", "password")


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="新密码",
        widget=forms.PasswordInput(NEW),
        help_text=PASSWORD_HELP + "；请当面告诉本人，本人登录后自行修改",
    )


class MoveForm(_Organisations):
    post = forms.CharField(label="职务", max_length=60, required=False)


class RoleForm(_Organisations):
    role = forms.ChoiceField(label="角色", choices=Role.choices, help_text=ROLE_HELP)

    field_order = ("role", "organisation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].label = "在哪个组织"


@transaction.atomic
def _add_with_role(*, by: User, role: str, **values: Any) -> User:
    added = add_user(by=by, **values)
    grant_role(by=by, user=added, organisation=added.organisation, role=Role(role))
    return added


@page(KEEP_USERS)
def people(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = (
        User.objects.visible_to(user, KEEP_USERS.code)
        .select_related("organisation")
        .prefetch_related("memberships")
    )
    actions = [Action("新增人员", reverse("web:person_add"), "add", "primary")]
    empty = Empty("还没有人员", "先新增组织，再为每个人建立账号。", "people")
    return PEOPLE.respond(request, rows, actions=actions, empty=empty)


@page(KEEP_USERS)
@sensitive_post_parameters()
def add(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    organisations = Organisation.objects.visible_to(user, KEEP_USERS.code)
    start = {"organisation": request.GET.get("organisation")}
    form = PersonForm(posted(request), organisations=organisations, initial=start)
    if request.method == "POST" and form.is_valid():
        added = carried_out(form, _add_with_role, by=user, **form.cleaned_data)
        if added:
            messages.success(request, f"已为{added.full_name}建立账号“{added.username}”")
            return redirect("web:person", added.pk)
    context = {
        "form": form,
        "title": "新增人员",
        "list_title": "人员",
        "list_url": reverse("web:people"),
        "submit": "建立账号",
    }
    return render(request, "web/admin/add.html", context)


@page(KEEP_USERS)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    shown = _kept(request, pk)
    organisations = Organisation.objects.visible_to(user, KEEP_USERS.code)
    start = {"organisation": shown.organisation_id}
    form = RoleForm(posted(request), organisations=organisations, initial=start)
    if request.method == "POST" and form.is_valid():
        values = {
            "organisation": form.cleaned_data["organisation"],
            "role": Role(form.cleaned_data["role"]),
        }
        if carried_out(form, grant_role, by=user, user=shown, **values):
            messages.success(request, f"已授予“{values['role'].label}”")
            return redirect("web:person", shown.pk)
    held = shown.memberships.select_related("organisation").order_by("organisation__path", "role")
    context = {
        "person": shown,
        "form": form,
        "held": held,
        "is_self": shown.pk == user.pk,
        "trail": moments_of(shown, most=10),
    }
    return render(request, "web/admin/person.html", context)


@page(KEEP_USERS)
@require_POST
def role_withdraw(request: HttpRequest, pk: int, role_pk: int) -> HttpResponse:
    held = get_object_or_404(Membership, pk=role_pk, user=_kept(request, pk))
    done(request, withdraw_role, said="已收回", by=acting(request), membership=held)
    return redirect("web:person", pk)


@page(KEEP_USERS)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    values = {"user": _kept(request, pk), "reason": request.POST.get("reason", "")}
    said = "账号已停用，正在使用的登录、接口密钥和推送随之停止"
    done(request, close_account, said=said, by=acting(request), **values)
    return redirect("web:person", pk)


@page(KEEP_USERS)
@sensitive_post_parameters()
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    said = "账号已启用，原有角色不变，请核对"
    return _changed(request, pk, PasswordForm(posted(request)), reopen_account, "启用账号", said)


@page(KEEP_USERS)
@sensitive_post_parameters()
def password(request: HttpRequest, pk: int) -> HttpResponse:
    said = "密码已重设，此账号原来的登录已退出"
    return _changed(request, pk, PasswordForm(posted(request)), give_password, "重设密码", said)


@page(KEEP_USERS)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _kept(request, pk)
    form = MoveForm(
        posted(request),
        organisations=Organisation.objects.visible_to(acting(request), KEEP_USERS.code),
        initial={"organisation": shown.organisation_id, "post": shown.post},
    )
    said = "已调整；角色没有变，该收回的请收回"
    return _changed(request, pk, form, move_person, "调整单位职务", said)


def _kept(request: HttpRequest, pk: int) -> User:
    seen = User.objects.visible_to(acting(request), KEEP_USERS.code)
    return get_object_or_404(seen.select_related("organisation"), pk=pk)


def _changed(
    request: HttpRequest,
    pk: int,
    form: forms.Form,
    service: Callable[..., None],
    title: str,
    said: str,
) -> HttpResponse:
    """A page with one form about somebody's account, and back to them when it is done."""
    shown = _kept(request, pk)
    if request.method == "POST" and form.is_valid():
        values = {"by": acting(request), "user": shown, **form.cleaned_data}
        if carried_out(form, _told, service=service, **values):
            messages.success(request, said)
            return redirect("web:person", pk)
    context = {
        "form": form,
        "title": f"{title}：{shown.full_name}",
        "list_title": shown.full_name,
        "list_url": reverse("web:person", args=[pk]),
        "submit": title,
    }
    return render(request, "web/admin/add.html", context)


def _told(*, service: Callable[..., None], **values: Any) -> bool:
    service(**values)
    return True
