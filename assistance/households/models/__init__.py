from assistance.households.models.assessments import Assessment
from assistance.households.models.circumstances import BankCard, Circumstances, Item
from assistance.households.models.codes import Cause
from assistance.households.models.files import LACKING, FileQuerySet, HardshipFile
from assistance.households.models.helpers import FamilyPair, HomeVisit, PairQuerySet
from assistance.households.models.meetings import FileMeeting, MeetingDecision
from assistance.households.models.members import Member
from assistance.households.models.papers import (
    Consent,
    ConsentText,
    Paper,
    PaperKind,
    PaperRule,
)
from assistance.households.models.routes import Gate, Route
from assistance.households.models.way import FileVersion, Step
from assistance.households.models.whatif import WhatIf, WhatIfLine

__all__ = [
    "LACKING",
    "Assessment",
    "BankCard",
    "Cause",
    "Circumstances",
    "Consent",
    "ConsentText",
    "FamilyPair",
    "FileMeeting",
    "FileQuerySet",
    "FileVersion",
    "Gate",
    "HardshipFile",
    "HomeVisit",
    "Item",
    "MeetingDecision",
    "Member",
    "PairQuerySet",
    "Paper",
    "PaperKind",
    "PaperRule",
    "Route",
    "Step",
    "WhatIf",
    "WhatIfLine",
]
