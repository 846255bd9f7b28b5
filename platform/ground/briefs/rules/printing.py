"""Which figures the data page prints."""

from decimal import Decimal

BARS_OF_A_CHART = 2  # a picture compares; of a single bar the table has said all there is


def is_printed(value: Decimal, *, left_out: bool, even_zero: bool) -> bool:
    """A figure is printed unless the editor leaves it out; a zero, only where the editor asks for it."""
    return even_zero if value == 0 else not left_out
