"""Draft a set of criteria, write its rows, publish it by another person, withdraw it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Unpack

from django.db import transaction

from assistance.criteria import rules
from assistance.criteria.events import RuleSetPublished, RuleSetWithdrawn
from assistance.criteria.models import Criterion, RuleSet
from assistance.criteria.permissions import KEEP_RULES, PUBLISH_RULES
from assistance.criteria.rules import checks
from assistance.editions.services import Head, Life
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.places.models import Division

LIFE = Life(
    editions=RuleSet,
    clauses=Criterion,
    keep=KEEP_RULES,
    publish=PUBLISH_RULES,
    check_clauses=lambda draft: checks.check_criteria(row.typed for row in draft.criteria.all()),
)


@transaction.atomic
def draft_ruleset(
    *,
    by: User,
    division: Division | None,
    copied_from: RuleSet | None = None,
    code: str = RuleSet.HARDSHIP,
    **head: Unpack[Head],
) -> RuleSet:
    """Begin a set for an area: empty, or with the criteria of another one, of whatever area."""
    drafted = LIFE.drafted(by, division, copied_from, head, code=code)
    record(
        by,
        "criteria.ruleset_drafted",
        drafted,
        division=drafted.division_id,
        copied_from=drafted.copied_from_id,
    )
    return drafted


@transaction.atomic
def change_ruleset(*, by: User, ruleset: RuleSet, **head: Unpack[Head]) -> RuleSet:
    """Write the head of a draft anew."""
    draft = LIFE.changed(by, ruleset, head)
    record(by, "criteria.ruleset_changed", draft)
    return draft


@transaction.atomic
def set_criterion(
    *,
    by: User,
    ruleset: RuleSet,
    kind: str,
    code: str,
    label: str,
    source: str,
    parameters: Mapping[str, Any],
    position: int | None = None,
    criterion: Criterion | None = None,
) -> Criterion:
    """Write a criterion of a draft: a new one at the end, or `criterion` anew."""
    draft = LIFE.held(by, ruleset)
    others = draft.criteria.exclude(pk=criterion.pk) if criterion else draft.criteria.all()
    code, label, source = code.strip(), label.strip(), source.strip()
    checks.check_criterion(code, label, source, list(others.values_list("code", flat=True)))
    typed = rules.read(kind, code=code, label=label, source=source, parameters=parameters)
    kept = rules.plain(typed)
    row = LIFE.clause(draft, criterion)
    row.kind, row.code, row.label, row.source = kind, code, label, source
    row.category = kept.pop("category", "")
    row.parameters = kept
    if position is not None:
        row.position = position
    row.save()
    record(by, "criteria.criterion_set", draft, criterion=code, kind=kind)
    return row


@transaction.atomic
def drop_criterion(*, by: User, criterion: Criterion) -> None:
    """Take a criterion out of a draft."""
    draft = LIFE.without(by, criterion.ruleset, criterion)
    record(by, "criteria.criterion_dropped", draft, criterion=criterion.code)


@transaction.atomic
def publish_ruleset(*, by: User, ruleset: RuleSet) -> RuleSet:
    """Make a draft final, by another person than drafted it; it gets the next number of its area."""
    published = LIFE.published(by, ruleset)
    record(by, "criteria.ruleset_published", published, version=published.version)
    publish(
        RuleSetPublished(
            ruleset_id=published.pk,
            code=published.code,
            division_id=published.division_id,
            valid_from=published.valid_from,
        )
    )
    return published


@transaction.atomic
def withdraw_ruleset(*, by: User, ruleset: RuleSet, on: date, reason: str) -> RuleSet:
    """Let a published set hold no longer from a day on; what was decided by it keeps its number."""
    found = LIFE.withdrawn(by, ruleset, on, reason)
    record(by, "criteria.ruleset_withdrawn", found, on=on)
    publish(RuleSetWithdrawn(ruleset_id=found.pk, withdrawn_on=on))
    return found


@transaction.atomic
def drop_ruleset(*, by: User, ruleset: RuleSet) -> None:
    """Throw a draft away. The trail keeps that there was one."""
    draft = LIFE.to_drop(by, ruleset)
    record(by, "criteria.ruleset_dropped", draft)
    draft.delete()
