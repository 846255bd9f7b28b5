from assistance.households.models.files import FileQuerySet, HardshipFile, Member, Step
from assistance.households.models.helpers import FamilyPair, HomeVisit, PairQuerySet

__all__ = [
    "FamilyPair",
    "FileQuerySet",
    "HardshipFile",
    "HomeVisit",
    "Member",
    "PairQuerySet",
    "Step",
]
