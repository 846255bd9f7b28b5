"""对账: a batch against the bank against the vouchers, each difference by name (domain.md, 5.6d)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from assistance.banks.models import BankFile, BankFileQuerySet

ZERO = Decimal(0)


@dataclass(frozen=True)
class Side:
    number: int = 0
    amount: Decimal = ZERO


@dataclass
class Compared:
    """One file: what was ordered, what the bank said, what is booked; and where they differ."""

    file: BankFile
    ordered: Side
    paid: Side
    failed: Side
    unknown: Side
    silent: Side  # of which the bank has said nothing
    booked_sent: Side
    booked_paid: Side
    booked_returned: Side
    differences: list[str] = field(default_factory=list)

    @property
    def waiting(self) -> Side:
        """Of which the bank has not said how they ended."""
        return Side(
            self.unknown.number + self.silent.number, self.unknown.amount + self.silent.amount
        )


_SUMS = """
SELECT f.id,
       count(*), sum(p.amount),
       count(*) FILTER (WHERE a.said = 'paid'), coalesce(sum(p.amount) FILTER (WHERE a.said = 'paid'), 0),
       count(*) FILTER (WHERE a.said = 'failed'), coalesce(sum(p.amount) FILTER (WHERE a.said = 'failed'), 0),
       count(*) FILTER (WHERE a.said = 'unknown'), coalesce(sum(p.amount) FILTER (WHERE a.said = 'unknown'), 0),
       count(*) FILTER (WHERE a.said IS NULL), coalesce(sum(p.amount) FILTER (WHERE a.said IS NULL), 0),
       count(s.id), coalesce(sum(p.amount) FILTER (WHERE s.id IS NOT NULL), 0),
       count(d.id), coalesce(sum(p.amount) FILTER (WHERE d.id IS NOT NULL), 0),
       count(r.id), coalesce(sum(p.amount) FILTER (WHERE r.id IS NOT NULL), 0)
  FROM banks_bankfile f
  JOIN banks_fileline l ON l.file_id = f.id
  JOIN aid_payment p ON p.id = l.payment_id
  LEFT JOIN LATERAL (SELECT said FROM banks_answerline WHERE line_id = l.id AND NOT undone
                      ORDER BY id DESC LIMIT 1) a ON true
  LEFT JOIN funds_entry s ON s.key = 'aid.payment:' || p.id || ':sent'
  LEFT JOIN funds_entry d ON d.key = 'aid.payment:' || p.id || ':paid'
       || CASE WHEN p.round > 0 THEN ':' || p.round ELSE '' END
  LEFT JOIN funds_entry r ON r.key = 'aid.payment:' || p.id || ':returned'
       || CASE WHEN p.round > 0 THEN ':' || p.round ELSE '' END
 WHERE f.id = ANY(%s) GROUP BY f.id
"""


def compared(files: Sequence[BankFile]) -> list[Compared]:
    """Files with their three sides, in their order: one statement for all."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [[one.pk for one in files]])
        sums = {row[0]: row[1:] for row in cursor.fetchall()}
    return [_compared(one, sums.get(one.pk, (0, ZERO) * 8)) for one in files]


def with_comparison(files: BankFileQuerySet) -> list[Compared]:
    rows = files.exclude(state=BankFile.State.WITHDRAWN)
    return compared(list(rows.select_related("batch__source__organisation", "template")))


def _compared(file: BankFile, sums: Sequence[Any]) -> Compared:
    sides = [Side(sums[at], Decimal(sums[at + 1])) for at in range(0, 16, 2)]
    ordered, paid, failed, unknown, silent, booked_sent, booked_paid, booked_returned = sides
    one = Compared(
        file, ordered, paid, failed, unknown, silent, booked_sent, booked_paid, booked_returned
    )
    if one.ordered != Side(file.lines, file.total):
        one.differences.append("代发文件与批次款项不一致")
    if file.state == BankFile.State.SENT and one.booked_sent != one.ordered:
        one.differences.append("送交银行的金额与在途凭证不一致")
    if one.paid != one.booked_paid:
        one.differences.append(_gap("银行成功", one.paid, "入账凭证", one.booked_paid))
    if one.failed != one.booked_returned:
        one.differences.append(_gap("银行退票", one.failed, "退票凭证", one.booked_returned))
    if file.state == BankFile.State.SENT and one.waiting.number:
        one.differences.append(
            f"{one.waiting.number}笔{one.waiting.amount:,.2f}元银行还没有确定的结果"
        )
    return one


def _gap(bank: str, said: Side, voucher: str, booked: Side) -> str:
    return f"{bank}{said.number}笔{said.amount:,.2f}元，{voucher}{booked.number}笔{booked.amount:,.2f}元"
