"""One visit, several wordings: what differs, what is taken, what stays as it was. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from assistance.visits.rules.texts import LABELS
from ground.kernel.errors import RuleBroken

Said = str | list[str]
WORDED = ("kind", "visitors", "interlocutors", "place", "situation", "steps")


@dataclass(frozen=True)
class Differing:
    """One field that two wordings of a visit fill differently."""

    name: str
    label: str
    yours: Said
    theirs: Said


class OtherWording(RuleBroken):
    """A visit was changed since this wording was begun: a person picks, field by field."""

    def __init__(self, *, visit_id: int, version: int, differing: Sequence[Differing]) -> None:
        super().__init__(
            "version_conflict",
            "这次走访已在别处修改过，请逐项选定以哪一份为准",
            fields={one.name: "两份不同" for one in differing},
        )
        self.visit_id, self.version, self.differing = visit_id, version, list(differing)


class AlikeVisits(RuleBroken):
    """The same agency was at the same place on the same day: once, or twice? A person says."""

    def __init__(self, visit_ids: Sequence[int]) -> None:
        super().__init__(
            "visit_alike", "同一单位当天已有同一地点的走访记录，请确认是不是同一次走访"
        )
        self.visit_ids = list(visit_ids)


def differences(yours: Mapping[str, Said], theirs: Mapping[str, Said]) -> list[Differing]:
    """The worded fields in which two wordings are not the same."""
    return [
        Differing(name, LABELS[name], yours[name], theirs[name])
        for name in WORDED
        if yours[name] != theirs[name]
    ]


def check_unchanged(*, yours: Mapping[str, object], theirs: Mapping[str, object]) -> None:
    """Who went where and when stays as it was recorded. A wrong one is told to the office."""
    words = {"agency": "走访单位", "link_point": "双联点", "visited_on": "走访日期"}
    changed = {
        name: "登记后不能更改" for name in words if name in yours and yours[name] != theirs[name]
    }
    if changed:
        raise RuleBroken(
            "visit_fixed",
            f"{'、'.join(words[name] for name in changed)}登记后不能更改，登记错的请联系双联办",
            fields=changed,
        )


def check_money_unchanged(
    *, cash: Decimal, goods: Sequence[object], known_cash: Decimal, known_goods: Sequence[object]
) -> bool:
    """Whether money comes newly to a visit that had none. What has become aid does not change."""
    if not known_cash and not known_goods:
        return bool(cash or goods)
    if (cash and cash != known_cash) or (goods and list(goods) != list(known_goods)):
        raise RuleBroken(
            "money_fixed",
            "慰问金、慰问品已列入帮扶款项，不能在走访记录里更改；登记错的请联系财务作废后另行登记",
            fields={"condolence_cash": "已列入帮扶款项"},
        )
    return False


def last_day_to_correct(*, recorded_on: date, returned_on: date | None, days: int) -> date:
    """Counted from the record, or from the day on which the office last sent it back."""
    return max(recorded_on, returned_on or recorded_on) + timedelta(days=days)


def check_correction(*, is_own: bool, today: date, last_day: date) -> None:
    if not is_own:
        raise RuleBroken("not_the_recorder", "只有登记人可以修改走访记录")
    if today > last_day:
        raise RuleBroken(
            "correction_too_late",
            f"修改期限到{last_day}为止，已经过了；需要修改的请双联办退回",
        )
