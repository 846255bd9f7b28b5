"""Keys for other programs: issued, shown once, revoked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ground.accounts.models import ApiKey, User
from ground.accounts.permissions import KEEP_API_KEYS, declared_permissions
from ground.accounts.services import issue_api_key, revoke_api_key
from ground.kernel import clock
from ground.web.lists import Action, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, done, page, posted


def _state(key: ApiKey) -> str:
    if key.revoked_at:
        return "已吊销"
    return "已过期" if key.expires_on < clock.today() else "有效"


KEYS = ListPage(
    title="接口密钥",
    subtitle="供其他系统调用接口。密钥只在签发时显示一次，只能做它被允许的事。",
    columns=[
        Column(
            "label", "用途", sort="label", url=lambda key: reverse("web:api_key", args=[key.pk])
        ),
        Column("prefix", "开头", value=lambda key: f"{key.prefix}…"),
        Column("owner", "所有者", sort="owner__full_name"),
        Column("permissions", "权限项数", kind="number", value=lambda key: len(key.permissions)),
        Column("created_at", "签发时间", kind="datetime", sort="created_at"),
        Column("expires_on", "有效期至", kind="date", sort="expires_on"),
        Column(
            "state",
            "状态",
            kind="badge",
            value=_state,
            tone=lambda key: "good" if _state(key) == "有效" else "neutral",
        ),
    ],
    search=["label", "prefix", "owner__full_name"],
    ordering=["-created_at"],
    noun="个",
)


class KeyForm(forms.Form):
    label = forms.CharField(
        label="用途", max_length=60, help_text="哪个系统用它做什么，例如：县政务平台读取走访统计"
    )
    owner = forms.ModelChoiceField(
        label="所有者",
        queryset=User.objects.none(),
        help_text="密钥以此人的身份办事，范围不超过此人",
    )
    permissions = forms.MultipleChoiceField(label="允许做的事", widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(label="有效期至")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = User.objects.visible_to(by, KEEP_API_KEYS.code).filter(is_active=True)
        self.fields["owner"].queryset = owners.order_by("full_name")  # type: ignore[attr-defined]
        self.fields["permissions"].choices = [  # type: ignore[attr-defined]
            (code, one.label) for code, one in declared_permissions().items()
        ]
        self.fields["expires_on"].initial = clock.today() + timedelta(days=180)


def _seen(user: User) -> Any:
    owners = User.objects.visible_to(user, KEEP_API_KEYS.code)
    return ApiKey.objects.filter(owner__in=owners).select_related("owner")


@page(KEEP_API_KEYS)
def api_keys(request: HttpRequest) -> HttpResponse:
    actions = [Action("签发密钥", reverse("web:api_key_issue"), "add", "primary")]
    empty = Empty("还没有接口密钥", "其他系统需要读写数据时，为它签发一个。", "key")
    return KEYS.respond(request, _seen(acting(request)), actions=actions, empty=empty)


@page(KEEP_API_KEYS)
@never_cache
def issue(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = KeyForm(posted(request), by=user)
    if request.method == "POST" and form.is_valid():
        issued = carried_out(form, issue_api_key, by=user, **form.cleaned_data)
        if issued:
            key, secret = issued
            return render(request, "web/admin/key_issued.html", {"key": key, "secret": secret})
    context = {
        "form": form,
        "title": "签发密钥",
        "list_title": "接口密钥",
        "list_url": reverse("web:api_keys"),
        "submit": "签发",
    }
    return render(request, "web/admin/add.html", context)


@page(KEEP_API_KEYS)
def api_key(request: HttpRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(_seen(acting(request)), pk=pk)
    known = declared_permissions()
    allowed = [known[code].label if code in known else code for code in key.permissions]
    context = {"key": key, "state": _state(key), "allowed": allowed}
    return render(request, "web/admin/key.html", context)


@page(KEEP_API_KEYS)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    key = get_object_or_404(_seen(user), pk=pk)
    done(request, revoke_api_key, said=f"已吊销“{key.label}”", by=user, key=key)
    return redirect("web:api_key", key.pk)
