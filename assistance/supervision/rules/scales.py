"""Scales: how a measured value becomes points (计分标准), and the sentence that says so.

A scale is data in a scheme, `{"kind": "ratio", "target": "24"}`:

    ratio   maximum × value ÷ target, at most the maximum       target (of the year; per link point
                                                                 where the measure counts them)
    share   maximum × value ÷ what was due                      empty: what nothing due gives
    steps   the points of the highest step that is reached       steps: [["12", "10"], ["6", "6"]]
    each    so many points a piece, at most the maximum          points
    lose    the maximum less so many points a piece              points
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from ground.kernel.errors import RuleBroken

KINDS = {
    "ratio": "按完成比例",
    "share": "按合格比例",
    "steps": "分档",
    "each": "每件计分",
    "lose": "每件扣分",
}
EMPTY = {"full": "满分", "none": "零分"}
MOST_STEPS = 8
CENT = Decimal("0.01")
MOST = Decimal(10) ** 12


@dataclass(frozen=True, kw_only=True)
class Scale:
    kind: str
    target: Decimal | None = None
    points: Decimal | None = None
    steps: tuple[tuple[Decimal, Decimal], ...] = ()  # (at least, points), the highest first
    empty: str = "full"


@dataclass(frozen=True)
class Points:
    score: Decimal
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A value to be scored. `target` is the agency's own (责任书), `base` what was due or linked.

    `part` is the part of the year that the value covers: targets are shortened to it.
    """

    value: Decimal
    base: Decimal | None = None
    target: Decimal | None = None
    unit: str = ""
    per: str = ""  # the scale's target holds for each of `base` of these: 个双联点
    part: Decimal = Decimal(1)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def shown(value: Decimal) -> str:
    """A number as it is read: 8.5 and not 8.50, 2,000 and not 2E+3."""
    text = f"{rounded(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scale_of(plain: Mapping[str, Any], *, maximum: Decimal) -> Scale:
    """Read a scale, and refuse one that cannot be used."""
    kind = str(plain.get("kind", ""))
    if kind not in KINDS:
        raise RuleBroken("scale_unknown", "请选择计分方式", fields={"scale_kind": "请选择"})
    scale = Scale(
        kind=kind,
        target=_number(plain.get("target"), "figure"),
        points=_number(plain.get("points"), "figure"),
        steps=_steps(plain.get("steps") or ()),
        empty=str(plain.get("empty") or "full"),
    )
    if kind == "ratio" and not scale.target:
        raise _missing("figure", "按完成比例计分，请填写目标数")
    if kind in {"each", "lose"} and not scale.points:
        raise _missing("figure", "按件计分，请填写每件的分值")
    if kind == "steps" and not scale.steps:
        raise _missing("steps", "分档计分，请填写各档，如“12:10，6:6”")
    if any(points > maximum for _, points in scale.steps):
        raise _missing("steps", "各档得分不能高于本项分值")
    if scale.empty not in EMPTY:
        raise _missing("empty", "请选择没有应办事项时的得分")
    return scale


def plain_of(scale: Scale) -> dict[str, Any]:
    """The scale as JSON: what it does not use is left out."""
    plain: dict[str, Any] = {"kind": scale.kind}
    if scale.kind == "ratio":
        plain["target"] = str(scale.target)
    if scale.kind in {"each", "lose"}:
        plain["points"] = str(scale.points)
    if scale.kind == "steps":
        plain["steps"] = [[str(least), str(points)] for least, points in scale.steps]
    if scale.kind in {"ratio", "share"}:
        plain["empty"] = scale.empty
    return plain


def target_of(scale: Scale, one: Measured) -> Decimal | None:
    """The target that holds for this agency and span; None where the scale knows none."""
    if scale.kind != "ratio" or scale.target is None:
        return None
    if one.target is not None:
        return one.target * one.part
    each = scale.target * one.part
    return each * (one.base or 0) if one.per else each


def points_of(scale: Scale, one: Measured, *, maximum: Decimal) -> Points:
    """The points of a measured value, never below zero nor above the maximum, and why."""
    match scale.kind:
        case "ratio":
            return _by_ratio(scale, one, maximum)
        case "share":
            return _by_share(scale, one, maximum)
        case "steps":
            return _by_steps(scale, one, maximum)
        case "each":
            return _by_piece(scale, one, maximum)
        case _:
            return _by_loss(scale, one, maximum)


def _by_ratio(scale: Scale, one: Measured, maximum: Decimal) -> Points:
    target = target_of(scale, one) or Decimal(0)
    done = f"{shown(one.value)}{one.unit}"
    if not target:
        return _nothing_due(scale, maximum, "没有目标任务")
    aim = f"目标{shown(target)}{one.unit}"
    if one.per and one.target is None:
        aim = f"{shown(one.base or Decimal(0))}{one.per}，{aim}"
    if one.value >= target:
        return Points(maximum, f"{aim}，实际{done}，达到目标，得满分{shown(maximum)}分")
    score = rounded(maximum * one.value / target)
    sum_ = f"{shown(maximum)}×{shown(one.value)}÷{shown(target)}"
    return Points(score, f"{aim}，实际{done}，{sum_}＝{shown(score)}分")


def _by_share(scale: Scale, one: Measured, maximum: Decimal) -> Points:
    due = one.base or Decimal(0)
    if not due:
        return _nothing_due(scale, maximum, "没有应完成的事项")
    score = min(rounded(maximum * one.value / due), maximum)
    told = f"应完成{shown(due)}{one.unit}，合格{shown(one.value)}{one.unit}"
    if score == maximum:
        return Points(maximum, f"{told}，得满分{shown(maximum)}分")
    sum_ = f"{shown(maximum)}×{shown(one.value)}÷{shown(due)}"
    return Points(score, f"{told}，{sum_}＝{shown(score)}分")


def _by_steps(scale: Scale, one: Measured, maximum: Decimal) -> Points:
    done = f"实际{shown(one.value)}{one.unit}"
    for least, points in scale.steps:
        if one.value >= least:
            return Points(
                min(points, maximum), f"{done}，达到{shown(least)}{one.unit}档，得{shown(points)}分"
            )
    return Points(Decimal(0), f"{done}，未达到最低档，不得分")


def _by_piece(scale: Scale, one: Measured, maximum: Decimal) -> Points:
    points = scale.points or Decimal(0)
    score = min(rounded(points * one.value), maximum)
    told = f"共{shown(one.value)}{one.unit}，每{one.unit}{shown(points)}分"
    capped = f"，最多{shown(maximum)}分" if points * one.value > maximum else ""
    return Points(score, f"{told}{capped}，计{shown(score)}分")


def _by_loss(scale: Scale, one: Measured, maximum: Decimal) -> Points:
    points = scale.points or Decimal(0)
    score = max(rounded(maximum - points * one.value), Decimal(0))
    if not one.value:
        return Points(maximum, f"没有应扣分的事项，得满分{shown(maximum)}分")
    told = f"共{shown(one.value)}{one.unit}，每{one.unit}扣{shown(points)}分"
    return Points(score, f"{told}，从{shown(maximum)}分扣至{shown(score)}分")


def _nothing_due(scale: Scale, maximum: Decimal, why: str) -> Points:
    if scale.empty == "full":
        return Points(maximum, f"{why}，按满分计{shown(maximum)}分")
    return Points(Decimal(0), f"{why}，不得分")


def _number(value: object, field: str) -> Decimal | None:
    if value in {None, ""}:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _missing(field, "请填写数字") from None
    if not number.is_finite() or not 0 < number < MOST:
        raise _missing(field, "请填写大于零的数字")
    return number


def _steps(pairs: Any) -> tuple[tuple[Decimal, Decimal], ...]:
    try:
        steps = sorted(
            ((Decimal(str(least)), Decimal(str(points))) for least, points in pairs), reverse=True
        )
    except (InvalidOperation, ValueError, TypeError):
        raise _missing("steps", "各档请写成“数量:得分”，如“12:10，6:6”") from None
    if any(not (part.is_finite() and 0 <= part < MOST) for step in steps for part in step):
        raise _missing("steps", "各档请填写不小于零的数字")
    if len(steps) > MOST_STEPS or len({least for least, _ in steps}) < len(steps):
        raise _missing("steps", f"最多{MOST_STEPS}档，数量不能相同")
    return tuple(steps)


def _missing(field: str, message: str) -> RuleBroken:
    return RuleBroken("scale_incomplete", message, fields={field: message})
