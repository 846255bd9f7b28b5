"""What a till keeps so that goods can be handed out where there is no network.

It knows a card when it is scanned by a seal of its number, and shows the tail, the masked name and the
balance: no number, no address, no whole name.
"""

import hashlib
import json
from typing import Any

from assistance.stock import queries as stock
from assistance.stock.forms import goods_of
from assistance.stock.models import Store
from assistance.supermarket import queries
from assistance.supermarket.models import CardKind, CardRule, LoveCard
from assistance.supermarket.permissions import SERVE
from assistance.supermarket.rules import seal_of
from ground.accounts.models import User, up_from
from ground.kernel import clock
from ground.kernel.identifiers import masked_name

MOST_CARDS = 5000


def stores_of(user: User) -> list[Store]:
    """The supermarkets at whose counter this person may stand."""
    rows = Store.objects.visible_to(user, SERVE.code).filter(is_active=True)
    rows = rows.filter(kind=Store.Kind.SUPERMARKET)
    return list(rows.select_related("organisation").order_by("pk"))


def snapshot(user: User, *, store_id: int | None, known: str = "") -> dict[str, Any]:
    """A supermarket's goods and the cards that buy there, with a stamp.

    Where the stamp is the one that the till has: the stamp alone. A dozen queries, whatever the size.
    """
    stores = stores_of(user)
    store = next((one for one in stores if one.pk == store_id), stores[0] if stores else None)
    content = {
        "account": {"id": user.pk, "name": user.full_name},
        "stores": [{"id": one.pk, "name": one.name} for one in stores],
        "store": store.pk if store else None,
        "goods": _goods(store) if store else [],
        "cards": _cards(store) if store else [],
    }
    stamp = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    if stamp == known:
        return {"stamp": stamp}
    return {"stamp": stamp, "as_of": clock.now().isoformat(), **content}


def _goods(store: Store) -> list[dict[str, Any]]:
    there = stock.on_shelf(store, on=clock.today())
    return [
        {
            "id": one.pk,
            "code": one.barcode,
            "sku": one.sku,
            "name": one.name,
            "unit": one.unit,
            "price": str(one.price),
            "stock": there.get(one.pk, 0),
        }
        for one in goods_of(store)
    ]


def _cards(store: Store) -> list[dict[str, Any]]:
    on, paths = clock.today(), up_from(store.organisation.path)
    rows = LoveCard.objects.filter(
        organisation__path__in=paths,
        state=LoveCard.State.ACTIVE,
        valid_from__lte=on,
        valid_to__gte=on,
    )
    cards = list(queries.with_holder(rows).order_by("pk")[:MOST_CARDS])
    rules = {kind: queries.rule_of(kind, paths, on) for kind in CardKind.values}
    came = queries.visits_of_files([one.file_id for one in cards], on)
    return [told(one, rules[one.kind], came.get(one.file_id, 0)) for one in cards]


def told(card: LoveCard, rule: CardRule | None, came: int) -> dict[str, Any]:
    """A card as a till shows it."""
    left = None if rule is None or rule.visits is None else max(0, rule.visits - came)
    most = None if rule is None or rule.per_visit is None else str(rule.per_visit)
    return {
        "seal": seal_of(card.number),
        "tail": card.number[-4:],
        "name": masked_name(vars(card)["holder_name"] or ""),
        "file_no": card.file.file_no,
        "kind": card.get_kind_display(),
        "balance": str(card.balance),
        "valid_to": card.valid_to.isoformat(),
        "visits_left": left,
        "per_visit": most,
        "state": card.state,
        "why": card.blocked_for,
    }
