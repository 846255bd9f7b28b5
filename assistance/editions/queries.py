"""Which edition is nearest to a place, which came before another, who keeps the editions of an area."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar, cast

from assistance.editions.models import Edition, One, divisions_kept, editions_of
from ground.accounts.models import User
from ground.kernel.errors import RuleBroken
from ground.places.models import Division

T = TypeVar("T")


def may_keep(user: User, division: Division | None, permission: str) -> bool:
    """Whether this person's offices answer for the area."""
    kept = divisions_kept(user, permission)
    return kept is None or (division is not None and division.pk in kept)


def locked(edition: One) -> One:
    """The edition as it is now, held with all versions of its area, so that numbers follow one another."""
    rows = editions_of(type(edition)).select_for_update(of=("self",)).select_related("division")
    every = rows.numbered_with(edition).order_by("pk")
    found = next((row for row in every if row.pk == edition.pk), None)
    if found is None:
        raise RuleBroken(f"{edition.NAME}_gone", "这份标准已被删除，请刷新列表")
    return found


def compared_with(edition: One) -> One | None:
    """What an edition is held beside where nothing else is asked: what it was copied from, or the version before."""
    copied = cast("One | None", edition.copied_from)
    if copied is not None:
        return copied
    same = editions_of(type(edition)).numbered_with(edition)
    same = same.exclude(pk=edition.pk).exclude(state=Edition.State.DRAFT)
    if edition.version:
        same = same.filter(version__lt=edition.version)
    return same.order_by("-version").first()


def nearest(divisions: Collection[int | None], held: Mapping[int | None, T]) -> dict[int | None, T]:
    """For each division what is held by it, by the nearest above it, or in general."""
    chains = chains_of(key for key in divisions if key is not None)
    found: dict[int | None, T] = {}
    for key in divisions:
        for place in (*(chains[key] if key is not None else ()), None):
            if place in held:
                found[key] = held[place]
                break
    return found


def chains_of(divisions: Iterable[int]) -> dict[int, list[int]]:
    """Each division with those above it, nearest first: one query for each level."""
    wanted = set(divisions)
    above: dict[int, int | None] = {}
    level = set(wanted)
    while level:
        rows = dict(Division.objects.filter(pk__in=level).values_list("pk", "parent_id"))
        above |= rows
        level = {parent for parent in rows.values() if parent is not None} - set(above)
    chains = {}
    for key in wanted:
        chain, place = [], key if key in above else None
        while place is not None:
            chain.append(place)
            place = above[place]
        chains[key] = chain
    return chains
