"""What the assessment of agencies keeps (督查考核)."""

from assistance.supervision.models.appeals import Appeal, Award, Ranking
from assistance.supervision.models.bulletins import Bulletin, BulletinLine, BulletinPrint
from assistance.supervision.models.schemes import AssessmentScheme, ScoreItem
from assistance.supervision.models.sheets import Score, ScoreEvidence, Sheet, TargetCommitment

__all__ = [
    "Appeal",
    "AssessmentScheme",
    "Award",
    "Bulletin",
    "BulletinLine",
    "BulletinPrint",
    "Ranking",
    "Score",
    "ScoreEvidence",
    "ScoreItem",
    "Sheet",
    "TargetCommitment",
]
