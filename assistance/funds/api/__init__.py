"""The operations of funds: sources and their books, what they may pay, how money passes."""

from assistance.funds.api import (
    books,
    limits,
    passing,
    verification,
)
from assistance.funds.api.parts import (
    router,
)

__all__ = [
    "books",
    "limits",
    "passing",
    "router",
    "verification",
]
