"""What a phone keeps so that aid can be handed out and signed for where there is no network.

Who hands out has to know who stands before them: the payee's name, and the last four digits of the ID
card that is shown. No number, no account, no address.
"""

import hashlib
import json
from typing import Any

from assistance.aid import queries
from assistance.aid.models import Batch, Payment
from assistance.aid.permissions import RECORD_RECEIPT
from ground.accounts.models import User
from ground.kernel import clock
from ground.kernel.money import capitals

MOST_ROWS = 1000


def snapshot(user: User, *, known: str = "") -> dict[str, Any]:
    """The batches that are handed out, each with who has still to sign; with a stamp.

    Where the stamp is the one that the phone has: the stamp alone. Six queries, whatever the size.
    """
    rows = queries.to_hand_out(Payment.objects.visible_to(user, RECORD_RECEIPT.code))
    batches: dict[int, dict[str, Any]] = {}
    hands = queries.HandsNeeded(clock.today())
    for one in rows[:MOST_ROWS]:
        assert one.batch is not None  # noqa: S101 -- what is paid has a batch
        batch = batches.setdefault(one.batch.pk, _batch(one.batch, hands.of(one.batch)))
        batch["rows"].append(_row(one))
    content = {
        "account": {"id": user.pk, "name": user.full_name},
        "batches": list(batches.values()),
    }
    stamp = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    if stamp == known:
        return {"stamp": stamp}
    return {"stamp": stamp, "as_of": clock.now().isoformat(), **content}


def _batch(batch: Batch, hands: int) -> dict[str, Any]:
    return {"id": batch.pk, "name": batch.name, "hands": hands, "rows": []}


def _row(one: Payment) -> dict[str, Any]:
    told = vars(one)
    return {
        "id": one.pk,
        "name": told["payee_name"] or "",
        "tail": told["payee_id_tail"] or "",
        "place": one.link_point.name,
        "reason": one.reason,
        "goods": one.channel == Payment.Channel.GOODS_SIGNED,
        "amount": str(one.amount),
        "capitals": capitals(one.amount),
    }
