"""Arrays as PostgreSQL reads them, for statements about many rows.

The driver writes an array value by value; ten thousand of them cost more than their statement does.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

_APART = "\0"  # stands in no text that PostgreSQL keeps


def text_array(texts: Sequence[str]) -> str:
    """For `%s::text[]`. Raises ValueError where a text holds what PostgreSQL cannot keep."""
    if not texts:
        return "{}"
    joined = _APART.join(texts)
    if joined.count(_APART) != len(texts) - 1:
        raise ValueError("a text with a zero character")
    written = joined.replace("\\", "\\\\").replace('"', '\\"').replace(_APART, '","')
    return f'{{"{written}"}}'


def number_array(numbers: Iterable[int | Decimal | None]) -> str:
    """For `%s::bigint[]` or `%s::numeric[]`."""
    return f"{{{','.join(['NULL' if one is None else str(one) for one in numbers])}}}"
