"""What the stock ledger allows, in plain values. A quantity is whole units of the goods; money is yuan."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import partial

from ground.kernel import texts
from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.kernel.money import yuan

MOST = 1_000_000
NAME_LENGTH = 60
NOTE_LENGTH = 200
QUARTERS = 4
MONTHS_OF_A_QUARTER = 3

check_text = partial(texts.check_text, longest=NOTE_LENGTH)  # a note, where nothing else is said


class Move(Enum):
    """Everything that can happen to goods: out of one position, into another."""

    RECEIVED = ("outside", "sorting", "捐赠入库")
    UNRECEIVED = ("sorting", "outside", "捐赠入库更正")
    BOUGHT = ("outside", "shelf", "采购入库")
    UNBOUGHT = ("shelf", "outside", "采购入库更正")
    SHELVED = ("sorting", "shelf", "整理上架")
    ISSUED = ("shelf", "issued", "发放")
    TAKEN_BACK = ("issued", "shelf", "发放冲正")
    PROVED = ("outside", "issued", "账外补记发放")
    UNPROVED = ("issued", "outside", "账外补记冲正")
    SENT = ("shelf", "transit", "调出")
    ARRIVED = ("transit", "shelf", "调入")
    MISSED = ("transit", "lost", "调拨短少")
    FOUND = ("outside", "shelf", "盘盈")
    LOST = ("shelf", "lost", "盘亏")
    CLEARED = ("shelf", "cleared", "处置")
    SORTED_OUT = ("sorting", "cleared", "整理剔除")

    @property
    def out_of(self) -> str:
        return self.value[0]

    @property
    def into(self) -> str:
        return self.value[1]

    @property
    def label(self) -> str:
        return self.value[2]


UNDONE_BY = {Move.RECEIVED: Move.UNRECEIVED, Move.BOUGHT: Move.UNBOUGHT}


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of a lot."""

    lot_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands of a lot on the shelf."""

    lot_id: int
    goods_id: int
    quantity: int
    expires_on: date | None


def pick(
    wanted: Mapping[int, int], shelves: Sequence[Shelf], *, on: date
) -> tuple[list[Line], dict[int, int]]:
    """Take goods from the lots that are used up by date first; what has no date comes last.

    `wanted` is units by goods. Gives the lots to take from, and what is short by goods. What is past its
    date is never taken.
    """
    lines: list[Line] = []
    left = dict(wanted)
    for one in sorted(shelves, key=lambda one: (one.expires_on or date.max, one.lot_id)):
        if one.expires_on is not None and one.expires_on < on:
            continue
        taken = min(left.get(one.goods_id, 0), one.quantity)
        if taken > 0:
            lines.append(Line(one.lot_id, taken))
            left[one.goods_id] -= taken
    return lines, {goods: number for goods, number in left.items() if number > 0}


def quantity_of(quantity: object, *, field: str = "quantity") -> int:
    """A number of units that can be moved: whole, more than none."""
    if (
        not isinstance(quantity, int)
        or isinstance(quantity, bool)
        or quantity <= 0
        or quantity > MOST
    ):
        raise RuleBroken(
            "quantity_wrong",
            f"数量应为1至{MOST:,}的整数，请按商品的计量单位填写",
            fields={field: "请填写正整数"},
        )
    return quantity


def price_of(price: str | int | Decimal, *, field: str) -> Decimal:
    """A value of one unit: nothing is worth less than nothing."""
    read = yuan(price)
    if read < 0:
        raise RuleBroken("value_negative", "单价不能小于零", fields={field: "不能小于零"})
    return read


def check_day(on: date, *, today: date, field: str = "on") -> None:
    if on > today:
        raise RuleBroken(
            "day_in_future",
            f"日期 {on.isoformat()} 晚于今天，请改为今天或更早的日期",
            fields={field: "不能晚于今天"},
        )


def check_expiry(expires_on: date | None, *, came_on: date, field: str) -> None:
    """What is past its date is not taken in."""
    if expires_on is not None and expires_on < came_on:
        raise RuleBroken(
            "goods_expired",
            f"保质期 {expires_on.isoformat()} 早于入库日期，过期物资不能入库",
            fields={field: "已经过期"},
        )


def check_enough(*, wanted: int, there: int, goods: str, position: str, unit: str) -> None:
    if wanted > there:
        raise RuleBroken(
            "stock_short",
            f"“{goods}”{position}只有 {there} {unit}，不足 {wanted} {unit}：请减少数量，或先登记入库、上架",
            fields={"quantity": f"{position}只有 {there} {unit}"},
        )


def check_lines(lines: Collection[Line]) -> None:
    """At least one; a lot once; whole units."""
    if not lines:
        raise RuleBroken("lines_missing", "请至少填写一行物资", fields={"lines": "不能为空"})
    if len({one.lot_id for one in lines}) < len(lines):
        raise RuleBroken("lot_twice", "同一批次只能填写一行，请合并数量后再提交")
    for one in lines:
        quantity_of(one.quantity)


def check_other_person(*, maker: int | None, other: int, doing: str) -> None:
    """Whoever made it does not decide about it; the database says the same."""
    check_another(by=other, than=maker, message=f"{doing}须由经办人以外的人办理，请换一人")


def check_two_people(*, first: int, second: int) -> None:
    if first == second:
        raise RuleBroken(
            "two_people_needed",
            "盘点须由两人进行，请另选一名盘点人",
            fields={"counted_with": "不能是您本人"},
        )


def check_state(*, state: str, wanted: Collection[str], label: str, doing: str) -> None:
    if state not in wanted:
        raise RuleBroken("state_wrong", f"现在的状态是“{label}”，不能{doing}，请刷新后查看")


def quarter_of(on: date) -> tuple[int, int]:
    return on.year, (on.month - 1) // MONTHS_OF_A_QUARTER + 1


def days_of_quarter(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    first = date(year, (quarter - 1) * MONTHS_OF_A_QUARTER + 1, 1)
    after = (
        date(year + 1, 1, 1)
        if quarter == QUARTERS
        else date(year, quarter * MONTHS_OF_A_QUARTER + 1, 1)
    )
    return first, after - timedelta(days=1)
