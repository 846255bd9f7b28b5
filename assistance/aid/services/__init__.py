"""Plan aid; build, lock, check, approve and pay batches; what became of payments; keep the register."""

from assistance.aid.services.batches import (
    approve_batch,
    check_batch,
    pay_batch,
    record_batch_notice,
    reject_batch,
    send_batch,
)
from assistance.aid.services.building import (
    add_payments,
    declare_relative,
    drop_payments,
    lock_batch,
    make_batch,
    name_payee,
    open_batch,
    set_channel,
)
from assistance.aid.services.outcomes import (
    bounce_payments,
    mark_unknown,
    settle_batch,
    settle_payments,
    undo_outcome,
)
from assistance.aid.services.payments import plan_payment, void_payment
from assistance.aid.services.register import write_line
from assistance.aid.services.returns import recover, reissue, release
from assistance.aid.services.setup import set_approval_level, set_notice_rule

__all__ = [
    "add_payments",
    "approve_batch",
    "bounce_payments",
    "check_batch",
    "declare_relative",
    "drop_payments",
    "lock_batch",
    "make_batch",
    "mark_unknown",
    "name_payee",
    "open_batch",
    "pay_batch",
    "plan_payment",
    "record_batch_notice",
    "recover",
    "reissue",
    "reject_batch",
    "release",
    "send_batch",
    "set_approval_level",
    "set_channel",
    "set_notice_rule",
    "settle_batch",
    "settle_payments",
    "undo_outcome",
    "void_payment",
    "write_line",
]
