"""退票: what came back from the bank, why, and whether the family has given another card since."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from assistance.aid.models import Payee, Payment, PaymentQuerySet
from assistance.banks.models import AnswerLine, BankFile, BankFileQuerySet, FileLine
from assistance.banks.rules import WHY_WORDS, Why
from assistance.households.models import BankCard

State = Payment.State


@dataclass(frozen=True)
class Bounced:
    """A bounced payment with what is to be done about it."""

    payment: Payment
    why: str
    words: str
    is_ready: bool  # its account has been corrected, or was never in doubt
    says: str


def payments_in(files: BankFileQuerySet) -> PaymentQuerySet:
    """Payments that went to the bank in these files, each once; a file taken out of use sent none."""
    used = FileLine.objects.filter(file__in=files.exclude(state=BankFile.State.WITHDRAWN))
    return Payment.objects.filter(Exists(used.filter(payment=OuterRef("pk"))))


def bounced(payments: PaymentQuerySet) -> PaymentQuerySet:
    """Payments that the bank sent back and that nobody has given out again or given up."""
    return payments.filter(state=State.RETURNED)


def with_bounced(payments: PaymentQuerySet) -> PaymentQuerySet:
    """With `why`, `bank_words`, and what is readable of the payee and of the card on file now."""
    said = AnswerLine.objects.filter(line__payment=OuterRef("pk"), undone=False).order_by("-pk")
    return payments.select_related(
        "link_point", "file", "batch__source", "payee", "reissue__batch"
    ).annotate(
        why=Subquery(said.values("why")[:1]),
        bank_words=Subquery(said.values("words")[:1]),
        bounced_on=Subquery(said.values("answered_on")[:1]),
        file_bank=F("file__bank_card__bank"),
    )


def card_is_new(payments: "QuerySet[Any] | list[Payment]") -> dict[int, bool]:
    """Whether the card on file is another than the one that bounced, or its holder: two queries."""
    keys = [one.pk for one in payments]
    used = Payee.objects.filter(payment__in=keys).only(
        "payment_id", "name", "bank", "account_no", "row_key"
    )
    files = dict(Payment.objects.filter(pk__in=keys).values_list("pk", "file_id"))
    cards = {one.file_id: one for one in BankCard.objects.filter(file__in=files.values())}
    found = {}
    for payee in used:
        card = cards.get(files[payee.payment_id])
        found[payee.payment_id] = card is not None and (
            (card.card_no, card.holder_name, card.bank)
            != (payee.account_no, payee.name, payee.bank)
        )
    return found


def bounced_with_work(payments: "list[Payment]") -> list[Bounced]:
    """Bounced payments of `with_bounced`, each with what is to be done before it goes out again."""
    new = card_is_new(payments)
    found = []
    for one in payments:
        why = vars(one)["why"] or Why.OTHER.value
        is_ready = new.get(one.pk, False) or why == Why.OTHER
        says = "账号已更正" if new.get(one.pk) else ("可直接重发" if is_ready else "待更正账号")
        found.append(Bounced(one, why_words(why), vars(one)["bank_words"] or "", is_ready, says))
    return found


def why_words(why: str | None) -> str:
    return WHY_WORDS[Why(why)] if why else "其他"
