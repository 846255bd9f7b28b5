"""The file of a batch: written once, sealed, handed to the bank, asked about when the bank is late."""

from datetime import date
from functools import partial

from django.db import transaction

from assistance.aid import queries as aid_queries
from assistance.aid import rules as aid_rules
from assistance.aid import services as aid
from assistance.aid.models import Batch, Payment
from assistance.aid.rules.receipts import check_plain_text
from assistance.banks import queries
from assistance.banks.events import BankFileMade, BankFileSent
from assistance.banks.models import (
    BankFile,
    BankTemplate,
    FileContent,
    FileLine,
    Inquiry,
    place_of_content,
)
from assistance.banks.rules import file_of
from ground.accounts.models import User
from ground.audit.sealing import seal_bytes
from ground.audit.services import record
from ground.events.services import publish
from ground.intake.storing import insert, next_keys
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.queries import local_rule, workdays_after

LONGEST_RECEIPT, LONGEST_WORDS = 40, 200
RULE = "banks.answer_workdays"
_check_words = partial(check_plain_text, longest=LONGEST_WORDS, nothing_of="个人号码和住址")


@transaction.atomic
def make_file(*, by: User, batch: Batch, template: BankTemplate) -> BankFile:
    """Write the file of an approved batch, once: until it is withdrawn there is no second one."""
    batch = aid_queries.locked_batch(batch.pk)
    if batch.state != Batch.State.APPROVED or batch.way != Batch.Way.BANK:
        raise RuleBroken(
            "batch_state",
            f"批次当前为“{batch.get_state_display()}”，{batch.get_way_display()}："
            "只有待发放的银行发放批次可以生成代发文件",
        )
    aid_rules.check_not_held(batch.held_since is not None)
    if made := queries.live_file(batch):
        raise RuleBroken(
            "bank_file_made", f"这个批次已有代发文件 {made.number}：要重做，请先作废原来的文件"
        )
    usable = queries.templates_for(batch.source.organisation, clock.today())
    if not usable.filter(pk=template.pk).exists():
        raise RuleBroken(
            "template_unknown",
            "这个模板已停用或已有新版本，请重新选择",
            fields={"template": "请重新选择"},
        )
    today = clock.today()
    [pk] = next_keys(BankFile, 1)
    number = f"DF{today:%Y}-{pk:06d}"
    layout = template.read
    lines = queries.pay_lines(batch, file_id=pk)
    written = file_of(layout, [line for _, line in lines], number=number, on=today)
    file = BankFile.objects.create(
        pk=pk,
        number=number,
        batch=batch,
        template=template,
        name=f"{number}.{layout.suffix}",
        lines=written.lines,
        total=written.total,
        size=len(written.content),
        sha256=written.sha256,
        checksum=written.checksum,
        made_by=by,
        made_on=today,
    )
    FileContent.objects.create(
        file=file, sealed=seal_bytes(written.content, place_of_content(number))
    )
    insert(
        FileLine,
        len(lines),
        {
            "payment_id": [payment for payment, _ in lines],
            "number": [line.number for _, line in lines],
            "account_hash": queries.hashes_of_accounts(line.account for _, line in lines),
        },
        file_id=pk,
    )
    record(by, "banks.file_made", file, number=file.lines, amount=file.total, sha256=file.sha256)
    publish(BankFileMade(file_id=file.pk, batch_id=batch.pk, lines=file.lines, total=file.total))
    return file


@transaction.atomic
def send_file(*, by: User, file: BankFile, sent_on: date, receipt_no: str) -> BankFile:
    """The bank has the file: the batch's money is in transit. `receipt_no` is the bank's own."""
    batch = aid_queries.locked_batch(file.batch_id)
    file = queries.locked_file(file.pk)
    _check_made(file, "登记送交")
    receipt_no = _check_words(
        receipt_no, field="receipt_no", label="银行受理号", longest=LONGEST_RECEIPT
    )
    if not file.made_on <= sent_on <= clock.today():
        raise RuleBroken(
            "sent_on_wrong",
            "送交日期应在文件生成日与今天之间",
            fields={"sent_on": f"{file.made_on:%Y-%m-%d}至今天"},
        )
    aid.send_batch(by=by, batch=batch, on=sent_on)
    days = int(local_rule(RULE, on=sent_on, division=batch.source.organisation.division))
    file.state, file.sent_by, file.sent_on = BankFile.State.SENT, by, sent_on
    file.receipt_no, file.due_on = receipt_no, workdays_after(sent_on, days)
    file.save(update_fields=["state", "sent_by", "sent_on", "receipt_no", "due_on"])
    record(by, "banks.file_sent", file, on=sent_on, due_on=file.due_on)
    publish(BankFileSent(file_id=file.pk, batch_id=batch.pk, sent_on=sent_on, due_on=file.due_on))
    return file


@transaction.atomic
def withdraw_file(*, by: User, file: BankFile, reason: str) -> BankFile:
    """Give up a file that has not gone to the bank, so that another can be made."""
    aid_queries.locked_batch(file.batch_id)
    file = queries.locked_file(file.pk)
    _check_made(file, "作废")
    file.withdrawn_why = _check_words(reason, field="reason", label="作废原因")
    file.state, file.withdrawn_by = BankFile.State.WITHDRAWN, by
    file.save(update_fields=["state", "withdrawn_by", "withdrawn_why"])
    record(by, "banks.file_withdrawn", file, reason=file.withdrawn_why)
    return file


@transaction.atomic
def record_inquiry(*, by: User, file: BankFile, words: str) -> Inquiry:
    """The bank was asked about what it left unanswered. That counts as unknown from now on: it is asked
    for again, and never paid again by itself.
    """
    aid_queries.locked_batch(file.batch_id)
    file = queries.locked_file(file.pk)
    words = _check_words(words, field="words", label="银行的答复")
    rows = dict(
        Payment.objects.filter(bank_lines__file=file, state__in=queries.OPEN).values_list(
            "pk", "state"
        )
    )
    if file.state != BankFile.State.SENT or not rows:
        raise RuleBroken("nothing_open", "这个文件没有等待银行结果的款项，不需要查询")
    silent = [pk for pk, state in rows.items() if state == Payment.State.PAYING]
    if silent:
        aid.mark_unknown(by=by, payments=silent, reason="银行未回盘，已查询")
    made = Inquiry.objects.create(
        file=file, by=by, on=clock.today(), words=words, open_lines=len(rows)
    )
    record(by, "banks.inquired", file, number=len(rows))
    return made


def _check_made(file: BankFile, label: str) -> None:
    if file.state != BankFile.State.MADE:
        raise RuleBroken(
            "bank_file_state", f"文件 {file.number} {file.get_state_display()}，不能{label}"
        )
