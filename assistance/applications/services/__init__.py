"""Apply for aid, complete it, recommend, review, decide; what is granted is planned at once."""

from assistance.applications.services.deciding import (
    approve_application,
    lapse_application,
    recommend_application,
    reject_application,
    return_application,
    review_application,
    withdraw_application,
)
from assistance.applications.services.writing import (
    Asked,
    Outsider,
    add_paper,
    change_application,
    forget_files,
    open_application,
    open_outside,
    open_paper,
    reveal,
    withdraw_paper,
)

__all__ = [
    "Asked",
    "Outsider",
    "add_paper",
    "approve_application",
    "change_application",
    "forget_files",
    "lapse_application",
    "open_application",
    "open_outside",
    "open_paper",
    "recommend_application",
    "reject_application",
    "return_application",
    "reveal",
    "review_application",
    "withdraw_application",
    "withdraw_paper",
]
