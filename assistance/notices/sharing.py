"""What other systems may hear of notices. What was found about a family stays inside."""

from assistance.notices.events import (
    NoticeEnded,
    NoticeMoved,
    NoticePosted,
    ObjectionDecided,
    ObjectionRaised,
)
from assistance.notices.models import Notice, Objection
from assistance.notices.permissions import SEE_NOTICES
from ground.subscriptions.declaring import share

share(
    NoticePosted, NoticeMoved, needs=SEE_NOTICES, about=Notice, by="notice_id", area="organisation"
)
share(
    NoticeEnded,
    needs=SEE_NOTICES,
    about=Notice,
    by="notice_id",
    area="organisation",
    gives=["state"],
)
share(
    ObjectionRaised,
    ObjectionDecided,
    needs=SEE_NOTICES,
    about=Objection,
    by="objection_id",
    area="line__notice__organisation",
)
