"""What other systems may hear of visits. What somebody needs stays inside."""

from assistance.visits.events import (
    FamilyFound,
    NeedTold,
    VisitCorrected,
    VisitRecorded,
    VisitReturned,
)
from assistance.visits.models import Clue, Visit
from assistance.visits.permissions import SEE_VISITS
from ground.subscriptions.declaring import share

share(
    VisitRecorded,
    VisitCorrected,
    needs=SEE_VISITS,
    about=Visit,
    by="visit_id",
    area="agency",
    gives=["condolence_cash", "goods_value"],
)
share(VisitReturned, NeedTold, needs=SEE_VISITS, about=Visit, by="visit_id", area="agency")
share(FamilyFound, needs=SEE_VISITS, about=Clue, by="clue_id", area="visit__agency")
