"""Which set holds where on which day, and what it says."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Q

from assistance.criteria.models import RuleSet
from assistance.editions.queries import chains_of, nearest
from ground.accounts.models import Organisation
from ground.kernel.errors import RuleBroken
from ground.places.models import Division, LocalRule

DIBAO_RULE = "households.dibao_monthly"


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
