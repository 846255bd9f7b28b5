"""The counter: goods go out against a card, and come back the same day where it was wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from assistance.stock import services as stock
from assistance.stock.models import Goods, Movement, Store
from assistance.stock.services import Paper
from assistance.supermarket import queries, rules
from assistance.supermarket.events import GoodsIssued, IssueReversed
from assistance.supermarket.models import (
    CardEntry,
    Difference,
    Issue,
    IssueLine,
    IssueReversal,
    LoveCard,
)
from assistance.supermarket.rules import Given, Problem
from assistance.supermarket.services.cards import write_entry
from ground.accounts.models import Organisation, User, up_from
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

Kind = CardEntry.Kind
ADVICE = re.compile("[：，]请")  # what somebody at the counter should do: it is too late for that


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a till tells: under which key, where, which card, what.

    `handed_at` is when goods were handed out without a network: what the rules do not allow is then kept
    as it happened and waits for a decision. Without it, what is not allowed is refused.
    """

    key: UUID
    store: Store
    number: str
    lines: Sequence[Given]
    handed_at: datetime | None = None
    signature: StoredFile | None = None


@transaction.atomic
def issue_goods(*, by: User, order: Order) -> Issue:
    """Hand goods to a family against its card. The same key again gives what was written.

    The card is locked first, the shelf last. Two tills with the last bag or the same card come one after
    the other at those locks; the constraints of the database stand behind each check.
    """
    rules.check_lines(order.lines)
    card = _card(order.number)
    if known := queries.issue_of_key(order.key):
        return _own(known, by, order, card)
    on = _day(order)
    goods = _goods(order)
    names = {pk: one.name for pk, one in goods.items()}
    value = sum((one.value for one in order.lines), Decimal(0))
    problems = _problems(order, card, goods, names, value, on)
    is_offline = order.handed_at is not None
    if problems and not is_offline:
        _refuse(problems)
    taken = stock.take_off_shelf(
        by=by,
        store=order.store,
        wanted={one.goods_id: one.quantity for one in order.lines},
        key=f"supermarket.issue:{order.key}",
        on=on,
        said=Paper(counterparty=f"爱心卡{card}"),
    )
    missing = rules.problems_of_stock(order.lines, taken.short, names)
    if missing and not is_offline:
        _refuse(missing)
    charged = min(value, card.balance)
    issue = Issue.objects.create(
        key=order.key,
        store=order.store,
        card=card,
        file_id=card.file_id,
        on=on,
        value=value,
        charged=charged,
        was_offline=is_offline,
        handed_at=order.handed_at or clock.now(),
        movement=taken.movement,
        signature=order.signature,
        made_by=by,
        recorded_at=clock.now(),
    )
    IssueLine.objects.bulk_create(
        IssueLine(
            issue=issue,
            goods_id=one.goods_id,
            quantity=one.quantity,
            price=one.price,
            short=taken.short.get(one.goods_id, 0),
        )
        for one in order.lines
    )
    if charged:
        name = f"issue:{order.key}"
        write_entry(card, Kind.SPENT, -charged, key=name, by=by, issue_id=issue.pk, on=on)
    number = _write_differences(issue, by, [*problems, *missing])
    record(by, "supermarket.goods_issued", issue, value=value, differences=number)
    publish(
        GoodsIssued(
            issue_id=issue.pk,
            store_id=order.store.pk,
            file_id=card.file_id,
            value=value,
            differences=number,
            on=on,
        )
    )
    return issue


@transaction.atomic
def reverse_issue(*, by: User, issue: Issue, reason: str) -> IssueReversal:
    """An issue of today was wrong: goods back on the shelf, value back on the card. Again changes nothing."""
    held = _locked(issue)
    if known := IssueReversal.objects.filter(issue=held).first():
        return known
    if held.recorded_at.astimezone(clock.CHINA).date() != clock.today():
        raise RuleBroken(
            "issue_of_another_day",
            "只能冲正当天的领取；以前的由负责人在盘点中更正库存",
        )
    if queries.open_differences(Difference.objects.filter(issue=held)).exists():
        raise RuleBroken("differences_open", "这笔领取有待处理的差异，请由负责人在“差异处理”中更正")
    return take_back(by, held, check_reason(reason, what="冲正", most=200))


def take_back(by: User, issue: Issue, reason: str) -> IssueReversal:
    """Everything of an issue back: a part of the caller's act, which holds the issue."""
    reversal = IssueReversal.objects.create(
        issue=issue, reason=reason, on=clock.today(), made_by=by, made_at=clock.now()
    )
    for one in _movements(issue):
        stock.put_back(by=by, movement=one, key=f"supermarket.reversed:{one.pk}", note=reason)
    spent = -sum(issue.entries.values_list("amount", flat=True), Decimal(0))
    if spent > 0:
        card = queries.latest_of(issue.card)
        name = f"reversed:{issue.key}"
        write_entry(card, Kind.GIVEN_BACK, spent, key=name, by=by, issue_id=issue.pk)
    Difference.objects.filter(issue=issue, owed__gt=0).update(owed=0)
    record(by, "supermarket.issue_reversed", issue, reason=reason, value=issue.value)
    publish(
        IssueReversed(
            issue_id=issue.pk, store_id=issue.store_id, file_id=issue.file_id, value=issue.value
        )
    )
    return reversal


def _movements(issue: Issue) -> list[Movement]:
    """What moved for an issue: at the counter, and afterwards where the books were short."""
    keys = [f"supermarket.issue:{issue.key}"]
    keys += [
        f"supermarket.difference:{pk}" for pk in issue.differences.values_list("pk", flat=True)
    ]
    return list(Movement.objects.filter(key__in=keys).select_related("store").order_by("pk"))


def _card(number: str) -> LoveCard:
    card = queries.locked_card(rules.number_of(number))
    if card is None:
        raise RuleBroken(
            "card_unknown",
            "没有这张爱心卡，请核对卡号，或到帮扶中心查询",
            fields={"number": "没有这张卡"},
        )
    return card


def _own(known: Issue, by: User, order: Order, card: LoveCard) -> Issue:
    same = (known.made_by_id, known.store_id, known.card_id)
    if same != (by.pk, order.store.pk, card.pk):
        raise RuleBroken("key_taken", "这笔领取的编号已被使用，请刷新后重新办理")
    return known


def _day(order: Order) -> date:
    today = clock.today()
    if order.handed_at is None:
        return today
    on = order.handed_at.astimezone(clock.CHINA).date()
    rules.check_handed_on(on, today=today)
    return min(on, today)


def _goods(order: Order) -> Mapping[int, Goods]:
    wanted = {one.goods_id for one in order.lines}
    found = Goods.objects.filter(
        pk__in=wanted, organisation__path__in=up_from(order.store.organisation.path)
    ).in_bulk()
    if len(found) < len(wanted):
        raise RuleBroken(
            "goods_unknown",
            "有商品不在本超市的商品目录里，请刷新柜台后再办",
            fields={"lines": "有不认识的商品"},
        )
    return found


def _problems(
    order: Order,
    card: LoveCard,
    goods: Mapping[int, Goods],
    names: Mapping[int, str],
    value: Decimal,
    on: date,
) -> list[Problem]:
    """Everything but the stock: the card, how often, how much, of what, at what price."""
    paths = up_from(order.store.organisation.path)
    home = Organisation.objects.filter(pk=card.organisation_id).values_list("path", flat=True).get()
    found = [
        rules.problem_of_card(
            state=card.state,
            valid_from=card.valid_from,
            valid_to=card.valid_to,
            on=on,
            belongs=home in paths,
            why=card.blocked_for,
        )
    ]
    rule = queries.rule_of(card.kind, paths, on)
    if rule is not None:
        came = queries.visits_in_month(card.file_id, on) if rule.visits is not None else 0
        found.append(
            rules.problem_of_visit(
                value=value, per_visit=rule.per_visit, visits=rule.visits, came=came
            )
        )
    limits = queries.limits_of(list(goods), paths, on, card.file_id)
    found += rules.problems_of_items(order.lines, limits=limits.limits, had=limits.had, names=names)
    prices = {pk: one.price for pk, one in goods.items()}
    found += rules.problems_of_prices(order.lines, prices, names)
    found.append(rules.problem_of_balance(value=value, balance=card.balance))
    return [one for one in found if one is not None]


def _refuse(problems: Sequence[Problem]) -> None:
    first = problems[0]
    raise RuleBroken(
        f"issue_{first.kind}",
        "；".join(one.words for one in problems),
        fields={one.field: one.words for one in reversed(problems)},
    )


def _write_differences(issue: Issue, by: User, problems: Sequence[Problem]) -> int:
    """One for each kind and goods; of two of one kind the words stand together."""
    merged: dict[tuple[str, int | None], list[Problem]] = {}
    for one in problems:
        merged.setdefault((one.kind, one.goods_id), []).append(one)
    Difference.objects.bulk_create(
        Difference(
            issue=issue,
            kind=kind,
            goods_id=goods,
            quantity=sum(one.quantity for one in same),
            amount=sum((one.amount for one in same), Decimal(0)),
            words="；".join(ADVICE.split(one.words)[0] for one in same)[:200],
            handed_by=by,
        )
        for (kind, goods), same in merged.items()
    )
    return len(merged)


def _locked(issue: Issue) -> Issue:
    """The issue with its card held: whatever changes an issue begins there."""
    queries.locked_card_of_key(issue.card_id)
    return Issue.objects.select_related("card", "store").get(pk=issue.pk)
