"""What other systems may hear of investigations. What was seen at home stays inside."""

from assistance.investigations.events import (
    InvestigationRecorded,
    InvestigationWithdrawn,
)
from assistance.investigations.models import HomeInvestigation
from assistance.investigations.permissions import SEE_INVESTIGATIONS
from ground.subscriptions.declaring import share

share(
    InvestigationRecorded,
    InvestigationWithdrawn,
    needs=SEE_INVESTIGATIONS,
    about=HomeInvestigation,
    by="investigation_id",
    area="file__unit",
)
