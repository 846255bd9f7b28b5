"""The operations of funds: sources and their books."""

from assistance.funds.api import books, verification
from assistance.funds.api.parts import router

__all__ = ["books", "router", "verification"]
