"""What other systems may hear of pairing."""

from assistance.pairing.events import (
    CadreLeft,
    GroupApproved,
    GroupEnded,
    LinkPointClosed,
    MeetingHeld,
    MemberReplaced,
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskEscalated,
    TaskPostponed,
    TaskReturned,
    TaskSentBack,
    TaskVerified,
)
from assistance.pairing.models import AssistanceTask, Cadre, LiaisonMeeting, PairingGroup
from assistance.pairing.permissions import SEE_GROUPS
from ground.accounts.models import Organisation
from ground.subscriptions.declaring import share

share(
    GroupApproved,
    GroupEnded,
    MemberReplaced,
    needs=SEE_GROUPS,
    about=PairingGroup,
    by="group_id",
    area="link_point",
)
share(LinkPointClosed, needs=SEE_GROUPS, about=Organisation, by="link_point_id")
share(CadreLeft, needs=SEE_GROUPS, about=Cadre, by="cadre_id", area="agency")
share(
    MeetingHeld, needs=SEE_GROUPS, about=LiaisonMeeting, by="meeting_id", area="group__link_point"
)
share(
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskEscalated,
    TaskPostponed,
    TaskReturned,
    TaskSentBack,
    TaskVerified,
    needs=SEE_GROUPS,
    about=AssistanceTask,
    by="task_id",
    area="agency",
)
