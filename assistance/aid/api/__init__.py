"""The operations of aid: payments and batches, receipts."""

from assistance.aid.api import batches, receipts
from assistance.aid.api.parts import router

__all__ = ["batches", "receipts", "router"]
