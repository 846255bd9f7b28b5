"""What a plan and a profile may say. No database."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from ground.kernel.errors import RuleBroken
from ground.kernel.periods import check_year

MOST_WEIGHT = 100
LONGEST_REASON = 200
MOST_TAKEN_ON = 200
MOST_PEOPLE = 10_000_000

# The parts of a score, in the order and under the principle by which the field speaks of them.
PARTS: dict[str, tuple[str, str]] = {
    "hardship": ("政策统领", "困难职工帮扶力量"),
    "function": ("职能先导", "职能对口"),
    "industry": ("行业对口", "行业对口"),
    "distance": ("科学配置", "就近"),
    "size": ("科学配置", "规模相当"),
    "continuity": ("科学配置", "延续去年结对"),
}
USUAL_WEIGHTS = {
    "hardship": 10,
    "function": 35,
    "industry": 25,
    "distance": 10,
    "size": 5,
    "continuity": 15,
}


def check_plan(*, year: int, starts_on: date, weights: Mapping[str, int]) -> None:
    check_year(year)
    if starts_on.year != year:
        raise RuleBroken(
            "start_outside_year",
            f"结对开始日期应在{year}年内",
            fields={"starts_on": f"应在{year}年内"},
        )
    for part in PARTS:
        if not 0 <= weights.get(part, -1) <= MOST_WEIGHT:
            raise RuleBroken(
                "weight_out_of_range",
                f"“{PARTS[part][1]}”的权重应在0至{MOST_WEIGHT}之间",
                fields={part: f"0至{MOST_WEIGHT}"},
            )
    if not any(weights[part] for part in PARTS):
        raise RuleBroken("weights_all_zero", "至少有一项权重大于0，否则无法比较")


def check_pins(*, agency: str, pins: int, capacity: int) -> None:
    if pins > capacity:
        raise RuleBroken(
            "pins_beyond_capacity",
            f"“{agency}”共指定{pins}家企业，超过可联系的{capacity}家。"
            "请先取消一项指定，或在单位情况中调高可联系企业数",
            fields={"agency": f"最多可联系{capacity}家"},
        )


def check_four_eyes(*, made_by: Collection[int | None], approved_by: int) -> None:
    if approved_by in made_by:
        raise RuleBroken("same_person", "编制或报送方案的人不能批准同一方案，请由另一位领导批准")


def check_place(latitude: Decimal | None, longitude: Decimal | None) -> None:
    if (latitude is None) != (longitude is None):
        field = "latitude" if latitude is None else "longitude"
        raise RuleBroken("place_incomplete", "经度和纬度要一起填写", fields={field: "请一并填写"})
    if latitude is not None and longitude is not None:
        if abs(latitude) > 90:  # noqa: PLR2004 -- degrees
            raise RuleBroken(
                "latitude_wrong", "纬度应在-90至90之间", fields={"latitude": "-90至90"}
            )
        if abs(longitude) > 180:  # noqa: PLR2004 -- degrees
            raise RuleBroken(
                "longitude_wrong", "经度应在-180至180之间", fields={"longitude": "-180至180"}
            )


def check_known(field: str, given: Collection[str], known: Collection[str]) -> list[str]:
    """The values given, in the vocabulary's order, each once."""
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise RuleBroken(
            "value_unknown",
            f"没有这样的选项：{'、'.join(unknown)[:100]}",
            fields={field: "有未知的选项"},
        )
    return [value for value in known if value in given]


def check_count(field: str, label: str, value: int, *, least: int, most: int) -> None:
    if not least <= value <= most:
        raise RuleBroken(
            "count_out_of_range",
            f"{label}应在{least}至{most:,}之间",
            fields={field: f"{least}至{most:,}"},
        )
