"""Local rules as they hold for many files at a time: a condition for each value, not a query for each file."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q

from assistance.households.models import HardshipFile
from ground.accounts.models import Organisation
from ground.places.queries import local_rules


def divisions_of_units() -> list[int | None]:
    """The divisions in which any unit lies, `None` among them."""
    found = Organisation.objects.order_by().values_list("division_id", flat=True).distinct()
    return [None, *(key for key in found if key is not None)]


def by_values(codes: list[str], *, on: date) -> dict[tuple[Decimal, ...], list[int | None]]:
    """Divisions (None: nowhere in particular) grouped by what these rules say there. Three queries."""
    rules = local_rules(codes, on=on, divisions=divisions_of_units())
    grouped: dict[tuple[Decimal, ...], list[int | None]] = {}
    for division, values in rules.items():
        grouped.setdefault(tuple(values[code] for code in codes), []).append(division)
    return grouped


def in_divisions(divisions: Iterable[int | None], field: str = "unit__division") -> Q:
    """Files whose unit lies in one of these divisions, or in none where None is among them."""
    keys = list(divisions)
    inside = Q(**{f"{field}__in": [key for key in keys if key is not None]})
    return inside | Q(**{f"{field}__isnull": True}) if None in keys else inside


def rule_for(code: str, file: HardshipFile, *, on: date) -> Decimal:
    """The rule in the region of a file's unit (`unit` is read)."""
    key = file.unit.division_id
    return local_rules([code], on=on, divisions=[key])[key][code]


__all__ = ["by_values", "divisions_of_units", "in_divisions", "rule_for"]
