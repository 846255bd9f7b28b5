"""Money of aid on love cards (爱心卡充值): what `aid.cards` asks of the room that keeps the cards."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from assistance.aid.cards import Held, TopUp
from assistance.aid.models import PaymentQuerySet
from assistance.supermarket import queries
from assistance.supermarket.models import CardEntry
from assistance.supermarket.services.cards import write_entry
from ground.accounts.models import User
from ground.audit.services import record, record_many
from ground.intake.storing import insert
from ground.kernel.errors import RuleBroken
from ground.kernel.money import shown

Kind = CardEntry.Kind


class LoveCards:
    """The cards of `aid.cards.Cards`."""

    def held(self, payments: PaymentQuerySet, on: date) -> Mapping[int, Held]:
        cards = queries.cards_to_top_up(payments.order_by().values("file"), on)
        return {one.file_id: Held(one.number, one.organisation.name) for one in cards}

    def top_up(self, *, by: User | None, on: date, put: Sequence[TopUp]) -> None:
        """Onto the family's good card. One that was blocked meanwhile gets it all the same, and keeps it for
        the card that takes its place: what was paid is nowhere else.
        """
        best = queries.hold_best_cards({one.file_id for one in put}, on)
        cards = [best[one.file_id] for one in put]
        insert(
            CardEntry,
            len(put),
            {
                "card_id": cards,
                "key": [_key(one.payment_id) for one in put],
                "amount": [one.amount for one in put],
            },
            kind=Kind.TOPPED_UP.value,
            on=on,
            made_by_id=by.pk if by else None,
        )
        record_many(
            by,
            "supermarket.card_topped_up",
            (
                (f"supermarket.lovecard:{card}", {"amount": one.amount})
                for card, one in zip(cards, put, strict=True)
            ),
        )

    def take_off(
        self, *, by: User, payment_id: int, number: int, amount: Decimal, on: date
    ) -> None:
        entry = CardEntry.objects.select_related("card").get(key=_key(payment_id))
        card = queries.latest_of(entry.card)
        if amount > card.topped:
            raise RuleBroken(
                "card_spent",
                f"爱心卡（{card}）上的充值余额只有 {shown(card.topped)} 元，不够扣回 {shown(amount)} 元："
                "请减少金额；家庭退回现金的，另记一笔并勾选“家庭退回的是现金”",
                fields={"amount": f"最多 {shown(card.topped)} 元"},
            )
        key = f"{_key(payment_id)}:recovered:{number}"
        write_entry(card, Kind.TAKEN_OFF, -amount, key=key, by=by, on=on)
        record(by, "supermarket.card_taken_off", card, amount=amount)


def _key(payment_id: int) -> str:
    return f"aid.payment:{payment_id}"
