from assistance.rounds.models.due import Due, DueQuerySet
from assistance.rounds.models.duties import MissedDuty, VisitDuty
from assistance.rounds.models.tours import LeaderRound, RoundStop

__all__ = ["Due", "DueQuerySet", "LeaderRound", "MissedDuty", "RoundStop", "VisitDuty"]
