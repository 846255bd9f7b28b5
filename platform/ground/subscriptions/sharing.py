"""What other systems may hear of the ground itself."""

from ground.accounts.events import OrganisationAdded, OrganisationDeactivated
from ground.accounts.models import Organisation
from ground.accounts.permissions import SEE_ORGANISATIONS
from ground.places.events import CalendarDaySet
from ground.subscriptions.declaring import share

share(
    OrganisationAdded,
    OrganisationDeactivated,
    needs=SEE_ORGANISATIONS,
    about=Organisation,
    by="organisation_id",
    gives=["kind"],
)
share(CalendarDaySet, needs=SEE_ORGANISATIONS)
