"""How the hashes by which accounts are found are made anew when the look-up key is another."""

from assistance.banks.models import FileLine
from assistance.banks.queries import hash_of_account
from ground.audit.sealing import rehash


def _renew(line: FileLine) -> None:
    line.account_hash = hash_of_account(line.payment.payee.account_no)


rehash("banks.fileline", ["account_hash"], _renew, related=["payment__payee"])
