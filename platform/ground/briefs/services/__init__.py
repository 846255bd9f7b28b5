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
from ground.briefs.services.following import (
    answer_instruction,
    close_instruction,
    give_instruction,
    note_reading,
    reissue,
    send_back_answer,
    withdraw_issue,
)
from ground.briefs.services.intake import return_contribution, send_contribution
from ground.briefs.services.photos import (
    add_photos,
    copy_files,
    keep_photos,
    read_word,
    take_out_photo,
)
from ground.briefs.services.prints import note_missing
from ground.briefs.services.series import (
    change_series,
    close_to_all,
    found_series,
    open_to_all,
    set_lists,
)
from ground.briefs.services.signing import attach_print, sign_issue

__all__ = [
    "add_photos",
    "adopt",
    "answer_instruction",
    "attach_print",
    "change_series",
    "choose_figures",
    "close_instruction",
    "close_to_all",
    "copy_files",
    "edit_article",
    "found_series",
    "give_instruction",
    "keep_photos",
    "move_article",
    "note_missing",
    "note_reading",
    "open_to_all",
    "read_word",
    "reissue",
    "remove_article",
    "return_contribution",
    "send_back",
    "send_back_answer",
    "send_contribution",
    "set_lists",
    "sign_issue",
    "start_issue",
    "submit_issue",
    "take_out_photo",
    "withdraw_issue",
]
