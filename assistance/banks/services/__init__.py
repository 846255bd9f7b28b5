"""Describe a bank's file; write, send, withdraw it; take the answer in, or back; give bounced money out again."""

from assistance.banks.services.answers import check_undoable, send_answer, take_answer, undo_answer
from assistance.banks.services.files import make_file, record_inquiry, send_file, withdraw_file
from assistance.banks.services.followups import follow_up
from assistance.banks.services.templates import keep_template, retire_template

__all__ = [
    "check_undoable",
    "follow_up",
    "keep_template",
    "make_file",
    "record_inquiry",
    "retire_template",
    "send_answer",
    "send_file",
    "take_answer",
    "undo_answer",
    "withdraw_file",
]
