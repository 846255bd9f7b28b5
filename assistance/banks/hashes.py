"""How the hashes by which accounts are found are made anew when the look-up key is another."""

from assistance.banks.models import FileLine
from assistance.banks.queries import hashes_of_accounts
from ground.audit.sealing import rehash


def _renew(line: FileLine) -> None:
    [line.account_hash] = hashes_of_accounts([line.payment.payee.account_no])


rehash("banks.fileline", ["account_hash"], _renew, related=["payment__payee"])
