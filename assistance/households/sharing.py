"""What other systems may hear of households. Category, step and purpose tell how a family is: they stay inside."""

from assistance.households.events import (
    ConsentWithdrawn,
    FileApproved,
    FileMoved,
    FileOpened,
    FilesImported,
    HelperAssigned,
    HelperEnded,
    HomeVisited,
    RoutePublished,
)
from assistance.households.models import FamilyPair, HardshipFile, Route
from assistance.households.permissions import SEE_FILES, SEE_HELPERS
from ground.accounts.models import Organisation
from ground.subscriptions.declaring import share

share(
    FileOpened,
    FileMoved,
    FileApproved,
    ConsentWithdrawn,
    needs=SEE_FILES,
    about=HardshipFile,
    by="file_id",
    area="unit",
)
share(FilesImported, needs=SEE_FILES, about=Organisation, by="unit_id")
share(
    HelperAssigned,
    HelperEnded,
    HomeVisited,
    needs=SEE_HELPERS,
    about=FamilyPair,
    by="pair_id",
    area="cadre__agency",
)
share(RoutePublished, needs=SEE_FILES, about=Route, by="route_id")
