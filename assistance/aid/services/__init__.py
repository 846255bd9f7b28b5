"""Plan aid; build, lock, check, approve and pay batches; what became of payments; receipts; keep the register."""

from assistance.aid.services.archiving import archive_batch, ask_dossier, check_archivable
from assistance.aid.services.batches import (
    approve_batch,
    book_again,
    check_batch,
    discard_batch,
    hold_approved,
    let_go,
    pay_batch,
    record_batch_notice,
    reject_batch,
    send_batch,
)
from assistance.aid.services.building import (
    add_payments,
    begin_batch,
    declare_relative,
    drop_payments,
    make_batch,
    name_payee,
    open_batch,
    set_channel,
)
from assistance.aid.services.completing import (
    await_receipts,
    check_complete,
    remind_of_receipts,
)
from assistance.aid.services.locking import (
    NotReady,
    ask_to_lock,
    keep_problems,
    lock_batch,
    problems_before_lock,
)
from assistance.aid.services.outcomes import (
    bounce_payments,
    mark_unknown,
    return_paid,
    settle_batch,
    settle_payments,
    undo_outcome,
)
from assistance.aid.services.payments import (
    Helped,
    Wanted,
    plan_by_hand,
    plan_payment,
    plan_payments,
    void_payment,
)
from assistance.aid.services.receipt_rows import Said
from assistance.aid.services.receipts import record_paper, sign_payment, withdraw_receipt
from assistance.aid.services.register import Fact, write_facts
from assistance.aid.services.returns import recover, reissue, release
from assistance.aid.services.setup import set_approval_level, set_notice_rule

__all__ = [
    "Fact",
    "Helped",
    "NotReady",
    "Said",
    "Wanted",
    "add_payments",
    "approve_batch",
    "archive_batch",
    "ask_dossier",
    "ask_to_lock",
    "await_receipts",
    "begin_batch",
    "book_again",
    "bounce_payments",
    "check_archivable",
    "check_batch",
    "check_complete",
    "declare_relative",
    "discard_batch",
    "drop_payments",
    "hold_approved",
    "keep_problems",
    "let_go",
    "lock_batch",
    "make_batch",
    "mark_unknown",
    "name_payee",
    "open_batch",
    "pay_batch",
    "plan_by_hand",
    "plan_payment",
    "plan_payments",
    "problems_before_lock",
    "record_batch_notice",
    "record_paper",
    "recover",
    "reissue",
    "reject_batch",
    "release",
    "remind_of_receipts",
    "return_paid",
    "send_batch",
    "set_approval_level",
    "set_channel",
    "set_notice_rule",
    "settle_batch",
    "settle_payments",
    "sign_payment",
    "undo_outcome",
    "void_payment",
    "withdraw_receipt",
    "write_facts",
]
