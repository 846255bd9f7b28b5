"""Tones, bars and figures as the pages show them."""

from dataclasses import dataclass
from typing import Any

from assistance.planning.models import PairingPlan, Ruling, Solution
from assistance.planning.rules import PARTS

PLAN_TONES = {
    PairingPlan.State.DRAFT: "info",
    PairingPlan.State.SOLVING: "warn",
    PairingPlan.State.PROPOSED: "warn",
    PairingPlan.State.APPROVED: "good",
}
RULING_TONES = {Ruling.Kind.PIN: "good", Ruling.Kind.FORBID: "bad"}
BANDS = ["0–9", "10–19", "20–29", "30–39", "40–49", "50–59", "60–69", "70–79", "80–89", "90–100"]
SHORT = {
    "hardship": "帮扶力量",
    "function": "职能",
    "industry": "行业",
    "distance": "就近",
    "size": "规模",
    "continuity": "延续",
}


def plan_tone(plan: PairingPlan) -> str:
    return PLAN_TONES[PairingPlan.State(plan.state)]


@dataclass(frozen=True)
class Bar:
    """One part of a score: what it is called, its points, and how much it weighs."""

    label: str
    points: int
    weight: int


def bars_of(parts: dict[str, int], weights: dict[str, int]) -> list[Bar]:
    """The parts that count, in the order of the principles."""
    return [
        Bar(SHORT[part], parts.get(part, 0), weights.get(part, 0))
        for part in PARTS
        if weights.get(part)
    ]


def figures_of(solution: Solution) -> dict[str, Any]:
    """The figures of a solution, nothing left to compute."""
    mean = solution.total_score / solution.pair_count if solution.pair_count else None
    greedy = solution.greedy_score / solution.greedy_pairs if solution.greedy_pairs else None
    gain = "总分相同"
    if solution.greedy_score and solution.total_score != solution.greedy_score:
        gain = f"总分{(solution.total_score / solution.greedy_score - 1) * 100:+.1f}%"
    return {
        "mean": _two(mean),
        "greedy_mean": _two(greedy),
        "gain": gain,
        "filled": solution.pair_count / solution.capacity if solution.capacity else None,
        "one_by_one": f"逐个挑选结成{solution.greedy_pairs:,}对，总分{solution.greedy_score:,}",
        "covered": f"{solution.enterprises_covered:,} / {solution.enterprises:,}",
        "used": f"{solution.agencies_used:,} / {solution.agencies:,}",
        "uncovered": solution.enterprises - solution.enterprises_covered,
        "chart": list(zip(BANDS, solution.distribution, strict=True)),
        "proof": "已证明最优" if solution.is_proven else f"与最优值最多相差{solution.gap:,}分",
        "proof_tone": "good" if solution.is_proven else "warn",
    }


def _two(value: Any) -> str:
    return "—" if value is None else f"{value:.2f}"
