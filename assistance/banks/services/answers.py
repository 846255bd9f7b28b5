"""Answers of the bank: sent in, booked as a whole, taken back as a whole by entries of their own."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection, transaction

from assistance.aid import queries as aid_queries
from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.banks import queries, rules
from assistance.banks.events import BankAnswerTaken, BankAnswerUndone
from assistance.banks.models import AnswerLine, BankAnswer, BankFile
from assistance.banks.rules import Said, Why
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.intake import services as intakes
from ground.intake.models import Intake
from ground.intake.storing import insert
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import kinds_in

KIND = "banks.answers"
HIDDEN = "（含个人号码，原文见回盘文件）"
LONGEST_WORDS = 100
_STATES = {
    Said.PAID: Payment.State.PAID,
    Said.FAILED: Payment.State.RETURNED,
    Said.UNKNOWN: Payment.State.UNKNOWN,
}


class Act(NamedTuple):
    """A row that acts: which line, which payment, what the bank says of it."""

    line_id: int
    payment_id: int
    amount: Decimal
    said: Said
    words: str
    on: date
    is_back: bool = False  # what the bank had paid has come back

    @property
    def why(self) -> Why | None:
        return rules.why_of(self.words) if self.said == Said.FAILED else None


def send_answer(*, by: User, file: BankFile, name: str, content: bytes) -> tuple[Intake, bool]:
    """Send in what the bank answered to a file. True: it is new; False: this very file is known.

    A text is cut by the file's template. Where all columns are found, the rehearsal begins at once.
    """
    if file.state != BankFile.State.SENT:
        raise RuleBroken(
            "bank_file_state", f"文件 {file.number} {file.get_state_display()}，还没有回盘可以导入"
        )
    answer = file.template.read.answer
    if answer.columns and answer.format != "xlsx" and not content.startswith(b"PK"):
        content = rules.table_of(answer, content)
    intake, is_new = intakes.send_workbook(
        by=by,
        kind=KIND,
        organisation=file.batch.source.organisation,
        name=name,
        content=content,
    )
    if is_new:
        mapping = intake.mapping | rules.mapping_of(answer, intake.layout["labels"])
        columns = list(mapping.values())
        if {"outcome", "amount"} <= mapping.keys() and len(set(columns)) == len(columns):
            intake = intakes.ask_rehearsal(
                by=by, intake=intake, mapping=mapping, skip_totals=True, in_ten_thousands=False
            )
    return intake, is_new


@transaction.atomic
def take_answer(*, by: User, intake_id: int, acts: Sequence[Act]) -> BankAnswer:
    """Book what the bank said, all of it or nothing: paid, bounced, or unknown."""
    answer = BankAnswer(intake_id=intake_id, taken_by=by, taken_on=clock.today())
    for said in Said:
        amounts = [one.amount for one in acts if one.said is said]
        setattr(answer, str(said.value), len(amounts))
        setattr(answer, f"{said.value}_amount", sum(amounts, Decimal(0)))
    answer.save()
    insert(
        AnswerLine,
        len(acts),
        {
            "line_id": [one.line_id for one in acts],
            "said": [str(one.said) for one in acts],
            "why": [one.why.value if one.why else "" for one in acts],
            "words": _shown_words(acts),
            "answered_on": [one.on for one in acts],
        },
        answer_id=answer.pk,
    )
    for (said, is_back, on, why), payments in _grouped(acts).items():
        if said == Said.PAID:
            aid.settle_payments(by=by, payments=payments, on=on, reference=f"回盘{answer.pk}")
        elif is_back:
            aid.return_paid(by=by, payments=payments, reason=rules.WHY_WORDS[why], on=on)
        elif said == Said.FAILED:
            aid.bounce_payments(by=by, payments=payments, reason=rules.WHY_WORDS[why], on=on)
        else:
            aid.mark_unknown(by=by, payments=payments, reason="银行回盘：结果不明")
    told = {"paid": answer.paid, "failed": answer.failed, "unknown": answer.unknown}
    record(by, "banks.answer_taken", answer, **told)
    publish(BankAnswerTaken(answer_id=answer.pk, **told))
    return answer


def check_undoable(*, intake_id: int) -> None:
    """Whether an answer can be taken back. Raises RuleBroken `answer_built_upon` that says what stands in the way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.state, count(*) FILTER (WHERE b.state = 'archived'),"
            " count(*) FILTER (WHERE p.state <> CASE a.said WHEN 'paid' THEN 'paid'"
            "  WHEN 'failed' THEN 'returned' ELSE 'unknown' END),"
            " count(*) FILTER (WHERE EXISTS (SELECT 1 FROM aid_recovery r WHERE r.payment_id = p.id))"
            " FROM banks_bankanswer w JOIN banks_answerline a ON a.answer_id = w.id AND NOT a.undone"
            " JOIN banks_fileline l ON l.id = a.line_id JOIN aid_payment p ON p.id = l.payment_id"
            " JOIN aid_batch b ON b.id = p.batch_id WHERE w.intake_id = %s GROUP BY p.state",
            [intake_id],
        )
        rows = cursor.fetchall()
    found = [
        f"{moved:,}笔后来已变为“{Payment.State(state).label}”"
        for state, _, moved, _ in rows
        if moved
    ]
    if archived := sum(row[1] for row in rows):
        found.append(f"{archived:,}笔所在批次已归档")
    if recovered := sum(row[3] for row in rows):
        found.append(f"{recovered:,}笔已有追回")
    if found:
        raise RuleBroken(
            "answer_built_upon",
            f"不能整批撤销，其后已有办理：{'；'.join(found)}。后来的回盘请先撤销；"
            "已重发、放弃、追回或归档的不能再撤销，银行结果确有错误的，由财务另行安排款项更正并注明原因",
        )


@transaction.atomic
def undo_answer(*, by: User, intake_id: int, reason: str) -> int:
    """Take back what an answer moved: its payments wait for the bank again. Gives how many."""
    answer = BankAnswer.objects.filter(intake=intake_id).first()
    if answer is None:
        return 0
    lines = AnswerLine.objects.filter(answer=answer)
    payments = list(lines.filter(undone=False).values_list("line__payment_id", flat=True))
    aid_queries.locked_batches_of(payments)
    answer = BankAnswer.objects.select_for_update().get(pk=answer.pk)
    check_undoable(intake_id=intake_id)
    lines.update(undone=True)
    aid.undo_outcome(by=by, payments=payments, reason=reason)
    for (said, on), still in queries.standing_before(answer).items():
        if said == Said.PAID:
            aid.settle_payments(by=by, payments=still, on=on, reference=f"撤销回盘{answer.pk}")
        else:
            aid.mark_unknown(by=by, payments=still, reason="银行回盘：结果不明")
    answer.undone_by, answer.undone_on = by, clock.today()
    answer.save(update_fields=["undone_by", "undone_on"])
    record(by, "banks.answer_undone", answer, number=len(payments), reason=reason)
    publish(BankAnswerUndone(answer_id=answer.pk, payments=len(payments)))
    return len(payments)


def _grouped(acts: Sequence[Act]) -> dict[tuple[Said, bool, date, Why], list[int]]:
    """Payments that become the same on the same day, for the same reason."""
    found: dict[tuple[Said, bool, date, Why], list[int]] = defaultdict(list)
    for one in acts:
        found[one.said, one.is_back, one.on, one.why or Why.OTHER].append(one.payment_id)
    return dict(sorted(found.items()))


def _shown_words(acts: Sequence[Act]) -> list[str]:
    """The bank's words, without numbers of people: each different wording is looked through once."""
    known = {one.words for one in acts}
    shown = {words: HIDDEN if kinds_in(words) else words[:LONGEST_WORDS] for words in known}
    return [shown[one.words] for one in acts]
