"""Which standards hold where on which day."""

from collections.abc import Collection
from datetime import date

from assistance.editions.queries import chains_of
from assistance.standards import rules
from assistance.standards.models import Standard
from assistance.standards.rules import Standards
from ground.places.models import Division


def standards_for(division: Division | None, on: date) -> Standards:
    """The standards that hold in a division on a day; empty ones where no set is in force."""
    key = division.pk if division else None
    return standards_of([key], on)[key]


def standards_of(divisions: Collection[int | None], on: date) -> dict[int | None, Standards]:
    """`standards_for` many divisions (ids; None: nowhere in particular), in a few queries.

    Of the sets of one division that hold the one that began last is used, then the higher version.
    """
    rows = Standard.objects.in_force(on).order_by("valid_from", "version").prefetch_related("rules")
    held = {row.division_id: row for row in rows}
    chains = chains_of(key for key in divisions if key is not None)
    composed: dict[tuple[int, ...], Standards] = {}
    found: dict[int | None, Standards] = {}
    for key in divisions:
        places = (*(chains[key] if key is not None else ()), None)
        near = [held[place] for place in places if place in held]
        kept = tuple(one.pk for one in near)
        if kept not in composed:
            composed[kept] = rules.compose(one.typed for one in near)
        found[key] = composed[kept]
    return found
