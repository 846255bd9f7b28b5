"""What the programme does with a complaint, from the first word to the answer that may be read."""

from assistance.complaints.services.deciding import (
    accept_complaint,
    assign_handler,
    refuse_complaint,
    sort_complaint,
)
from assistance.complaints.services.following import ask_review, followed, press_overdue
from assistance.complaints.services.looking import (
    answer_complaint,
    close_complaint,
    send_back,
)
from assistance.complaints.services.receiving import (
    add_papers,
    open_complaint,
    receive_complaint,
    reveal_complainant,
)

__all__ = [
    "accept_complaint",
    "add_papers",
    "answer_complaint",
    "ask_review",
    "assign_handler",
    "close_complaint",
    "followed",
    "open_complaint",
    "press_overdue",
    "receive_complaint",
    "refuse_complaint",
    "reveal_complainant",
    "send_back",
    "sort_complaint",
]
