"""Love cards: given to families, worth something each span, blocked, replaced."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef

from assistance.households.models import HardshipFile
from assistance.supermarket import queries, rules
from assistance.supermarket.events import LoveCardBlocked, LoveCardReplaced, LoveCardsIssued
from assistance.supermarket.models import CardEntry, CardKind, CardRule, Difference, LoveCard
from ground.accounts.models import Organisation, User, up_from
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

State, Kind = LoveCard.State, CardEntry.Kind
SERVED = (HardshipFile.State.ACTIVE, HardshipFile.State.IMPORTED)
MOST_CARDS = 5000


@dataclass(frozen=True, kw_only=True)
class Validity:
    kind: str
    valid_from: date
    valid_to: date


@transaction.atomic
def issue_cards(
    *, by: User, organisation: Organisation, files: Collection[int], validity: Validity
) -> list[LoveCard]:
    """Give families on file a card each, worth the present span at once. Who has one of this kind is left
    out; set by set, however many.
    """
    rule = _checked_rule(organisation, validity)
    wanted = HardshipFile.objects.filter(pk__in=files).order_by("pk")
    held = list(wanted.select_for_update(no_key=True).values_list("pk", "state"))
    if len(held) > MOST_CARDS:
        raise RuleBroken(
            "cards_too_many",
            f"一次最多发 {MOST_CARDS:,} 张卡，请分单位办理",
            fields={"unit": "太多"},
        )
    if not all(state in SERVED for _, state in held):
        raise RuleBroken(
            "family_not_on_file",
            "只有在档的困难职工家庭可以领爱心卡，请先办理建档",
            fields={"file_no": "不在档"},
        )
    have = set(
        LoveCard.objects.filter(
            file__in=[pk for pk, _ in held], kind=validity.kind, state=State.ACTIVE
        ).values_list("file", flat=True)
    )
    due = [pk for pk, _ in held if pk not in have]
    if not due:
        raise RuleBroken(
            "card_known",
            "这些家庭都已有正常的爱心卡；遗失的请在原卡的页面补办",
            fields={"file_no": "已有爱心卡"},
        )
    cards = LoveCard.objects.bulk_create(
        LoveCard(
            number=number,
            file_id=pk,
            organisation=organisation,
            kind=validity.kind,
            valid_from=validity.valid_from,
            valid_to=validity.valid_to,
            issued_by=by,
            issued_on=clock.today(),
        )
        for pk, number in zip(due, _new_numbers(len(due)), strict=True)
    )
    _grant([one.pk for one in cards], rule, clock.today())
    record_many(by, "supermarket.card_issued", ((one, {"kind": validity.kind}) for one in cards))
    publish(LoveCardsIssued(organisation_id=organisation.pk, number=len(cards), on=clock.today()))
    return cards


@transaction.atomic
def block_card(*, by: User | None, card: LoveCard, reason: str) -> LoveCard:
    """A card buys nothing any more. Again changes nothing."""
    held = queries.locked_card_of_key(card.pk)
    if held.state == State.BLOCKED:
        return held
    held.blocked_for = check_reason(reason, what="停用", most=200)
    held.state = State.BLOCKED
    held.save(update_fields=["state", "blocked_for"])
    record(by, "supermarket.card_blocked", held, reason=held.blocked_for)
    publish(LoveCardBlocked(love_id=held.pk, file_id=held.file_id))
    return held


@transaction.atomic
def replace_card(*, by: User, card: LoveCard, reason: str) -> LoveCard:
    """A lost card is blocked, a new one takes its place and its balance. Again gives the new one."""
    held = queries.locked_card_of_key(card.pk)
    if known := LoveCard.objects.filter(replaces=held).first():
        return known
    reason = check_reason(reason, what="补办", most=200)
    if held.valid_to < clock.today():
        raise RuleBroken("card_expired", f"原卡已于 {held.valid_to} 到期，请发新卡")
    balance = held.balance
    held.state, held.blocked_for = State.BLOCKED, reason
    held.save(update_fields=["state", "blocked_for"])
    new = LoveCard.objects.create(
        number=_new_numbers(1)[0],
        file_id=held.file_id,
        organisation_id=held.organisation_id,
        kind=held.kind,
        valid_from=held.valid_from,
        valid_to=held.valid_to,
        replaces=held,
        issued_by=by,
        issued_on=clock.today(),
    )
    if balance:
        for one, kind, amount in ((held, Kind.MOVED_OUT, -balance), (new, Kind.MOVED_IN, balance)):
            write_entry(one, kind, amount, key=f"replaced:{held.pk}:{kind}", by=by)
    record(by, "supermarket.card_replaced", new, before=held.pk, reason=reason, balance=balance)
    publish(LoveCardReplaced(love_id=new.pk, old_id=held.pk, file_id=held.file_id))
    return queries.locked_card_of_key(new.pk)


@transaction.atomic
def grant_spans(on: date) -> int:
    """Every valid card is worth its next span when one begins; what is left of the last one lapses, unless
    the rule carries it on; money of aid stays. Once for each card and span, however often the day is told.
    """
    number = 0
    cards = LoveCard.objects.filter(state=State.ACTIVE, valid_from__lte=on, valid_to__gte=on)
    for organisation in Organisation.objects.filter(pk__in=cards.values("organisation")):
        paths = up_from(organisation.path)
        for kind in CardKind.values:
            rule = queries.rule_of(kind, paths, on)
            if rule is None:
                continue
            since = rules.span_of(on, rule.span)
            due = cards.filter(organisation=organisation, kind=kind).exclude(_granted(since))
            keys = list(
                LoveCard.objects.filter(pk__in=due.values("pk"))
                .order_by("pk")
                .select_for_update(no_key=True)
                .values_list("pk", flat=True)
            )
            if keys:
                number += _grant(keys, rule, on)
    return number


def write_entry(
    card: LoveCard,
    kind: CardEntry.Kind,
    amount: Decimal,
    *,
    key: str,
    by: User | None,
    issue_id: int | None = None,
    on: date | None = None,
) -> None:
    """One entry of a card's value: a part of the caller's act, which holds the card."""
    CardEntry.objects.create(
        card=card,
        key=key,
        kind=kind,
        amount=amount,
        on=on or clock.today(),
        issue_id=issue_id,
        made_by=by,
    )


def _granted(since: date) -> Exists:
    """Cards whose family has had its value of the span that began on a day, on this card or an older one."""
    return Exists(
        CardEntry.objects.filter(
            card__file=OuterRef("file"),
            card__kind=OuterRef("kind"),
            kind=Kind.GRANTED,
            on__gte=since,
        )
    )


def _grant(keys: list[int], rule: CardRule, on: date) -> int:
    """The span of a day for these cards, which the caller holds; then what was to be charged in it.

    Its key names the family, not the card: a new card does not bring a second value.
    """
    since = rules.span_of(on, rule.span)
    due = list(
        LoveCard.objects.filter(pk__in=keys).exclude(_granted(since)).values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        if not rule.carries:
            cursor.execute(
                'INSERT INTO supermarket_cardentry (card_id, key, kind, amount, "on")'
                " SELECT id, 'lapse:' || id || ':' || %s, 'lapsed', topped - balance, %s"
                " FROM supermarket_lovecard WHERE id = ANY(%s) AND balance > topped ORDER BY id",
                [since.isoformat(), on, due],
            )
        cursor.execute(
            'INSERT INTO supermarket_cardentry (card_id, key, kind, amount, "on")'
            " SELECT id, 'grant:' || file_id || ':' || kind || ':' || %s, 'granted', %s, %s"
            " FROM supermarket_lovecard WHERE id = ANY(%s) ORDER BY id",
            [since.isoformat(), rule.face_value, on, due],
        )
    _charge_what_is_owed(due, on)
    return len(due)


def _charge_what_is_owed(keys: list[int], on: date) -> None:
    """What a manager decided to charge in the next span: as much of it as each card was granted."""
    owed = Difference.objects.filter(
        owed__gt=0, issue__file__in=LoveCard.objects.filter(pk__in=keys).values("file")
    ).select_related("issue")
    by_file = {
        one.file_id: one
        for one in LoveCard.objects.filter(pk__in=keys, balance__gt=F("topped")).order_by("pk")
    }
    for one in owed.order_by("pk").select_for_update(of=("self",)):
        card = by_file.get(one.issue.file_id)
        amount = min(one.owed, card.balance - card.topped) if card else Decimal(0)
        if card is None or not amount:
            continue
        write_entry(
            card,
            Kind.SPENT,
            -amount,
            key=f"owed:{one.pk}:{rules.span_of(on, 'month')}",
            by=one.settled_by,
            issue_id=one.issue_id,
            on=on,
        )
        card.balance -= amount
        one.owed -= amount
        one.save(update_fields=["owed"])


def _checked_rule(organisation: Organisation, validity: Validity) -> CardRule:
    if validity.kind not in CardKind.values:
        raise RuleBroken("card_kind", "请选择卡种", fields={"kind": "请选择"})
    if validity.valid_to < max(validity.valid_from, clock.today()):
        raise RuleBroken(
            "card_ends_early",
            "有效期至不能早于起始日期和今天",
            fields={"valid_to": "不能早于今天"},
        )
    rule = queries.rule_of(validity.kind, up_from(organisation.path), clock.today())
    if rule is None:
        raise RuleBroken("no_card_rule", "还没有规定这种卡的额度，请先在“额度和限量”中规定")
    return rule


def _new_numbers(count: int) -> list[str]:
    """Numbers that no card has. Two alike by chance are refused by the database; here they are avoided."""
    found: set[str] = set()
    while len(found) < count:
        fresh = {rules.new_number() for _ in range(count - len(found))} - found
        taken = LoveCard.objects.filter(number__in=fresh).values_list("number", flat=True)
        found |= fresh - set(taken)
    return list(found)
