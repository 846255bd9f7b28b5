"""Fund sources, their ledger, the seals that make it checkable; money that passes between them."""

from assistance.funds.models.ledger import (
    Account,
    AccountDay,
    DayTotal,
    Entry,
    EntryQuerySet,
    Posting,
)
from assistance.funds.models.limits import (
    KindLimit,
    SourceLimit,
)
from assistance.funds.models.passing import (
    Allocation,
    AllocationQuerySet,
    CarryLine,
    CarryOver,
    CarryOverQuerySet,
    FundReturn,
    FundReturnQuerySet,
)
from assistance.funds.models.seals import (
    Seal,
    SealedEntry,
    UnsealedEntry,
    Verification,
)
from assistance.funds.models.sources import (
    FundSource,
    SourcePaper,
    SourceQuerySet,
)

__all__ = [
    "Account",
    "AccountDay",
    "Allocation",
    "AllocationQuerySet",
    "CarryLine",
    "CarryOver",
    "CarryOverQuerySet",
    "DayTotal",
    "Entry",
    "EntryQuerySet",
    "FundReturn",
    "FundReturnQuerySet",
    "FundSource",
    "KindLimit",
    "Posting",
    "Seal",
    "SealedEntry",
    "SourceLimit",
    "SourcePaper",
    "SourceQuerySet",
    "UnsealedEntry",
    "Verification",
]
