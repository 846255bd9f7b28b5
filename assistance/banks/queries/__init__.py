"""Reads worth a name."""

from assistance.banks.queries.bounced import (
    Bounced,
    bounced,
    bounced_with_work,
    card_is_new,
    payments_in,
    why_words,
    with_bounced,
)
from assistance.banks.queries.comparing import Compared, compared, with_comparison
from assistance.banks.queries.files import (
    OPEN,
    content_of,
    files_overdue,
    hashes_of_accounts,
    live_file,
    locked_file,
    pay_lines,
    preview_of,
    sendable_batches,
    templates_for,
    with_open_lines,
)
from assistance.banks.queries.matching import (
    Candidate,
    by_account,
    by_reference,
    open_totals,
    standing_before,
    words_of_files,
)

__all__ = [
    "OPEN",
    "Bounced",
    "Candidate",
    "Compared",
    "bounced",
    "bounced_with_work",
    "by_account",
    "by_reference",
    "card_is_new",
    "compared",
    "content_of",
    "files_overdue",
    "hashes_of_accounts",
    "live_file",
    "locked_file",
    "open_totals",
    "pay_lines",
    "payments_in",
    "preview_of",
    "sendable_batches",
    "standing_before",
    "templates_for",
    "why_words",
    "with_bounced",
    "with_comparison",
    "with_open_lines",
    "words_of_files",
]
