"""What other systems may hear of checks. What a check found stays inside."""

from assistance.checks.events import (
    CheckAnswered,
    CheckAnswersImported,
    CheckBatchOverdue,
    CheckBatchSent,
)
from assistance.checks.models import CheckBatch, CheckRequest
from assistance.checks.permissions import SEE_CHECKS
from ground.intake.models import Intake
from ground.subscriptions.declaring import share

share(
    CheckBatchSent,
    CheckBatchOverdue,
    needs=SEE_CHECKS,
    about=CheckBatch,
    by="batch_id",
    area="organisation",
)
share(CheckAnswersImported, needs=SEE_CHECKS, about=Intake, by="intake_id", area="organisation")
share(CheckAnswered, needs=SEE_CHECKS, about=CheckRequest, by="request_id", area="file__unit")
