"""Standards of aid listed, read, and held beside one another."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.standards import permissions, rules
from assistance.standards.models import AidRule, Standard
from assistance.standards.rules import AID_TYPES, KINDS
from assistance.standards.views.looks import label_of, tone_of
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, ListPage
from ground.web.pages import acting, page
from ground.web.trail import moments_of

SEE, KEEP, PUBLISH = (
    permissions.SEE_STANDARDS,
    permissions.KEEP_STANDARDS,
    permissions.PUBLISH_STANDARDS,
)
State = Standard.State
MARKS = {"changed": ("改", "warn"), "added": ("增", "good"), "dropped": ("删", "bad")}


def _in_force(rows: QuerySet[Standard], value: str) -> QuerySet[Standard]:
    now = Standard.objects.in_force(clock.today()).values("pk")
    return rows.filter(pk__in=now) if value == "now" else rows.exclude(pk__in=now)


STANDARDS = ListPage(
    title="救助标准",
    subtitle="各项救助给多少、不超过多少：各地不同、逐年调整，每份都有生效日期和依据，发布后不再改动。",
    columns=[
        Column(
            "name",
            "名称",
            "link",
            sort="name",
            url=lambda one: reverse("standards:standard", args=[one.pk]),
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


@require_GET
@page(SEE)
def standard_list(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    actions = []
    if user.may(KEEP.code):
        actions.append(Action("起草标准", reverse("standards:draft"), "add", "primary"))
    rows = Standard.objects.visible_to(user, SEE.code).select_related("division")
    return STANDARDS.respond(request, rows, actions=actions)


@require_GET
@page(SEE)
def standard_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A standard, item by item."""
    user = acting(request)
    visible = Standard.objects.visible_to(user, SEE.code)
    standard = get_object_or_404(
        visible.select_related("division", "made_by", "published_by", "copied_from"), pk=pk
    )
    keeps = Standard.objects.kept_by(user, KEEP.code).filter(pk=pk).exists()
    publishes = Standard.objects.kept_by(user, PUBLISH.code).filter(pk=pk).exists()
    return render(
        request,
        "standards/standard.html",
        {
            "standard": standard,
            "label": label_of(standard),
            "tone": tone_of(standard),
            "blocks": _blocks(list(standard.rules.all())),
            "kinds": KINDS,
            "may_draft": user.may(KEEP.code),
            "keeps": keeps and standard.state == State.DRAFT,
            "publishes": publishes,
            "is_maker": standard.made_by_id == user.pk,
            "other": standard.copied_from or _earlier(standard),
            "moments": moments_of(standard) if keeps or publishes else [],
        },
    )


@require_GET
@page(SEE)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two standards side by side; `with` names the other one, otherwise the one it was copied from."""
    user = acting(request)
    visible = Standard.objects.visible_to(user, SEE.code).select_related("division")
    standard = get_object_or_404(visible.select_related("copied_from"), pk=pk)
    among = list(visible.exclude(pk=pk).order_by("-valid_from", "-pk")[:100])
    asked = request.GET.get("with", "")
    other = next((one for one in among if str(one.pk) == asked), None)
    if asked and other is None:
        raise Http404
    if other is None:
        before = standard.copied_from or _earlier(standard)
        other = next((one for one in among if before and one.pk == before.pk), None)
    found = rules.changes(other.typed, standard.typed) if other else []
    return render(
        request,
        "standards/compare.html",
        {
            "standard": standard,
            "other": other,
            "among": among,
            "rows": [{**row, "mark": MARKS.get(row["change"])} for row in found],
            "changed": sum(row["change"] != "same" for row in found),
        },
    )


def _blocks(rows: list[AidRule]) -> list[dict[str, object]]:
    """The rows by item, those for every item first."""
    return [
        {"label": label, "rows": [row for row in rows if row.aid_type == aid_type]}
        for aid_type, label in {"": "各项救助", **AID_TYPES}.items()
        if any(row.aid_type == aid_type for row in rows)
    ]


def _earlier(standard: Standard) -> Standard | None:
    """What a standard is compared with where nothing else is asked: the version before it."""
    same = Standard.objects.filter(division=standard.division_id)
    same = same.exclude(pk=standard.pk).exclude(state=State.DRAFT)
    if standard.version:
        same = same.filter(version__lt=standard.version)
    return same.order_by("-version").first()
