"""What other systems may hear of supermarket. What one family got stays inside."""

from assistance.supermarket.events import (
    DifferenceSettled,
    GoodsIssued,
    IssueReversed,
    LoveCardBlocked,
    LoveCardReplaced,
    LoveCardsIssued,
)
from assistance.supermarket.models import Difference, Issue, LoveCard
from assistance.supermarket.permissions import SEE_SUPERMARKET
from ground.accounts.models import Organisation
from ground.subscriptions.declaring import share

share(LoveCardsIssued, needs=SEE_SUPERMARKET, about=Organisation, by="organisation_id")
share(
    LoveCardBlocked,
    LoveCardReplaced,
    needs=SEE_SUPERMARKET,
    about=LoveCard,
    by="love_id",
    area="organisation",
)
share(
    GoodsIssued,
    IssueReversed,
    needs=SEE_SUPERMARKET,
    about=Issue,
    by="issue_id",
    area="store__organisation",
)
share(
    DifferenceSettled,
    needs=SEE_SUPERMARKET,
    about=Difference,
    by="difference_id",
    area="issue__store__organisation",
)
