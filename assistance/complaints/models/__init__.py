from assistance.complaints.models.complaints import (
    Complaint,
    ComplaintPaper,
    ComplaintQuerySet,
)
from assistance.complaints.models.inquiries import Inquiry

__all__ = ["Complaint", "ComplaintPaper", "ComplaintQuerySet", "Inquiry"]
