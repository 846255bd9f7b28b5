"""What other systems may hear of rounds."""

from assistance.rounds.events import (
    DutyMissed,
    RoundDone,
    RoundPlanned,
    StopVisited,
)
from assistance.rounds.models import LeaderRound, MissedDuty
from assistance.rounds.permissions import SEE_ROUNDS
from ground.subscriptions.declaring import share

share(
    RoundPlanned,
    RoundDone,
    StopVisited,
    needs=SEE_ROUNDS,
    about=LeaderRound,
    by="round_id",
    area="organiser",
)
share(DutyMissed, needs=SEE_ROUNDS, about=MissedDuty, by="missed_id", area="agency", gives=["duty"])
