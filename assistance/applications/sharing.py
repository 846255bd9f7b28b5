"""What other systems may hear of applications. What was asked for and granted may tell of an illness: it stays."""

from assistance.applications.events import (
    ApplicationApproved,
    ApplicationLapsed,
    ApplicationRecommended,
    ApplicationRejected,
    ApplicationReturned,
    ApplicationReviewed,
    ApplicationWithdrawn,
)
from assistance.applications.models import Application
from assistance.applications.permissions import SEE_APPLICATIONS
from ground.subscriptions.declaring import share

share(
    ApplicationRecommended,
    ApplicationReviewed,
    ApplicationReturned,
    ApplicationApproved,
    ApplicationRejected,
    ApplicationWithdrawn,
    ApplicationLapsed,
    needs=SEE_APPLICATIONS,
    about=Application,
    by="application_id",
    area="unit",
)
