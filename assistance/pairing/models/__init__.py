from assistance.pairing.models.cadres import Cadre
from assistance.pairing.models.cards import CardHolder, CardPrint, ContactCard
from assistance.pairing.models.groups import GroupMember, PairingGroup
from assistance.pairing.models.meetings import LiaisonMeeting
from assistance.pairing.models.plans import WorkPlanItem
from assistance.pairing.models.scopes import own_paths
from assistance.pairing.models.tasks import (
    AssistanceTask,
    Postponement,
    TaskEvidence,
    TaskShare,
)

__all__ = [
    "AssistanceTask",
    "Cadre",
    "CardHolder",
    "CardPrint",
    "ContactCard",
    "GroupMember",
    "LiaisonMeeting",
    "PairingGroup",
    "Postponement",
    "TaskEvidence",
    "TaskShare",
    "WorkPlanItem",
    "own_paths",
]
