"""How the hashes by which proxies are known are made anew when the look-up key is another."""

from assistance.aid.models import Receipt
from assistance.aid.queries import hash_of_number
from ground.audit.sealing import rehash


def _renew(receipt: Receipt) -> None:
    receipt.id_hash = hash_of_number(receipt.id_no) if receipt.id_no else ""


rehash("aid.receipt", ["id_hash"], _renew)
