"""Open fund sources, post to their ledger, seal it."""

from assistance.funds.services.posting import post, post_one, receive_money
from assistance.funds.services.sealing import seal_book
from assistance.funds.services.sources import open_source

__all__ = ["open_source", "post", "post_one", "receive_money", "seal_book"]
