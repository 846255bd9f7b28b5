"""Workbooks sent in, rehearsed, committed and undone."""

from ground.intake.services.committing import ask_commit, commit
from ground.intake.services.rehearsing import ask_rehearsal, rehearse
from ground.intake.services.sending import discard, read_sheet, send_workbook
from ground.intake.services.undoing import ask_undo, undo

__all__ = [
    "ask_commit",
    "ask_rehearsal",
    "ask_undo",
    "commit",
    "discard",
    "read_sheet",
    "rehearse",
    "send_workbook",
    "undo",
]
