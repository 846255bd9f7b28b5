"""What other systems may hear of funds."""

from assistance.funds.events import (
    AllocationReceived,
    AllocationRefused,
    AllocationSent,
    BalanceLow,
    BookSealed,
    EntriesPosted,
    LimitsChanged,
    MoneyReceived,
    MoneyReturned,
    ReturnRefused,
    ReturnSent,
    YearCarried,
)
from assistance.funds.models import Allocation, CarryOver, FundReturn, FundSource
from assistance.funds.permissions import SEE_FUNDS
from ground.accounts.models import Organisation
from ground.subscriptions.declaring import share

share(
    MoneyReceived,
    needs=SEE_FUNDS,
    about=FundSource,
    by="source_id",
    area="organisation",
    gives=["amount"],
)
share(EntriesPosted, needs=SEE_FUNDS, about=FundSource, by="source_id", area="organisation")
share(
    LimitsChanged,
    needs=SEE_FUNDS,
    about=FundSource,
    by="source_id",
    area="organisation",
    gives=["kind"],
)
share(
    BalanceLow,
    needs=SEE_FUNDS,
    about=FundSource,
    by="source_id",
    area="organisation",
    gives=["available"],
)
share(BookSealed, needs=SEE_FUNDS, about=Organisation, by="book_id", gives=["hash"])
share(
    AllocationSent,
    AllocationReceived,
    AllocationRefused,
    needs=SEE_FUNDS,
    about=Allocation,
    by="allocation_id",
    area="to",
    gives=["amount"],
)
share(
    ReturnSent,
    MoneyReturned,
    ReturnRefused,
    needs=SEE_FUNDS,
    about=FundReturn,
    by="return_id",
    area="source__organisation",
    gives=["amount"],
)
share(
    YearCarried,
    needs=SEE_FUNDS,
    about=CarryOver,
    by="carry_over_id",
    area="organisation",
    gives=["amount"],
)
