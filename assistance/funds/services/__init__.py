"""Open fund sources, post to their ledger, seal it, verify it, take it out."""

from assistance.funds.services.exporting import write_book
from assistance.funds.services.posting import post, post_one, receive_money
from assistance.funds.services.sealing import seal_book
from assistance.funds.services.sources import open_source
from assistance.funds.services.verifying import ask_to_verify, keep_verification

__all__ = [
    "ask_to_verify",
    "keep_verification",
    "open_source",
    "post",
    "post_one",
    "receive_money",
    "seal_book",
    "write_book",
]
