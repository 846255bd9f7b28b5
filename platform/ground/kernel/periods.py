"""A span of whole days, both ends included: what a brief, a budget or a campaign covers."""

from dataclasses import dataclass
from datetime import date

from ground.kernel.errors import RuleBroken

FIRST_YEAR, LAST_YEAR = 2000, 2100  # of the programme; the money's books begin earlier


def check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(
            "year_unlikely",
            f"年度应在{FIRST_YEAR}至{LAST_YEAR}之间",
            fields={"year": "请填写四位年份"},
        )


@dataclass(frozen=True, kw_only=True)
class Period:
    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise RuleBroken(
                "period_backwards",
                "结束日期不能早于开始日期",
                fields={"ends_on": "不能早于开始日期"},
            )

    def __contains__(self, on: date) -> bool:
        return self.starts_on <= on <= self.ends_on

    def __str__(self) -> str:
        return f"{self.starts_on.isoformat()}..{self.ends_on.isoformat()}"
