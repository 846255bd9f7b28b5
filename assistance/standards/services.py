"""Draft a standard of aid, write its rows, publish it by another person, withdraw it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Unpack

from django.db import transaction

from assistance.editions.services import Head, Life
from assistance.standards import rules
from assistance.standards.events import StandardPublished, StandardWithdrawn
from assistance.standards.models import AidRule, Standard
from assistance.standards.permissions import KEEP_STANDARDS, PUBLISH_STANDARDS
from assistance.standards.rules import checks
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.places.models import Division

LIFE = Life(
    editions=Standard,
    clauses=AidRule,
    keep=KEEP_STANDARDS,
    publish=PUBLISH_STANDARDS,
    check_clauses=lambda draft: checks.check_rules(draft.typed),
)


@transaction.atomic
def draft_standard(
    *,
    by: User,
    division: Division | None,
    copied_from: Standard | None = None,
    **head: Unpack[Head],
) -> Standard:
    """Begin a standard for an area: empty, or with the rows of another one, of whatever area."""
    drafted = LIFE.drafted(by, division, copied_from, head)
    record(
        by,
        "standards.standard_drafted",
        drafted,
        division=drafted.division_id,
        copied_from=drafted.copied_from_id,
    )
    return drafted


@transaction.atomic
def change_standard(*, by: User, standard: Standard, **head: Unpack[Head]) -> Standard:
    """Write the head of a draft anew."""
    draft = LIFE.changed(by, standard, head)
    record(by, "standards.standard_changed", draft)
    return draft


@transaction.atomic
def set_rule(
    *,
    by: User,
    standard: Standard,
    kind: str,
    code: str,
    label: str,
    source: str,
    scope: Mapping[str, str],
    parameters: Mapping[str, Any],
    rule: AidRule | None = None,
) -> AidRule:
    """Write a row of a draft: a new one at the end, or `rule` anew."""
    draft = LIFE.held(by, standard)
    others = draft.rules.exclude(pk=rule.pk) if rule else draft.rules.all()
    code, label, source = code.strip(), label.strip(), source.strip()
    checks.check_rule(code, label, source, list(others.values_list("code", flat=True)))
    typed = rules.read(
        kind, code=code, label=label, source=source, scope=scope, parameters=parameters
    )
    checks.check_distinct([*(row.typed for row in others), typed])
    row = LIFE.clause(draft, rule)
    row.kind, row.code, row.label, row.source = kind, code, label, source
    row.aid_type, row.source_kind = typed.aid_type, typed.source_kind
    row.category, row.tier = typed.category, typed.tier
    row.parameters = rules.plain(typed)
    row.save()
    record(by, "standards.rule_set", draft, rule=code, kind=kind)
    return row


@transaction.atomic
def drop_rule(*, by: User, rule: AidRule) -> None:
    """Take a row out of a draft."""
    draft = LIFE.without(by, rule.standard, rule)
    record(by, "standards.rule_dropped", draft, rule=rule.code)


@transaction.atomic
def publish_standard(*, by: User, standard: Standard) -> Standard:
    """Make a draft final, by another person than drafted it; it gets the next number of its area."""
    published = LIFE.published(by, standard)
    record(by, "standards.standard_published", published, version=published.version)
    publish(
        StandardPublished(
            standard_id=published.pk,
            division_id=published.division_id,
            valid_from=published.valid_from,
        )
    )
    return published


@transaction.atomic
def withdraw_standard(*, by: User, standard: Standard, on: date, reason: str) -> Standard:
    """Let a published standard hold no longer from a day on; what was decided by it keeps its number."""
    found = LIFE.withdrawn(by, standard, on, reason)
    record(by, "standards.standard_withdrawn", found, on=on)
    publish(StandardWithdrawn(standard_id=found.pk, withdrawn_on=on))
    return found


@transaction.atomic
def drop_standard(*, by: User, standard: Standard) -> None:
    """Throw a draft away. The trail keeps that there was one."""
    draft = LIFE.to_drop(by, standard)
    record(by, "standards.standard_dropped", draft)
    draft.delete()
