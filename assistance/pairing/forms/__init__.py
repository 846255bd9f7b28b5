"""What people type. Organisations are named as people write them: by name, short name or alias."""

from assistance.pairing.forms.cadres import CadreForm, LeaveForm, NewCadreForm
from assistance.pairing.forms.cards import CardForm, HolderRow, HolderRows, ManyCardsForm
from assistance.pairing.forms.groups import CloseForm, EndForm, ProposeForm, ReplaceForm
from assistance.pairing.forms.meetings import MeetingForm, TaskRow, TaskRows
from assistance.pairing.forms.names import (
    NameInput,
    NamesInput,
    OrganisationName,
    OrganisationNames,
    agencies_of,
    named,
)
from assistance.pairing.forms.plans import FinishForm, PlanItemForm
from assistance.pairing.forms.tasks import (
    CompleteForm,
    PostponeForm,
    ReassignAnywhereForm,
    ReassignForm,
    TaskForm,
    start_of,
)

__all__ = [
    "CadreForm",
    "CardForm",
    "CloseForm",
    "CompleteForm",
    "EndForm",
    "FinishForm",
    "HolderRow",
    "HolderRows",
    "LeaveForm",
    "ManyCardsForm",
    "MeetingForm",
    "NameInput",
    "NamesInput",
    "NewCadreForm",
    "OrganisationName",
    "OrganisationNames",
    "PlanItemForm",
    "PostponeForm",
    "ProposeForm",
    "ReassignAnywhereForm",
    "ReassignForm",
    "ReplaceForm",
    "TaskForm",
    "TaskRow",
    "TaskRows",
    "agencies_of",
    "named",
    "start_of",
]
