"""The rates that evaluators ask for (domain.md, F4), each with its definition as a sentence."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
NAMES = "指标名称出自2019年云南省困难职工帮扶第三方评估报道（中工网）；口径由本系统写明，当地另有规定的以当地为准"


@dataclass(frozen=True)
class Rate:
    """What is divided by what; `is_sample`: estimated from a sample, so it carries an interval."""

    code: str
    label: str
    says: str
    above: str
    below: str
    source: str = NAMES
    is_sample: bool = True
    is_good: bool = False  # the higher the better


RATES = {
    rate.code: rate
    for rate in (
        Rate(
            "wrongly_in",
            "错评率",
            "抽查的在档家庭中，核实建档时就不符合条件的户数，占抽查并核实的在档家庭户数的比例。",
            "建档时就不符合条件",
            "抽查并核实的在档家庭",
        ),
        Rate(
            "missed",
            "漏评率",
            "核实的未建档家庭（登记的未建档家庭，以及抽查的未通过家庭）中，符合条件而应建未建的户数所占的比例。",
            "符合条件，应建未建",
            "核实的未建档家庭",
        ),
        Rate(
            "wrongly_out",
            "错退率",
            "抽查或回访的已脱困家庭中，退出时仍未脱困的户数，占核实户数的比例；退出后才返困的不算错退。",
            "退出时仍未脱困",
            "抽查、回访并核实的已脱困家庭",
        ),
        Rate(
            "not_out",
            "漏退率",
            "抽查的在档家庭中，已经脱困而没有退出的户数，占抽查并核实的在档家庭户数的比例；亡故、迁出等应注销的不算漏退。",
            "已脱困而未退出",
            "抽查并核实的在档家庭",
        ),
        Rate(
            "precision",
            "综合精准率",
            "全部核实家庭（在档、已脱困、未建档）中，没有错评、漏评、错退、漏退的户数所占的比例。",
            "没有错评、漏评、错退、漏退",
            "全部核实家庭",
            is_good=True,
        ),
        Rate(
            "coverage",
            "结对帮扶覆盖率",
            "截止日在档的家庭中，当日有结对干部的户数所占的比例；按全部档案计算，不是抽样。",
            "有结对干部",
            "在档家庭",
            is_sample=False,
            is_good=True,
        ),
    )
}


def share_of(above: int, below: int) -> float | None:
    """None where nothing was looked at: no figure is better than a made-up 0 %."""
    return above / below if below else None


def wilson(above: int, below: int, z: float = Z95) -> tuple[float, float] | None:
    """The 95 % interval (Wilson 1927) in which the true share of the population lies."""
    if not below:
        return None
    share, square = above / below, z * z
    middle = (share + square / (2 * below)) / (1 + square / below)
    half = z / (1 + square / below) * sqrt(share * (1 - share) / below + square / (4 * below**2))
    return max(0.0, middle - half), min(1.0, middle + half)
