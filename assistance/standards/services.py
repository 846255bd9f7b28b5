"""Draft a standard of aid, write its rows, publish it by another person, withdraw it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from assistance.criteria import queries as criteria
from assistance.criteria.rules.checks import check_draft, check_head, check_withdrawal
from assistance.standards import queries, rules
from assistance.standards.events import StandardPublished, StandardWithdrawn
from assistance.standards.models import AidRule, Standard
from assistance.standards.permissions import KEEP_STANDARDS, PUBLISH_STANDARDS
from assistance.standards.rules import checks
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.places.models import Division

State = Standard.State


@transaction.atomic
def draft_standard(
    *,
    by: User,
    name: str,
    division: Division | None,
    valid_from: date,
    source: str,
    valid_to: date | None = None,
    copied_from: Standard | None = None,
) -> Standard:
    """Begin a standard for an area: empty, or with the rows of another one, of whatever area."""
    check_head(name=name, source=source, valid_from=valid_from, valid_to=valid_to)
    _check_area(by, division, KEEP_STANDARDS.code)
    drafted = Standard.objects.create(
        name=name.strip(),
        division=division,
        valid_from=valid_from,
        valid_to=valid_to,
        source=source.strip(),
        copied_from=copied_from,
        made_by=by,
    )
    if copied_from is not None:
        rows = list(copied_from.rules.all())
        for row in rows:
            row.pk, row.standard = None, drafted
        AidRule.objects.bulk_create(rows)
    record(
        by,
        "standards.standard_drafted",
        drafted,
        division=division.pk if division else None,
        copied_from=copied_from.pk if copied_from else None,
    )
    return drafted


@transaction.atomic
def change_standard(
    *,
    by: User,
    standard: Standard,
    name: str,
    valid_from: date,
    source: str,
    valid_to: date | None = None,
) -> Standard:
    """Write the head of a draft anew."""
    draft = _draft(by, standard)
    check_head(name=name, source=source, valid_from=valid_from, valid_to=valid_to)
    draft.name, draft.source = name.strip(), source.strip()
    draft.valid_from, draft.valid_to = valid_from, valid_to
    draft.save(update_fields=["name", "source", "valid_from", "valid_to"])
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
    draft = _draft(by, standard)
    others = draft.rules.exclude(pk=rule.pk) if rule else draft.rules.all()
    code, label, source = code.strip(), label.strip(), source.strip()
    checks.check_rule(code, label, source, list(others.values_list("code", flat=True)))
    typed = rules.read(
        kind, code=code, label=label, source=source, scope=scope, parameters=parameters
    )
    checks.check_distinct([*(row.typed for row in others), typed])
    row = _row(draft, rule)
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
    draft = _draft(by, rule.standard)
    if not draft.rules.filter(pk=rule.pk).delete()[0]:
        raise RuleBroken("rule_gone", "这一条已被删除")
    record(by, "standards.rule_dropped", draft, rule=rule.code)


@transaction.atomic
def publish_standard(*, by: User, standard: Standard) -> Standard:
    """Make a draft final, by another person than drafted it; it gets the next number of its area."""
    draft = queries.locked(standard)
    _check_area(by, draft.division, PUBLISH_STANDARDS.code)
    checks.check_publishable(
        state=draft.state, rules=draft.typed, made_by=draft.made_by_id, publisher=by.pk
    )
    same = Standard.objects.filter(division=draft.division_id)
    draft.version = (same.aggregate(latest=Max("version"))["latest"] or 0) + 1
    draft.state, draft.published_by, draft.published_on = State.PUBLISHED, by, clock.today()
    draft.save(update_fields=["version", "state", "published_by", "published_on"])
    record(by, "standards.standard_published", draft, version=draft.version)
    publish(
        StandardPublished(
            standard_id=draft.pk, division_id=draft.division_id, valid_from=draft.valid_from
        )
    )
    return draft


@transaction.atomic
def withdraw_standard(*, by: User, standard: Standard, on: date, reason: str) -> Standard:
    """Let a published standard hold no longer from a day on; what was decided by it keeps its number."""
    found = queries.locked(standard)
    _check_area(by, found.division, PUBLISH_STANDARDS.code)
    check_withdrawal(state=found.state, valid_from=found.valid_from, on=on, reason=reason)
    found.state, found.withdrawn_by, found.withdrawn_on = State.WITHDRAWN, by, on
    found.withdrawal_reason = reason.strip()[:300]
    found.save(update_fields=["state", "withdrawn_by", "withdrawn_on", "withdrawal_reason"])
    record(by, "standards.standard_withdrawn", found, on=on)
    publish(StandardWithdrawn(standard_id=found.pk, withdrawn_on=on))
    return found


@transaction.atomic
def drop_standard(*, by: User, standard: Standard) -> None:
    """Throw a draft away. The trail keeps that there was one."""
    draft = _draft(by, standard)
    if Standard.objects.filter(copied_from=draft).exists():
        raise RuleBroken("standard_copied", "已有另一份标准由这份草稿复制而来，不能删除")
    record(by, "standards.standard_dropped", draft)
    draft.delete()


def _draft(by: User, standard: Standard) -> Standard:
    draft = queries.locked(standard)
    _check_area(by, draft.division, KEEP_STANDARDS.code)
    check_draft(draft.state)
    return draft


def _row(draft: Standard, rule: AidRule | None) -> AidRule:
    if rule is None:
        last = draft.rules.aggregate(last=Max("position"))["last"]
        return AidRule(standard=draft, position=0 if last is None else last + 1)
    found = draft.rules.filter(pk=rule.pk).first()
    if found is None:
        raise RuleBroken("rule_gone", "这一条已被删除，请刷新后再改")
    return found


def _check_area(by: User, division: Division | None, permission: str) -> None:
    if not criteria.may_keep(by, division, permission):
        area = division.name if division else "全部地区"
        raise NotAllowed("outside_area", f"“{area}”的救助标准不由您的单位制定")
