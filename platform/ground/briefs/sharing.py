"""What other systems may hear of briefs."""

from ground.briefs.events import (
    ContributionReceived,
    InstructionAnswered,
    InstructionClosed,
    InstructionGiven,
    IssueSigned,
    IssueSubmitted,
    IssueTypeset,
    IssueWithdrawn,
)
from ground.briefs.models import Contribution, Instruction, Issue
from ground.briefs.permissions import EDIT_ISSUE, READ_BRIEFS, READ_INSTRUCTIONS
from ground.subscriptions.declaring import share

share(IssueSubmitted, needs=EDIT_ISSUE, about=Issue, by="issue_id", area="series__organisation")
share(
    IssueSigned,
    IssueTypeset,
    IssueWithdrawn,
    needs=READ_BRIEFS,
    about=Issue,
    by="issue_id",
    area="series__organisation",
)
share(
    ContributionReceived,
    needs=EDIT_ISSUE,
    about=Contribution,
    by="contribution_id",
    area="organisation",
)
share(
    InstructionGiven,
    InstructionAnswered,
    InstructionClosed,
    needs=READ_INSTRUCTIONS,
    about=Instruction,
    by="instruction_id",
    area="organisation",
)
