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
from ground.briefs.models.photos import Photo
from ground.briefs.models.prints import ArticlePrint, ContributionPrint
from ground.briefs.models.versions import ArticleVersion

__all__ = [
    "Article",
    "ArticlePrint",
    "ArticleVersion",
    "Contribution",
    "ContributionPrint",
    "ContributionQuerySet",
    "Instruction",
    "InstructionQuerySet",
    "Issue",
    "IssueFigure",
    "IssueQuerySet",
    "Photo",
    "Printed",
    "Reading",
    "Series",
    "SeriesQuerySet",
]
