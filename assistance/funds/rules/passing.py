"""How money passes between organisations and years: down, back up, on into the next year."""

from datetime import date
from decimal import Decimal

from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.kernel.money import shown

PURPOSE_LENGTH = 100
REASON_LENGTH = 200
NAME_LENGTH = 80
# Another organisation's own money is help from above for who is given it; all other stays what it is.
_KIND_BELOW = {"own": "upper_union", "interest": "upper_union"}


def kind_below(kind: str) -> str:
    """What kind of money it is for the organisation that it is passed down to."""
    return _KIND_BELOW.get(kind, kind)


def check_from_outside(comes_from_outside: bool) -> None:
    """What was passed down or carried over is booked by that alone."""
    if not comes_from_outside:
        raise RuleBroken(
            "source_passed_on",
            "这笔资金由上级下达或上年结转形成，不能另行登记到账：新到的钱请另设一笔资金",
        )


def check_receiver(*, giver: str, receiver: str, is_active: bool) -> None:
    """Money goes down the tree only. `giver` and `receiver` are paths of organisations."""
    if receiver == giver or not receiver.startswith(giver):
        raise RuleBroken(
            "receiver_not_below",
            "只能下达给本单位的下级单位，请重新选择接收单位",
            fields={"to": "不是下级单位"},
        )
    if not is_active:
        raise RuleBroken(
            "receiver_inactive", "接收单位已停用，请重新选择", fields={"to": "单位已停用"}
        )


def check_giver(person: str, *, giver: str, receiver: str, doing: str) -> None:
    """Who acts for the giver is of it or of an office above it, not one of the receiver's people."""
    if person.startswith(receiver) or not (person.startswith(giver) or giver.startswith(person)):
        raise RuleBroken("not_givers_person", f"{doing}须由下达单位的财务人员办理")


def check_receivers_person(person: str, *, receiver: str, doing: str) -> None:
    """Who acts for the receiver is one of its own people, whoever else may see it."""
    if not person.startswith(receiver):
        raise RuleBroken(
            "not_receivers_person", f"{doing}须由接收单位的财务人员办理，不能由上级代办"
        )


def check_other_person(*, maker: int, other: int, doing: str) -> None:
    check_another(
        by=other,
        than=maker,
        message=f"{doing}不能由经办人自己办理，请由对方单位的财务人员办理",
    )


def check_day_between(on: date, *, earliest: date, today: date, what: str) -> None:
    if not earliest <= on <= today:
        raise RuleBroken(
            "day_outside",
            f"{what}应在 {earliest.isoformat()} 与今天之间",
            fields={"on": f"应在 {earliest.isoformat()} 与今天（{today.isoformat()}）之间"},
        )


def check_return(*, amount: Decimal, allocated: Decimal, returned: Decimal) -> None:
    """Never more goes back than came down."""
    if returned + amount > allocated:
        raise RuleBroken(
            "returns_too_much",
            f"这笔下达共 {shown(allocated)} 元，已缴回（含待确认）{shown(returned)} 元，"
            f"最多还能缴回 {shown(allocated - returned)} 元",
            fields={"amount": f"最多 {shown(allocated - returned)} 元"},
        )


def check_carry_day(*, year: int, today: date) -> None:
    if today.year <= year:
        raise RuleBroken(
            "year_not_over",
            f"{year}年度尚未结束，{year + 1}年1月1日起才能结转",
            fields={"year": "年度尚未结束"},
        )


def check_carry(*, seen: Decimal, now: Decimal, standing: list[str]) -> None:
    """What is carried is what was looked at, and nothing is on its way any more."""
    if standing:
        raise RuleBroken("year_still_open", f"还不能结转：{'；'.join(standing)}")
    if not now:
        raise RuleBroken("nothing_to_carry", "没有可结转的余额")
    if seen != now:
        raise RuleBroken(
            "carry_changed",
            f"可结转的余额已从 {shown(seen)} 元变为 {shown(now)} 元，请重新核对后再结转",
        )


def is_low(*, available: Decimal, own: Decimal, percent: Decimal) -> bool:
    """Whether too little is left of what the organisation itself has to spend."""
    return own > 0 and available * 100 < own * percent


def free_name(wanted: str, taken: set[str], addition: str) -> str:
    """A name that is not taken, made of the wanted one; `addition` says what sets it apart."""
    name, number = wanted[:NAME_LENGTH], 1
    while name in taken:
        told = f"（{addition}{number if number > 1 else ''}）"
        name, number = f"{wanted[: NAME_LENGTH - len(told)]}{told}", number + 1
    return name
