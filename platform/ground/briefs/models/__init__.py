from ground.briefs.models.following import Instruction, InstructionQuerySet, Reading
from ground.briefs.models.issues import (
    Article,
    Contribution,
    ContributionQuerySet,
    Issue,
    IssueFigure,
    IssueQuerySet,
    Printed,
    Series,
    SeriesQuerySet,
)

__all__ = [
    "Article",
    "Contribution",
    "ContributionQuerySet",
    "Instruction",
    "InstructionQuerySet",
    "Issue",
    "IssueFigure",
    "IssueQuerySet",
    "Printed",
    "Reading",
    "Series",
    "SeriesQuerySet",
]
