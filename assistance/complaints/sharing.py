"""What other systems may hear of complaints. What a complaint came to stays inside."""

from assistance.complaints.events import (
    ComplaintClosed,
    ComplaintDecided,
    ComplaintOverdue,
    ComplaintReceived,
    InquiryBegun,
    ReviewAsked,
)
from assistance.complaints.models import Complaint
from assistance.complaints.permissions import SEE_COMPLAINTS
from ground.subscriptions.declaring import share

share(
    ComplaintReceived,
    ComplaintDecided,
    InquiryBegun,
    ComplaintClosed,
    ReviewAsked,
    ComplaintOverdue,
    needs=SEE_COMPLAINTS,
    about=Complaint,
    by="complaint_id",
    area="unit",
)
