"""What other systems may hear of problems."""

from assistance.problems.events import (
    ProblemAnswered,
    ProblemClosed,
    ProblemConfirmed,
    ProblemDispatched,
    ProblemRaised,
    ProblemRefused,
    ProblemRegistered,
    ProblemReturned,
    ProblemSentBack,
)
from assistance.problems.models import EnterpriseProblem
from assistance.problems.permissions import SEE_PROBLEMS
from ground.subscriptions.declaring import share

share(
    ProblemRaised,
    needs=SEE_PROBLEMS,
    about=EnterpriseProblem,
    by="problem_id",
    area="link_point",
    gives=["category"],
)
share(
    ProblemRegistered,
    ProblemRefused,
    ProblemDispatched,
    ProblemAnswered,
    ProblemReturned,
    ProblemSentBack,
    ProblemConfirmed,
    ProblemClosed,
    needs=SEE_PROBLEMS,
    about=EnterpriseProblem,
    by="problem_id",
    area="link_point",
)
