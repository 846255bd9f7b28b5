"""Receipts as rows: written in one statement, told once, and looked at for being the last of a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from assistance.aid import queries
from assistance.aid.events import BatchCompleted, ReceiptsRecorded
from assistance.aid.models import Batch, Payee, Receipt
from assistance.aid.queries import Row
from assistance.aid.rules.receipts import Hands, Proxy
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.intake.storing import insert
from ground.kernel import clock

Kind, Signer = Receipt.Kind, Receipt.Signer
NO_HANDS = Hands()
BY_ITSELF = {Kind.SLIP: Signer.BANK, Kind.ANSWER: Signer.BANK, Kind.CARD: Signer.CARD}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of a signature: when, who handed out before whose eyes, who collected for whom."""

    signed_on: date
    hands: Hands = NO_HANDS
    proxy: Proxy | None = None
    signer: str = ""  # where no family is named: who signed for the place


def write_receipts(
    by: User | None,
    batch: Batch,
    rows: Sequence[Row],
    *,
    kind: Receipt.Kind,
    said: Said,
    keys: Sequence[UUID] = (),
    **proof: object,
) -> None:
    """Write a receipt for each of these rows in one statement, and see whether it was the last."""
    if not rows:
        return
    numbers = queries.withdrawn_before([one.pk for one in rows])
    names = names_of(rows)
    by_itself, proxy = kind in BY_ITSELF, said.proxy
    insert(
        Receipt,
        len(rows),
        {
            "key": keys or [uuid4() for _ in rows],
            "payment_id": [one.pk for one in rows],
            "round": [one.round for one in rows],
            "number": [numbers.get(one.pk, 0) for one in rows],
            "signed_by": [
                _signer(kind, proxy, is_named=one.file_id is not None or one.pk in names)
                for one in rows
            ],
            "signer": [
                "" if by_itself else proxy.name if proxy else names.get(one.pk, said.signer)
                for one in rows
            ],
            "id_no": [proxy.id_no if proxy else "" for _ in rows],
        },
        kind=kind.value,
        relation=proxy.relation if proxy else "",
        reason=proxy.reason if proxy else "",
        id_hash=queries.hash_of_number(proxy.id_no) if proxy else "",
        signed_on=said.signed_on,
        handed_by=said.hands.handed_by,
        witness=said.hands.witness,
        recorded_by_id=by.pk if by else None,
        recorded_at=clock.now(),
        **{f"{name}_id": one.pk for name, one in proof.items() if one is not None},  # type: ignore[attr-defined]
    )
    tell_of_receipts(by, batch, len(rows), kind)


def tell_of_receipts(by: User | None, batch: Batch, number: int, kind: Receipt.Kind) -> None:
    record(by, "aid.receipts_recorded", batch, number=number, receipt_kind=kind.label)
    publish(ReceiptsRecorded(batch_id=batch.pk, number=number))
    complete_batch(batch)


def _signer(kind: Receipt.Kind, proxy: Proxy | None, *, is_named: bool) -> str:
    if kind in BY_ITSELF:
        return BY_ITSELF[kind].value
    if proxy:
        return Signer.PROXY.value
    return (Signer.PAYEE if is_named else Signer.PLACE).value


def complete_batch(batch: Batch) -> bool:
    """A settled batch, locked by the caller, is complete when nothing in it owes a receipt."""
    if batch.state != Batch.State.SETTLED or queries.is_owing(batch):
        return False
    batch.state = Batch.State.COMPLETE
    batch.save(update_fields=["state"])
    record(None, "aid.batch_completed", batch)
    publish(BatchCompleted(batch_id=batch.pk))
    return True


def names_of(rows: Sequence[Row]) -> dict[int, str]:
    """Payment → the name of its payee, as it was frozen."""
    payees = Payee.objects.filter(payment__in=queries.payments_by_key([one.pk for one in rows]))
    return dict(payees.values_list("payment", "name"))
