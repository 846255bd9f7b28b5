"""Reads of cards: who holds them, what they may buy, what families have had."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from assistance.households.models import Member
from assistance.supermarket.models import (
    CardRule,
    Issue,
    IssueLine,
    ItemLimit,
    LoveCard,
    LoveCardQuerySet,
    Span,
)
from assistance.supermarket.rules import span_of
from ground.kernel.arrays import number_array


def with_holder(cards: LoveCardQuerySet) -> LoveCardQuerySet:
    """Cards with `holder_name`, the one on whose name the family's file stands."""
    return cards.select_related("file__unit", "organisation").annotate(
        holder_name=Subquery(holder_of("file"))
    )


def holder_of(field: str) -> "QuerySet[Member, str]":
    """The name of the holder of the file that a row leads to, for a subquery."""
    rows = Member.objects.filter(file=OuterRef(field), relation=Member.Relation.HOLDER)
    return rows.order_by().values_list("name", flat=True)[:1]


def locked_card(number: str) -> LoveCard | None:
    """The card of a number, held for the caller's transaction."""
    return LoveCard.objects.select_for_update(no_key=True).filter(number=number).first()


def locked_card_of_key(pk: int) -> LoveCard:
    return LoveCard.objects.select_for_update(no_key=True).get(pk=pk)


def cards_to_top_up(files: "QuerySet[Any, Any]", on: date) -> LoveCardQuerySet:
    """The card of each of these families that money is put onto: a good one, good for longest."""
    good = LoveCard.objects.filter(file__in=files, state=LoveCard.State.ACTIVE, valid_to__gte=on)
    rows = good.select_related("organisation").order_by("file_id", "-valid_to", "-pk")
    return rows.distinct("file_id")


def hold_best_cards(files: Collection[int], on: date) -> dict[int, int]:
    """File → the key of its card that money is put onto, a blocked or old one where there is no good one.

    All cards of these families are held for the caller's transaction, in the order of their keys.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state = 'active' AND valid_to >= %s, valid_to, id, file_id"
            " FROM supermarket_lovecard WHERE file_id = ANY(%s::bigint[])"
            " ORDER BY id FOR NO KEY UPDATE",
            [on, number_array(files)],
        )
        return {
            file_id: pk for *_, pk, file_id in sorted(cursor.fetchall())
        }  # the best is the last


def latest_of(card: LoveCard) -> LoveCard:
    """The card that took this one's place in the end, held for the caller's transaction."""
    pk: int | None = card.pk
    last = card.pk
    while pk is not None:
        last, pk = pk, LoveCard.objects.filter(replaces=pk).values_list("pk", flat=True).first()
    return locked_card_of_key(last)


def rule_of(kind: str, paths: Collection[str], on: date) -> CardRule | None:
    """What holds for cards of a kind on a day: the nearest organisation's latest row, else the general."""
    rows = CardRule.objects.filter(kind=kind, valid_from__lte=on).filter(
        Q(organisation=None) | Q(organisation__path__in=paths)
    )
    return _nearest(rows.select_related("organisation"))


def _nearest(rows: Iterable[CardRule]) -> CardRule | None:
    best: tuple[tuple[int, date, int], CardRule] | None = None
    for one in rows:
        key = (one.organisation.depth if one.organisation else 0, one.valid_from, one.pk)
        if best is None or key > best[0]:
            best = (key, one)
    return best[1] if best else None


@dataclass(frozen=True)
class Limits:
    """What goods a family may get of which, and what it had of them in that span."""

    limits: Mapping[int, tuple[int, str]]
    had: Mapping[int, int]


def limits_of(goods: Collection[int], paths: Collection[str], on: date, file_id: int) -> Limits:
    """The limits on goods that hold on a day, with what a family has had. One query where there is none."""
    held = item_limits(goods, paths, on)
    had: dict[int, int] = {}
    for span in Span.values:
        names = [pk for pk, one in held.items() if one.span == span]
        if not names:
            continue
        rows = IssueLine.objects.filter(
            goods__in=names,
            issue__file=file_id,
            issue__on__range=(span_of(on, span), on),
            issue__reversal=None,
        )
        had |= dict(rows.order_by().values_list("goods").annotate(number=Sum("quantity")))
    words = {pk: (one.most, one.get_span_display()) for pk, one in held.items()}
    return Limits(words, had)


def item_limits(
    goods: Collection[int] | None, paths: Collection[str], on: date
) -> dict[int, ItemLimit]:
    """Goods → the limit that holds on a day: the nearest organisation's latest row; 0 is none."""
    rows = ItemLimit.objects.filter(valid_from__lte=on).filter(
        Q(organisation=None) | Q(organisation__path__in=paths)
    )
    if goods is not None:
        rows = rows.filter(goods__in=goods)
    best: dict[int, tuple[tuple[object, ...], ItemLimit]] = {}
    for one in rows.select_related("organisation"):
        depth = one.organisation.depth if one.organisation else 0
        key = (depth, one.valid_from, one.pk)
        if one.goods_id not in best or key > best[one.goods_id][0]:
            best[one.goods_id] = (key, one)
    return {pk: one for pk, (_, one) in best.items() if one.most}


def visits_in_month(file_id: int, on: date) -> int:
    """How often a family has been served in the month of a day."""
    rows = Issue.objects.filter(file=file_id, on__range=(on.replace(day=1), on), reversal=None)
    return rows.count()


def visits_of_files(files: Collection[int], on: date) -> dict[int, int]:
    rows = Issue.objects.filter(file__in=files, on__range=(on.replace(day=1), on), reversal=None)
    return dict(rows.order_by().values_list("file").annotate(number=Count("pk")))
