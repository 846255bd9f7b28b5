"""The log of exports and the log of looks: what left, who was shown what, for whom and why."""

from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ground.accounts.models import User
from ground.audit.models import Entry
from ground.privacy.models import Release
from ground.privacy.permissions import SEE_LOG
from ground.privacy.queries import release_of, releases_of_file
from ground.web.lists import Action, Choice, Column, Empty, ListPage, Span
from ground.web.pages import acting, page
from ground.web.trail import subject_words, visible_reveals, words_of

LENGTH_OF_SHA256 = 64
PERSONAL = [("1", "含个人信息"), ("0", "不含个人信息")]
REVEALED = [
    ("id_no", "身份证号"),
    ("mobile", "手机号"),
    ("address", "住址"),
    ("card_no", "银行卡号"),
    ("health", "健康状况"),
    ("name", "姓名"),
    ("手机号", "干部手机号"),
]
STATES = {"made": "已导出", "refused": "已拦下", "open": "未完成"}
TONES = {"已导出": "good", "已拦下": "bad", "未完成": "neutral"}


def state_of(release: Release) -> str:
    return STATES["made" if release.sha256 else "refused" if release.refusal else "open"]


def _in_state(rows: Any, state: str) -> Any:
    if state == "made":
        return rows.exclude(sha256="")
    if state == "refused":
        return rows.exclude(refusal="")
    return rows.filter(sha256="", refusal="")


RELEASES = ListPage(
    title="导出登记",
    subtitle="每个离开平台的文件都有编号，写在文件属性里；含个人信息的，编号和导出人印在文件上。",
    columns=[
        Column("at", "时间", kind="datetime", sort="at"),
        Column("code", "导出编号", value=lambda one: one.shown_code, sort="code"),
        Column("by", "导出人", value=lambda one: one.by.full_name, sort="by__full_name"),
        Column("organisation", "单位", value=lambda one: one.organisation.name),
        Column("title", "内容", sort="title", width=30),
        Column("filters", "筛选条件", width=30),
        Column("rows", "条数", kind="number", sort="rows"),
        Column(
            "personal",
            "个人信息",
            kind="badge",
            value=lambda one: "含" if one.personal else "不含",
            tone=lambda one: "warn" if one.personal else "neutral",
        ),
        Column("reason", "用途", width=30),
        Column(
            "state", "结果", kind="badge", value=state_of, tone=lambda one: TONES[state_of(one)]
        ),
        Column("refusal", "拦下原因", width=40, export_only=True),
        Column("ip", "来源地址"),
        Column("format", "格式", export_only=True),
        Column("sha256", "校验值", width=66, export_only=True),
    ],
    search=["title", "by__full_name", "by__username"],
    search_hint="内容或导出人",
    filters=[
        Choice("personal", "个人信息", PERSONAL),
        Choice("state", "结果", list(STATES.items()), narrow=_in_state),
        Span("on", "日期", "at", is_instant=True),
    ],
    ordering=["-pk"],
    page_size=50,
    empty=Empty("还没有导出", "有人导出列表或文件后，这里会逐条列出。", "download"),
)


@page(SEE_LOG)
def releases(request: HttpRequest) -> HttpResponse:
    rows = Release.objects.visible_to(acting(request), SEE_LOG.code)
    whose = Action("查编号", reverse("web:whose_release"), "search")
    return RELEASES.respond(request, rows.select_related("by", "organisation"), actions=[whose])


class CodeForm(forms.Form):
    code = forms.CharField(
        label="导出编号，或文件的SHA-256校验值",
        max_length=80,
        help_text="编号在文件属性里；含个人信息的，也印在表头和页脚，如 K7M2-9QXD",
    )


@page(SEE_LOG)
def whose_release(request: HttpRequest) -> HttpResponse:
    """From the code in a file that turned up to whoever took it out."""
    form = CodeForm(request.GET or None)
    found: list[Release] = []
    if form.is_valid():
        code = form.cleaned_data["code"].strip()
        one = release_of(code)
        known = releases_of_file(code) if len(code) == LENGTH_OF_SHA256 else [one] if one else []
        seen = Release.objects.visible_to(acting(request), SEE_LOG.code)
        allowed = set(
            seen.filter(pk__in=[release.pk for release in known]).values_list("pk", flat=True)
        )
        found = [release for release in known if release.pk in allowed]
    lines = [(release, state_of(release), TONES[state_of(release)]) for release in found]
    facts = {"form": form, "lines": lines, "asked": form.is_bound and form.is_valid()}
    return render(request, "web/admin/whose_release.html", facts)


def _who(entry: Entry) -> str:
    return f"{getattr(entry, 'name', None) or ''}（{entry.actor}）"


def _shown_field(entry: Entry) -> str:
    """In words where the ground knows it; else as the app wrote it (`members.12.id_no`)."""
    field = str(entry.details.get("field", ""))
    return dict(REVEALED).get(field.rpartition(".")[2], field)


REVEALS = ListPage(
    title="查看登记",
    subtitle="谁在什么时候看了哪一户、哪一个人的完整信息，为了什么。内容本身不登记。",
    columns=[
        Column("occurred_at", "时间", kind="datetime", sort="occurred_at"),
        Column("actor", "查看人", sort="actor", value=_who),
        Column("subject", "对象", value=lambda entry: subject_words(entry.subject)),
        Column("action", "事项", value=lambda entry: words_of(entry.action)),
        Column("field", "内容", value=_shown_field),
        Column("reason", "理由", value=lambda entry: entry.details.get("reason", ""), width=50),
        Column("ip", "来源地址"),
    ],
    search=["actor", "subject", "details__reason", "details__field"],
    search_hint="查看人账号、对象、内容或理由",
    filters=[
        Choice("field", "内容", REVEALED, field="details__field"),
        Span("on", "日期", "occurred_at", is_instant=True),
    ],
    ordering=["-pk"],
    page_size=50,
    empty=Empty("还没有人查看完整信息", "有人写明理由查看后，这里会逐条列出。", "eye"),
)


@page(SEE_LOG)
def reveals(request: HttpRequest) -> HttpResponse:
    """The looks of people in one's area; `?subject=households.hardshipfile:7` for one object's own."""
    rows = visible_reveals(acting(request), SEE_LOG.code)
    if subject := request.GET.get("subject", "").replace("\x00", ""):
        rows = rows.filter(subject=subject)
    names = User.objects.filter(pk=OuterRef("actor_id")).values("full_name")
    return REVEALS.respond(request, rows.annotate(name=Subquery(names)))
