"""Draft a set of criteria, write its rows, publish it by another person, withdraw it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from assistance.criteria import queries, rules
from assistance.criteria.events import RuleSetPublished, RuleSetWithdrawn
from assistance.criteria.models import Criterion, RuleSet
from assistance.criteria.permissions import KEEP_RULES, PUBLISH_RULES
from assistance.criteria.rules import checks
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.places.models import Division

State = RuleSet.State


@transaction.atomic
def draft_ruleset(
    *,
    by: User,
    name: str,
    division: Division | None,
    valid_from: date,
    source: str,
    valid_to: date | None = None,
    copied_from: RuleSet | None = None,
    code: str = RuleSet.HARDSHIP,
) -> RuleSet:
    """Begin a set for an area: empty, or with the criteria of another one, of whatever area."""
    checks.check_head(name=name, source=source, valid_from=valid_from, valid_to=valid_to)
    _check_area(by, division, KEEP_RULES.code)
    drafted = RuleSet.objects.create(
        code=code,
        name=name.strip(),
        division=division,
        valid_from=valid_from,
        valid_to=valid_to,
        source=source.strip(),
        copied_from=copied_from,
        made_by=by,
    )
    if copied_from is not None:
        rows = list(copied_from.criteria.all())
        for row in rows:
            row.pk, row.ruleset = None, drafted
        Criterion.objects.bulk_create(rows)
    record(
        by,
        "criteria.ruleset_drafted",
        drafted,
        division=division.pk if division else None,
        copied_from=copied_from.pk if copied_from else None,
    )
    return drafted


@transaction.atomic
def change_ruleset(
    *,
    by: User,
    ruleset: RuleSet,
    name: str,
    valid_from: date,
    source: str,
    valid_to: date | None = None,
) -> RuleSet:
    """Write the head of a draft anew."""
    draft = _draft(by, ruleset)
    checks.check_head(name=name, source=source, valid_from=valid_from, valid_to=valid_to)
    draft.name, draft.source = name.strip(), source.strip()
    draft.valid_from, draft.valid_to = valid_from, valid_to
    draft.save(update_fields=["name", "source", "valid_from", "valid_to"])
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
    draft = _draft(by, ruleset)
    others = draft.criteria.exclude(pk=criterion.pk) if criterion else draft.criteria.all()
    code, label, source = code.strip(), label.strip(), source.strip()
    checks.check_criterion(code, label, source, list(others.values_list("code", flat=True)))
    typed = rules.read(kind, code=code, label=label, source=source, parameters=parameters)
    kept = rules.plain(typed)
    row = _row(draft, criterion)
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
    draft = _draft(by, criterion.ruleset)
    if not draft.criteria.filter(pk=criterion.pk).delete()[0]:
        raise RuleBroken("criterion_gone", "这一条已被删除")
    record(by, "criteria.criterion_dropped", draft, criterion=criterion.code)


@transaction.atomic
def publish_ruleset(*, by: User, ruleset: RuleSet) -> RuleSet:
    """Make a draft final, by another person than drafted it; it gets the next number of its area."""
    draft = queries.locked(ruleset)
    _check_area(by, draft.division, PUBLISH_RULES.code)
    checks.check_publishable(
        state=draft.state,
        criteria=[row.typed for row in draft.criteria.all()],
        made_by=draft.made_by_id,
        publisher=by.pk,
    )
    same = RuleSet.objects.filter(code=draft.code, division=draft.division_id)
    draft.version = (same.aggregate(latest=Max("version"))["latest"] or 0) + 1
    draft.state, draft.published_by, draft.published_on = State.PUBLISHED, by, clock.today()
    draft.save(update_fields=["version", "state", "published_by", "published_on"])
    record(by, "criteria.ruleset_published", draft, version=draft.version)
    publish(
        RuleSetPublished(
            ruleset_id=draft.pk,
            code=draft.code,
            division_id=draft.division_id,
            valid_from=draft.valid_from,
        )
    )
    return draft


@transaction.atomic
def withdraw_ruleset(*, by: User, ruleset: RuleSet, on: date, reason: str) -> RuleSet:
    """Let a published set hold no longer from a day on; what was decided by it keeps its number."""
    found = queries.locked(ruleset)
    _check_area(by, found.division, PUBLISH_RULES.code)
    checks.check_withdrawal(state=found.state, valid_from=found.valid_from, on=on, reason=reason)
    found.state, found.withdrawn_by, found.withdrawn_on = State.WITHDRAWN, by, on
    found.withdrawal_reason = reason.strip()[:300]
    found.save(update_fields=["state", "withdrawn_by", "withdrawn_on", "withdrawal_reason"])
    record(by, "criteria.ruleset_withdrawn", found, on=on)
    publish(RuleSetWithdrawn(ruleset_id=found.pk, withdrawn_on=on))
    return found


@transaction.atomic
def drop_ruleset(*, by: User, ruleset: RuleSet) -> None:
    """Throw a draft away. The trail keeps that there was one."""
    draft = _draft(by, ruleset)
    if RuleSet.objects.filter(copied_from=draft).exists():
        raise RuleBroken("ruleset_copied", "已有另一份标准由这份草稿复制而来，不能删除")
    record(by, "criteria.ruleset_dropped", draft)
    draft.delete()


def _draft(by: User, ruleset: RuleSet) -> RuleSet:
    draft = queries.locked(ruleset)
    _check_area(by, draft.division, KEEP_RULES.code)
    checks.check_draft(draft.state)
    return draft


def _row(draft: RuleSet, criterion: Criterion | None) -> Criterion:
    if criterion is None:
        last = draft.criteria.aggregate(last=Max("position"))["last"]
        return Criterion(ruleset=draft, position=0 if last is None else last + 1)
    found = draft.criteria.filter(pk=criterion.pk).first()
    if found is None:
        raise RuleBroken("criterion_gone", "这一条已被删除，请刷新后再改")
    return found


def _check_area(by: User, division: Division | None, permission: str) -> None:
    if not queries.may_keep(by, division, permission):
        area = division.name if division else "全部地区"
        raise NotAllowed("outside_area", f"“{area}”的建档标准不由您的单位制定")
