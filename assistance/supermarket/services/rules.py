"""What cards are worth and what of which goods a family may get: dated rows, never changed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from assistance.stock.models import Goods
from assistance.supermarket.models import CardKind, CardRule, ItemLimit, Span
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel.errors import RuleBroken
from ground.kernel.money import yuan
from ground.kernel.texts import check_reason

Amount = str | int | Decimal


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What a card of a kind is worth: per span, per visit, how often a month."""

    face_value: Amount
    span: str
    carries: bool = False
    per_visit: Amount | None = None
    visits: int | None = None


@transaction.atomic
def set_card_rule(
    *,
    by: User | None,
    organisation: Organisation | None,
    kind: str,
    worth: Worth,
    valid_from: date,
    reason: str,
) -> CardRule:
    """Let cards of a kind be worth something else from a day on."""
    if kind not in CardKind.values or worth.span not in Span.values:
        raise RuleBroken("rule_kind", "请从列表中选择卡种和期", fields={"kind": "请选择"})
    face = _positive(worth.face_value, "face_value", "每期额度")
    rule = CardRule.objects.create(
        organisation=organisation,
        kind=kind,
        valid_from=valid_from,
        face_value=face,
        span=worth.span,
        carries=worth.carries,
        per_visit=(
            None if worth.per_visit is None else _positive(worth.per_visit, "per_visit", "每次最多")
        ),
        visits=worth.visits,
        reason=check_reason(reason, most=200),
        made_by=by,
    )
    record(by, "supermarket.card_rule_set", rule, kind=kind, value=face, valid_from=valid_from)
    return rule


@transaction.atomic
def limit_goods(
    *,
    by: User | None,
    organisation: Organisation | None,
    goods: Goods,
    most: int,
    span: str,
    valid_from: date,
    reason: str,
) -> ItemLimit:
    """Let a family get no more than so many units of goods in a span, from a day on; 0: as many as it likes."""
    if span not in Span.values:
        raise RuleBroken("rule_span", "请从列表中选择期", fields={"span": "请选择"})
    limit = ItemLimit.objects.create(
        organisation=organisation,
        goods=goods,
        most=most,
        span=span,
        valid_from=valid_from,
        reason=check_reason(reason, most=200),
        made_by=by,
    )
    record(by, "supermarket.goods_limited", limit, goods=goods.pk, most=most, valid_from=valid_from)
    return limit


def _positive(amount: Amount, field: str, label: str) -> Decimal:
    read = yuan(amount)
    if read <= 0:
        raise RuleBroken("amount_not_positive", f"{label}必须大于零", fields={field: "必须大于零"})
    return read
