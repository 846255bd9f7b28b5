"""What other systems may hear of supervision."""

from assistance.supervision.events import (
    AppealDecided,
    AppealRaised,
    AwardGranted,
    BulletinDrafted,
    BulletinReleased,
    ResultsAnnounced,
    ResultsConfirmed,
    SchemePublished,
    ScoresComputed,
    SelfScored,
    SelfScoringClosed,
    SelfScoringOpened,
)
from assistance.supervision.models import Appeal, AssessmentScheme, Bulletin, Sheet
from assistance.supervision.permissions import SEE_SCHEMES, SEE_SHEETS
from ground.accounts.models import Organisation
from ground.subscriptions.declaring import share

share(
    SchemePublished,
    SelfScoringOpened,
    SelfScoringClosed,
    ScoresComputed,
    ResultsAnnounced,
    ResultsConfirmed,
    needs=SEE_SCHEMES,
    about=AssessmentScheme,
    by="scheme_id",
    area="office",
)
share(SelfScored, needs=SEE_SHEETS, about=Sheet, by="sheet_id", area="agency")
share(
    AppealRaised,
    AppealDecided,
    needs=SEE_SHEETS,
    about=Appeal,
    by="appeal_id",
    area="score__sheet__agency",
)
share(AwardGranted, needs=SEE_SCHEMES, about=Organisation, by="agency_id", gives=["kind"])
share(
    BulletinDrafted,
    BulletinReleased,
    needs=SEE_SCHEMES,
    about=Bulletin,
    by="bulletin_id",
    area="scheme__office",
)
