"""Two solutions of a plan side by side."""

from typing import Any

from django.contrib import messages
from django.db.models import Avg, IntegerField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from assistance.planning import permissions, queries
from assistance.planning.models import PairingPlan, ProposedPair, Solution
from assistance.planning.rules import PARTS
from assistance.planning.views.looks import BANDS, bars_of, figures_of
from ground.web.lists import Choice, Column, Empty, ListPage
from ground.web.pages import acting, page

SEE = permissions.SEE_PLANS
CHANGES = [("added", "新增"), ("removed", "减少"), ("kept", "保留")]
TONES = {"新增": "good", "减少": "bad", "保留": "neutral"}


def _change(pair: Any) -> str:
    return "新增" if pair.was is None else "减少" if pair.now is None else "保留"


def _narrow(rows: QuerySet[Any], change: str) -> QuerySet[Any]:
    if change == "kept":
        return rows.filter(was__isnull=False, now__isnull=False)
    return rows.filter(was__isnull=True) if change == "added" else rows.filter(now__isnull=True)


def _parts(parts: dict[str, int] | None) -> str:
    weights = dict.fromkeys(PARTS, 1)
    return " ".join(f"{one.label}{one.points}" for one in bars_of(parts, weights)) if parts else "—"


DIFFERENCES = ListPage(
    title="结对变化",
    columns=[
        Column("enterprise", "企业", sort="enterprise__name", value=lambda p: p.enterprise.name),
        Column("agency", "参联单位", sort="agency__name", value=lambda p: p.agency.name),
        Column("change", "变化", "badge", value=_change, tone=lambda p: TONES[_change(p)]),
        Column("was", "原匹配分", "number", sort="was"),
        Column("now", "新匹配分", "number", sort="now"),
        Column("parts_before", "原分项", value=lambda p: _parts(p.parts_before)),
        Column(
            "parts_after",
            "新分项",
            value=lambda p: _parts(None if p.now is None else p.parts),
        ),
    ],
    ordering=["is_kept", "enterprise__path", "agency__path"],
    search=["enterprise__name", "agency__name"],
    search_hint="企业或参联单位",
    filters=[Choice("change", "变化", CHANGES, narrow=_narrow)],
    noun="对",
    template="planning/compare.html",
    empty=Empty("两个方案都没有结对", icon="pairing"),
)


@require_GET
@page(SEE)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(PairingPlan.objects.visible_to(acting(request), SEE.code), pk=pk)
    solutions = list(plan.solutions.order_by("number"))
    if len(solutions) < 2:  # noqa: PLR2004 -- it takes two
        messages.info(request, "求解两次以上才能比较")
        return redirect("planning:plan", pk)
    by_number = {str(one.number): one for one in solutions}
    before = by_number.get(request.GET.get("a", ""), solutions[-2])
    after = by_number.get(request.GET.get("b", ""), solutions[-1])
    rows = queries.differences(before, after)
    counted = {name: _narrow(rows, name).count() for name, _ in CHANGES}
    return DIFFERENCES.respond(
        request,
        rows,
        plan=plan,
        solutions=solutions,
        before=before,
        after=after,
        counted=counted,
        table=_table(before, after),
        chart={
            "labels": BANDS,
            "series": [{"name": str(one), "values": one.distribution} for one in (before, after)],
        },
    )


def _table(before: Solution, after: Solution) -> list[tuple[str, object, object]]:
    """Figures and mean parts of both, line by line."""
    one, other = figures_of(before), figures_of(after)
    lines: list[tuple[str, object, object]] = [
        ("覆盖企业（家）", one["covered"], other["covered"]),
        ("安排单位（个）", one["used"], other["used"]),
        ("结对（对）", before.pair_count, after.pair_count),
        ("总分", before.total_score, after.total_score),
        ("平均匹配分", one["mean"], other["mean"]),
        ("是否最优", one["proof"], other["proof"]),
    ]
    means = [_means(before), _means(after)]
    for part, (_, label) in PARTS.items():
        weights = f"（权重{before.weights.get(part, 0)} / {after.weights.get(part, 0)}）"
        was, now = (_shown(mean[part]) for mean in means)
        lines.append((f"{label}平均分{weights}", was, now))
    return lines


def _means(solution: Solution) -> dict[str, float | None]:
    averages = {part: Avg(Cast(KeyTextTransform(part, "parts"), IntegerField())) for part in PARTS}
    found: dict[str, float | None] = ProposedPair.objects.filter(solution=solution).aggregate(
        **averages
    )
    return found


def _shown(mean: float | None) -> str:
    return "—" if mean is None else f"{float(mean):.1f}"
