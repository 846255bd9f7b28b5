"""Which set holds where on which day, and what it says."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Q

from assistance.criteria.models import RuleSet, divisions_kept
from ground.accounts.models import Organisation, User
from ground.kernel.errors import RuleBroken
from ground.places.models import Division, LocalRule

DIBAO_RULE = "households.dibao_monthly"
T = TypeVar("T")


def ruleset_for(division: Division | None, on: date, *, code: str = RuleSet.HARDSHIP) -> RuleSet:
    """The set in force on a day, with its criteria: of the nearest division, then the general one.

    Raises RuleBroken where none is.
    """
    key = division.pk if division else None
    return rulesets_for([key], on, code=code)[key]


def rulesets_for(
    divisions: Collection[int | None],
    on: date,
    *,
    code: str = RuleSet.HARDSHIP,
) -> dict[int | None, RuleSet]:
    """`ruleset_for` for many divisions (ids; None: nowhere in particular), in a few queries.

    Raises RuleBroken where one of them has none: an office must decide, not the code.
    """
    found = rulesets_known(divisions, on, code=code)
    if missing := [key for key in divisions if key not in found]:
        raise RuleBroken(
            "no_ruleset", f"没有在 {on} 有效的建档标准（{len(missing)}个地区），请先发布"
        )
    return found


def rulesets_known(
    divisions: Collection[int | None],
    on: date,
    *,
    code: str = RuleSet.HARDSHIP,
    trying: RuleSet | None = None,
) -> dict[int | None, RuleSet]:
    """`rulesets_for`, without the divisions that have none.

    With `trying`, as if that set were the one in force in its own area: a nearer one stays nearer.
    """
    rows = (
        RuleSet.objects.in_force(on)
        .filter(code=code)
        .order_by("valid_from", "version")
        .select_related("division")
        .prefetch_related("criteria")
    )
    held = {row.division_id: row for row in rows}
    if trying is not None:
        held[trying.division_id] = trying
    return nearest(divisions, held)


def dibao_for(division: Division | None, on: date) -> Decimal | None:
    """The 低保 standard (yuan a person and month) where it is known: `DIBAO_RULE` of the local rules."""
    key = division.pk if division else None
    return dibao_of([key], on).get(key)


def dibao_of(divisions: Collection[int | None], on: date) -> dict[int | None, Decimal]:
    """`dibao_for` for many divisions (ids), without those that have none."""
    rows = LocalRule.objects.filter(code=DIBAO_RULE, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    held: dict[int | None, Decimal] = dict(
        rows.order_by("valid_from").values_list("division_id", "value")
    )
    return nearest(divisions, held)


def may_keep(user: User, division: Division | None, permission: str) -> bool:
    """Whether this person's offices answer for the area."""
    kept = divisions_kept(user, permission)
    return kept is None or (division is not None and division.pk in kept)


def locked(ruleset: RuleSet) -> RuleSet:
    """The set as it is now, held with all versions of its area, so that numbers follow one another."""
    rows = RuleSet.objects.select_for_update(of=("self",)).select_related("division")
    every = rows.filter(code=ruleset.code, division=ruleset.division_id).order_by("pk")
    found = next((row for row in every if row.pk == ruleset.pk), None)
    if found is None:
        raise RuleBroken("ruleset_gone", "这份标准已被删除，请刷新列表")
    return found


def office_for(division: Division) -> Organisation | None:
    """Where a worker of an area applies: the union or office of the nearest division."""
    offices = Organisation.objects.filter(
        is_active=True, kind__in=[Organisation.Kind.UNION, Organisation.Kind.LINK_OFFICE]
    )
    chain = chains_of([division.pk])[division.pk]
    held: dict[int | None, Organisation] = {}
    unions_last = sorted(
        offices.filter(division__in=chain), key=lambda one: one.kind == Organisation.Kind.UNION
    )
    for one in unions_last:
        held[one.division_id] = one
    return next((held[key] for key in chain if key in held), None)


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
