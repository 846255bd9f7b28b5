"""The kinds of campaign: listed, read as they will look, made from a copy, published, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from campaigns import kind_looks, queries, services
from campaigns.forms import EnrolForm, first_year
from campaigns.forms.kind_questions import QuestionsPart
from campaigns.forms.kind_rows import ClassesPart, DutiesPart, MaterialsPart, RowsPart, StagesPart
from campaigns.forms.kinds import (
    DaysPart,
    HeadPart,
    MakeKindForm,
    NoteForm,
    NumbersPart,
    PartForm,
    StopForm,
)
from campaigns.kinds import DAYS, ENROLS, FORMS_OF_HELP, plain
from campaigns.models import Kind, KindVersion, KindVersionQuerySet
from campaigns.permissions import KEEP_KINDS, PUBLISH_KINDS, SEE_CAMPAIGNS
from campaigns.rules import LATEST_YEAR
from campaigns.services.kinds import OFFICES
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.kernel.errors import RuleBroken
from ground.web.lists import Action
from ground.web.pages import acting, carried_out, done, page, posted
from ground.web.trail import moments_of

State = KindVersion.State
PARTS: dict[str, tuple[str, type[PartForm], tuple[str, ...]]] = {
    "head": (
        "基本情况",
        HeadPart,
        (
            "slogan",
            "season",
            "aid_type",
            "gives",
            "enrols",
            "once_a_year",
            "reason",
            "report",
            "notice",
        ),
    ),
    "days": ("日期", DaysPart, ("windows",)),
    "classes": ("对象类别", ClassesPart, ("classes",)),
    "stages": ("分档", StagesPart, ("stages", "stages_of_education")),
    "numbers": (
        "标准和审核条件",
        NumbersPart,
        ("standards", "rules", "notice_days", "notice_rule"),
    ),
    "questions": ("申报内容", QuestionsPart, ("questions", "exclusions")),
    "materials": ("材料", MaterialsPart, ("materials",)),
    "duties": ("每个对象要做到", DutiesPart, ("checklist",)),
}


@page(SEE_CAMPAIGNS)
@require_GET
def list_kinds(request: HttpRequest) -> HttpResponse:
    """The newest version of each kind, and the drafts that one may write in."""
    user = acting(request)
    actions = []
    if user.may(KEEP_KINDS.code):
        actions.append(Action("新建类型", reverse("campaigns:make_kind"), "add", "primary"))
    return kind_looks.KINDS.respond(request, queries.versions_listed(user), actions=actions)


@page(SEE_CAMPAIGNS)
@require_GET
def show_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """A version as it will look: its days in a year, what it asks, what it holds people to."""
    version, user = _seen(request, pk), acting(request)
    typed = version.typed
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == len("2008") else first_year()
    year = min(max(year, 1990), LATEST_YEAR)
    keeps = _keeps(user, version, KEEP_KINDS)
    publishes = _keeps(user, version, PUBLISH_KINDS)
    versions = KindVersion.objects.filter(kind=version.kind).exclude(pk=version.pk)
    is_draft, withdrawn = version.state == State.DRAFT, version.kind.withdrawn_on is not None
    is_own = user.pk in {version.made_by_id, version.changed_by_id}
    context = {
        "version": version,
        "typed": typed,
        "owner": kind_looks.owner_of(version),
        "state": kind_looks.state_of(version),
        "parts": [(code, label) for code, (label, *_) in PARTS.items()],
        "year": year,
        "days": [
            (label, getattr(queries.proposed_windows(typed, year), name))
            for name, label in DAYS.items()
        ],
        "gives": [FORMS_OF_HELP[one] for one in typed.gives],
        "enrols": ENROLS[typed.enrols],
        "standards": kind_looks.standards_said(typed),
        "rules": [kind_looks.rule_said(one.code, one.value, one.local_rule) for one in typed.rules],
        "notice": kind_looks.notice_said(typed),
        "form": EnrolForm(typed, is_filed=None),
        "versions": _read(user, versions),
        "changed": _changed(version),
        "is_draft": is_draft,
        "is_own": is_own,
        "may_change": keeps and is_draft and not withdrawn,
        "may_draft": keeps
        and not is_draft
        and not withdrawn
        and not versions.filter(state=State.DRAFT).exists(),
        "may_publish": publishes and is_draft and not is_own,
        "may_withdraw": publishes and not is_draft and not withdrawn,
        "may_copy": user.may(KEEP_KINDS.code),
        "moments": moments_of(version) if keeps or publishes else [],
    }
    return render(request, "campaigns/kind.html", context)


@page(KEEP_KINDS)
def make_kind(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    among = queries.versions_to_open(user, KEEP_KINDS.code)
    asked = request.GET.get("from", "")
    copied = among.filter(pk=int(asked) if asked.isdecimal() and len(asked) < 18 else 0).first()  # noqa: PLR2004 -- a bigint's digits
    form = MakeKindForm(user, among, OFFICES, posted(request), initial={"copied_from": copied})
    if form.is_valid():
        made = carried_out(form, services.make_kind, by=user, **form.cleaned_data)
        if made:
            messages.success(request, "草稿已建立：逐项改好，再请另一位发布")
            return redirect("campaigns:kind", made.pk)
    return _form(request, form, "新建活动类型", "建立草稿")


@page(KEEP_KINDS)
def draft_version(request: HttpRequest, pk: int) -> HttpResponse:
    version = _kept(request, pk, KEEP_KINDS)
    form = NoteForm(posted(request))
    if form.is_valid():
        note = form.cleaned_data["change_note"]
        made = carried_out(
            form, services.draft_version, by=acting(request), kind=version.kind, change_note=note
        )
        if made:
            messages.success(
                request, "新版本的草稿已建立：改好后请另一位发布；已有的活动仍按原来的版本"
            )
            return redirect("campaigns:kind", made.pk)
    return _form(request, form, f"“{version.label}”起草新版本", "建立草稿", version)


@page(KEEP_KINDS)
def change_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """One part of a draft as it is typed; what a rule refuses stands at its input, and nothing is lost."""
    if part not in PARTS:
        raise Http404
    version = _kept(request, pk, KEEP_KINDS)
    label, form_of, _ = PARTS[part]
    form: Any = form_of(version.typed, posted(request))  # type: ignore[arg-type]
    is_sent = "more" not in request.POST and form.is_valid()
    if is_sent and carried_out(form, _change, part=form, by=acting(request), version=version):
        messages.success(request, f"“{label}”已保存")
        return redirect("campaigns:kind", pk)
    context = {
        "version": version,
        "label": label,
        "form": form,
        "is_rows": isinstance(form, RowsPart),
        "template": f"campaigns/kind_parts/{_shape(part, form)}.html",
    }
    return render(request, "campaigns/kind_part.html", context)


def _shape(part: str, form: PartForm) -> str:
    """Which template shows a part."""
    if isinstance(form, RowsPart):
        return "rows"
    return part if part in {"days", "numbers"} else "head"


def _change(*, part: PartForm, by: User, version: KindVersion) -> KindVersion:
    """Errors of the service are told where this form has the input that they speak of."""
    try:
        return services.change_kind(by=by, version=version, **part.told())
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.message, fields=part.placed(broken.fields)) from broken


@page(PUBLISH_KINDS)
@require_POST
def publish_kind(request: HttpRequest, pk: int) -> HttpResponse:
    version = _kept(request, pk, PUBLISH_KINDS)
    said = "已发布：现在起可以按它筹备活动"
    done(request, services.publish_kind, said=said, by=acting(request), version=version)
    return redirect("campaigns:kind", pk)


@page(KEEP_KINDS)
@require_POST
def drop_kind(request: HttpRequest, pk: int) -> HttpResponse:
    version = _kept(request, pk, KEEP_KINDS)
    went = done(
        request, services.drop_draft, said="草稿已删除", by=acting(request), version=version
    )
    return redirect("campaigns:kinds") if went else redirect("campaigns:kind", pk)


@page(PUBLISH_KINDS)
def withdraw_kind(request: HttpRequest, pk: int) -> HttpResponse:
    version = _kept(request, pk, PUBLISH_KINDS)
    form = StopForm(posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if carried_out(
            form, services.withdraw_kind, by=acting(request), kind=version.kind, reason=reason
        ):
            messages.success(request, "已停用：不能再筹备新的活动，已有的照常办理")
            return redirect("campaigns:kind", pk)
    return _form(request, form, f"停用“{version.label}”", "停用", version)


def _seen(request: HttpRequest, pk: int) -> KindVersion:
    return get_object_or_404(_read(acting(request), KindVersion.objects.all()), pk=pk)


def _read(user: User, rows: KindVersionQuerySet) -> KindVersionQuerySet:
    seen = KindVersion.objects.visible_to(
        user, SEE_CAMPAIGNS.code, (KEEP_KINDS.code, PUBLISH_KINDS.code)
    )
    among = rows.filter(pk__in=seen.values("pk"))
    return among.select_related(
        "kind__owner", "made_by", "changed_by", "published_by", "copied_from"
    )


def _kept(request: HttpRequest, pk: int, permission: Permission) -> KindVersion:
    kept = Kind.objects.kept_by(acting(request), permission.code)
    rows = KindVersion.objects.select_related("kind__owner").filter(kind__in=kept)
    return get_object_or_404(rows, pk=pk)


def _keeps(user: User, version: KindVersion, permission: Permission) -> bool:
    return Kind.objects.kept_by(user, permission.code).filter(pk=version.kind_id).exists()


def _form(
    request: HttpRequest, form: Any, title: str, submit: str, version: KindVersion | None = None
) -> HttpResponse:
    back = reverse("campaigns:kind", args=[version.pk]) if version else reverse("campaigns:kinds")
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "list_title": version.label if version else "活动类型",
        "list_url": back,
    }
    return render(request, "web/admin/add.html", context)


def _changed(version: KindVersion) -> list[str]:
    """Which parts are others than in the version that it was copied from."""
    before = version.copied_from
    if before is None:
        return []
    now, then = plain(version.typed), before.content
    return [
        label
        for label, _, names in PARTS.values()
        if any(now.get(name) != then.get(name) for name in names)
        or (label == "基本情况" and version.label != before.label)
    ]
