"""Keep what the rules said when something was decided about a family."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from django.db import transaction

from assistance.criteria import queries as criteria
from assistance.criteria import rules as criteria_rules
from assistance.criteria.models import RuleSet
from assistance.criteria.rules import Facts
from assistance.households import queries
from assistance.households.models import Assessment, HardshipFile, Step
from ground.accounts.models import User
from ground.kernel import clock


@transaction.atomic
def keep_assessment(*, by: User | None, file: HardshipFile, step: Step | None = None) -> Assessment:
    """The recommendation of the rules in force on the day of a step, with the figures it used.

    Without a step: today's, for what is only proposed.
    """
    return keep_assessments(by=by, files=[file], steps=[step] if step else ())[0]


@transaction.atomic
def keep_assessments(
    *, by: User | None, files: Sequence[HardshipFile], steps: Sequence[Step] = ()
) -> list[Assessment]:
    """As `keep_assessment`, for many files and a step of each on one day, in a few statements."""
    on = steps[0].on if steps else clock.today()
    at: Sequence[Step | None] = steps or [None] * len(files)
    rulesets = criteria.rulesets_for({file.unit.division_id for file in files}, on)
    facts = queries.facts_of(files, on=on)
    return Assessment.objects.bulk_create(
        _assessed(by, file, step, rulesets[file.unit.division_id], facts[file.pk])
        for file, step in zip(files, at, strict=True)
    )


def _assessed(
    by: User | None, file: HardshipFile, step: Step | None, ruleset: RuleSet, facts: Facts
) -> Assessment:
    verdict = criteria_rules.judge(ruleset.rules, facts)
    return Assessment(
        file=file,
        step=step,
        ruleset=ruleset,
        outcome=verdict.outcome,
        facts=_json({key: value for key, value in asdict(facts).items() if value is not None}),
        sentences=_json([asdict(one) for one in verdict.sentences]),
        by=by,
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no fact")
