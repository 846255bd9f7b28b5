"""What of a campaign may be told to everybody (PIPL 25, 28; domain.md 3.15). Plain values, no Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.kernel.scanning import tells_health

CODE_LENGTH = 12
MOST_NAMES = 300  # what a sheet and a telephone can show
MOST_WORKDAYS = 60
FEW_UNITS, FEW_CLASSES = "其他单位", "其他困难情形"
PLAIN_CLASS = "困难职工家庭"


@dataclass(frozen=True, kw_only=True)
class Sum:
    """One line of the figures: how many, for how many, with how much money (yuan)."""

    label: str
    number: int
    households: int
    people: int
    amount: Decimal

    def __add__(self, other: "Sum") -> "Sum":
        return replace(
            self,
            number=self.number + other.number,
            households=self.households + other.households,
            people=self.people + other.people,
            amount=self.amount + other.amount,
        )


def public_class(label: str) -> str:
    """The class that may stand beside a name."""
    return PLAIN_CLASS if tells_health(label) else label


def merged(sums: Iterable[Sum], *, least: int, rest: str) -> list[Sum]:
    """Lines of fewer than `least` are told together: a line of one would be a name after all.

    Where those few together are still fewer, the shortest line that is left joins them: what the
    others leave of the whole would tell them (complementary suppression).
    """
    lines = list(sums)
    kept = [one for one in lines if one.number >= least]
    few = [one for one in lines if one.number < least]
    while few and kept and sum(one.number for one in few) < least:
        shortest = min(kept, key=lambda one: one.number)
        kept.remove(shortest)
        few.append(shortest)
    return [*kept, replace(sum(few[1:], few[0]), label=rest)] if few else kept


def check_publishable(state: str, label: str, allowed: Sequence[str]) -> None:
    if state not in allowed:
        raise RuleBroken("publication_too_early", f"活动现在“{label}”，名单批准后才能公开结果")


def check_workdays(days: int) -> int:
    if not 1 <= days <= MOST_WORKDAYS:
        why = f"公开期应为1至{MOST_WORKDAYS}个工作日"
        raise RuleBroken("publication_days", why, fields={"workdays": why})
    return days


def check_names(number: int) -> None:
    if number > MOST_NAMES:
        raise RuleBroken(
            "publication_too_long",
            f"同意公开的有{number}个，一次最多列{MOST_NAMES}个：请只公开数字，或按单位分别张贴公示",
            fields={"with_names": f"最多{MOST_NAMES}个"},
        )


def check_publisher(*, by: int, drafter: int) -> None:
    message = "起草的人不能自己发布，请另一人核对后发布"
    check_another(by=by, than=drafter, message=message)


def check_looked_at(*, seen: str, now: str) -> None:
    """What is published is what the publisher has looked at."""
    if seen != now:
        raise RuleBroken("publication_moved", "数字或名单在您打开页面后有变化，请再看一遍后发布")
