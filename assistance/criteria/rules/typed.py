"""Plain values of a form, the API or a table, read as what they should be; what is wrong names its input."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ground.kernel.errors import RuleBroken


class Typed:
    """Reads plain values as what they should be."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given

    def one_of(self, name: str, choices: Mapping[str, str], label: str) -> str:
        value = str(self._given.get(name) or "")
        if value not in choices:
            raise fault(name, f"请选择{label}")
        return value

    def several(self, name: str, choices: Mapping[str, str]) -> tuple[str, ...]:
        values = self._given.get(name) or ()
        if not isinstance(values, list | tuple) or set(map(str, values)) - set(choices):
            raise fault(name, "请从列表中选择")
        return tuple(key for key in choices if key in values)

    def yes(self, name: str) -> bool:
        value = self._given.get(name) or False
        if not isinstance(value, bool):
            raise fault(name, "应为是或否")
        return value

    def number(self, name: str, label: str, most: int) -> Decimal | None:
        value = self._given.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool | float):
            raise fault(name, f"{label}请填写数字")
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            raise fault(name, f"{label}请填写数字") from None
        if not number.is_finite() or not 0 < number <= most:
            raise fault(name, f"{label}应大于0、不超过{most}")
        if number != round(number, 2):
            raise fault(name, f"{label}最多两位小数")
        return number

    def needed(self, name: str, label: str, most: int) -> Decimal:
        number = self.number(name, label, most)
        if number is None:
            raise fault(name, f"请填写{label}")
        return number

    def whole(self, name: str, label: str, most: int, needed: bool) -> int:
        number = self.needed(name, label, most) if needed else self.number(name, label, most)
        if number is not None and number != int(number):
            raise fault(name, f"{label}应为整数")
        return int(number or 0)


def fault(name: str, message: str) -> RuleBroken:
    return RuleBroken("criterion_incomplete", message, fields={name: message})
