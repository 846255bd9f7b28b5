"""The desk: series, contributions, issues, signature, print."""

from ground.briefs.services.editing import (
    adopt,
    choose_figures,
    edit_article,
    move_article,
    remove_article,
    send_back,
    start_issue,
    submit_issue,
)
from ground.briefs.services.intake import found_series, return_contribution, send_contribution
from ground.briefs.services.signing import attach_print, sign_issue

__all__ = [
    "adopt",
    "attach_print",
    "choose_figures",
    "edit_article",
    "found_series",
    "move_article",
    "remove_article",
    "return_contribution",
    "send_back",
    "send_contribution",
    "sign_issue",
    "start_issue",
    "submit_issue",
]
