"""Open fund sources, post to their ledger, seal and verify it; pass money down, up and into the next year."""

from assistance.funds.services.allocating import (
    allocate,
    confirm_allocation,
    refuse_allocation,
)
from assistance.funds.services.carrying import (
    carry_over,
)
from assistance.funds.services.exporting import (
    write_book,
)
from assistance.funds.services.limits import (
    add_papers,
    limit_kind,
    limit_source,
)
from assistance.funds.services.posting import (
    post,
    post_one,
    receive_money,
)
from assistance.funds.services.returning import (
    confirm_return,
    refuse_return,
    return_money,
)
from assistance.funds.services.sealing import (
    seal_book,
)
from assistance.funds.services.sources import (
    open_source,
)
from assistance.funds.services.verifying import KIND as VERIFY
from assistance.funds.services.verifying import (
    ask_to_verify,
    keep_verification,
)
from assistance.funds.services.watching import (
    watch_balance,
)

__all__ = [
    "VERIFY",
    "add_papers",
    "allocate",
    "ask_to_verify",
    "carry_over",
    "confirm_allocation",
    "confirm_return",
    "keep_verification",
    "limit_kind",
    "limit_source",
    "open_source",
    "post",
    "post_one",
    "receive_money",
    "refuse_allocation",
    "refuse_return",
    "return_money",
    "seal_book",
    "watch_balance",
    "write_book",
]
