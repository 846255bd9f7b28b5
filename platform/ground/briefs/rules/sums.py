"""The money that a text names, added up: an editor compares it with the figures."""

import re
from collections.abc import Iterable
from decimal import Decimal

_AMOUNT = r"(?P<{0}>\d[\d,]*(?:\.\d+)?)(?P<{0}wan>万)?元"
_GIFT = r"(?:慰问金|慰问款|救助款|救助金|帮扶金|助学金)"
_NAMED = re.compile(
    rf"{_GIFT}[^，。；、\d]{{0,8}}{_AMOUNT.format('after')}|{_AMOUNT.format('before')}的?{_GIFT}"
)


def relief_named(texts: Iterable[str]) -> list[Decimal]:
    """Amounts of condolence and relief money in yuan, in the order in which the texts name them."""
    return [_yuan(found) for text in texts for found in _NAMED.finditer(text)]


def _yuan(found: re.Match[str]) -> Decimal:
    which = "after" if found["after"] else "before"
    amount = Decimal(found[which].replace(",", ""))
    return amount * 10_000 if found[f"{which}wan"] else amount
