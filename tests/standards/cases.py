"""Rows and requests as the worked examples write them."""

from datetime import date
from decimal import Decimal
from typing import Any

from assistance.standards import rules
from assistance.standards.rules import Facts, Received

DAY = date(2025, 9, 1)


def row(kind: str, aid_type: str = "living", code: str = "", **more: Any) -> rules.Rule:
    """A row: scope by name, all else parameters; amounts may be text."""
    scope = {name: more.pop(name, "") for name in ("source_kind", "category", "tier")}
    return rules.read(
        kind,
        code=code or f"{kind}_{aid_type or 'all'}",
        label="条款",
        source="测试",
        scope={"aid_type": aid_type, **scope},
        parameters=more,
        set_id=1,
    )


def asked(aid_type: str = "living", **more: Any) -> Facts:
    values: dict[str, Any] = {"on": DAY, "dibao": Decimal(940), "category": "deep"}
    for name in ("asked", "out_of_pocket", "dibao", "dibao_before", "income", "rigid"):
        if name in more and more[name] is not None:
            more[name] = Decimal(str(more[name]))
    return Facts(aid_type=aid_type, **values | more)


def got(on: str, amount: str, aid_type: str = "living", **more: Any) -> Received:
    return Received(date.fromisoformat(on), Decimal(amount), aid_type, **more)


def proposed(rows: list[rules.Rule], facts: Facts) -> Decimal | None:
    return rules.propose(rules.compose([rows]), facts).amount
