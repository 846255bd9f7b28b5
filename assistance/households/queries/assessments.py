"""Families as the rules see them: many files at a time, in a constant number of queries."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, Func, Q, Value

from assistance.criteria import queries as criteria
from assistance.criteria import rules as criteria_rules
from assistance.criteria.rules import Facts, Verdict
from assistance.households.models import Circumstances, HardshipFile, Member
from ground.kernel.errors import RuleBroken

_KNOWN = [  # of the same name in both
    "savings",
    "dwellings",
    "employs_others",
    "controls_company",
    "high_fee_school",
    "studies_abroad",
    "refuses_check",
    "refuses_work",
    "has_casualty",
    "event_costs",
    "is_migrant",
    "is_union_member",
    "lives_in_city",
    "contract_months",
]


class Placed(Protocol):
    """A unit, as far as rules ask."""

    @property
    def division_id(self) -> int | None: ...


class Counted(Protocol):
    """A clue, as far as rules ask."""

    @property
    def family_size(self) -> int | None: ...


class Asked(Protocol):
    """A file, as far as rules ask: a `HardshipFile`, or a lighter row of hundreds of thousands."""

    @property
    def pk(self) -> int: ...
    @property
    def annual_income(self) -> Decimal | None: ...
    @property
    def rigid_expenses(self) -> Decimal | None: ...
    @property
    def unit(self) -> Placed: ...
    @property
    def clue(self) -> Counted | None: ...


def facts_of(files: Sequence[Asked], *, on: date) -> dict[int, Facts]:
    """File key → what the rules may know of the family. Reads `unit`, and `clue` where there is one.

    The family is as large as its present members, or as the visit counted that found it, if more.
    """
    keys = _any_of([file.pk for file in files])
    counted = {
        row["file"]: (row["people"], row["together"])
        for row in Member.objects.filter(file__in=keys, standing=Member.Standing.PRESENT)
        .order_by()
        .values("file")
        .annotate(people=Count("pk"), together=Count("pk", filter=Q(lives_together=True)))
    }
    known = {
        row["file_id"]: row
        for row in Circumstances.objects.filter(file__in=keys).values(
            "file_id", "floor_area", "vehicle", "event", *_KNOWN
        )
    }
    dibao = criteria.dibao_of({file.unit.division_id for file in files}, on)
    return {
        file.pk: _facts(
            file,
            counted.get(file.pk, (0, 0)),
            known.get(file.pk, {}),
            dibao.get(file.unit.division_id),
        )
        for file in files
    }


def verdict_of(file: HardshipFile, *, on: date) -> Verdict:
    """What the rules in force in the unit's region recommend, sentence by sentence."""
    try:
        ruleset = criteria.ruleset_for(file.unit.division, on)
    except RuleBroken as broken:  # the file is shown all the same; a decision needs rules
        return criteria_rules.unruled(broken.message)
    return criteria_rules.judge(ruleset.rules, facts_of([file], on=on)[file.pk])


def _any_of(keys: list[int]) -> Func:
    """For `__in`: one parameter, an array, where a list would be thousands to parse."""
    array = Value(keys, output_field=ArrayField(BigIntegerField()))
    return Func(array, template="(SELECT unnest(%(expressions)s))", output_field=BigIntegerField())


def _facts(
    file: Asked,
    counted: tuple[int, int],
    known: dict[str, object],
    dibao: Decimal | None,
) -> Facts:
    told = file.clue.family_size if file.clue else None
    people = max(counted[0], told or 0)
    area = known.get("floor_area")
    return Facts(
        dibao=dibao,
        yearly_income=file.annual_income,
        rigid_expenses=file.rigid_expenses,
        members=people or None,
        living_together=(counted[1] + people - counted[0]) or None,
        area_per_head=area / people if isinstance(area, Decimal) and people else None,
        vehicle=str(known.get("vehicle") or "") or None,
        event=str(known.get("event") or "") or None,
        **{name: known.get(name) for name in _KNOWN},  # type: ignore[arg-type]
    )
