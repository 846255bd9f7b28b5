"""What other systems may hear of standards."""

from assistance.standards.events import (
    StandardPublished,
    StandardWithdrawn,
)
from assistance.standards.models import Standard
from assistance.standards.permissions import SEE_STANDARDS
from ground.subscriptions.declaring import share

share(StandardPublished, StandardWithdrawn, needs=SEE_STANDARDS, about=Standard, by="standard_id")
