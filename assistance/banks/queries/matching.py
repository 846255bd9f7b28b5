"""Which of our lines the rows of an answer name: set-based, one statement for some thousand rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from assistance.aid.models import Payment
from assistance.banks.models import AnswerLine, BankAnswer, BankFile
from assistance.banks.rules import Known, Said
from ground.accounts.models import Organisation
from ground.kernel.arrays import number_array

State = Payment.State
SAID = {
    State.PAID.value: "paid",
    State.RETURNED.value: "failed",
    State.REISSUED.value: "failed",
    State.RELEASED.value: "failed",
    State.UNKNOWN.value: "unknown",
}


class Candidate(NamedTuple):
    """A line that a row may mean."""

    line_id: int
    payment_id: int
    file_id: int
    sent_on: date | None
    known: Known
    is_sure: bool = True  # False: one of several that are alike, and that all ended alike


_SELECT = (
    "SELECT l.file_id, l.number, l.id, l.payment_id, p.amount, l.account_hash, p.state,"
    " p.state = 'paid' AND EXISTS (SELECT 1 FROM aid_recovery r WHERE r.payment_id = p.id)"
    " FROM banks_fileline l JOIN aid_payment p ON p.id = l.payment_id"
)
# What all lines of a file share: when it was sent, whether it was, whether its batch is put away.
_Of = tuple[date | None, bool, bool]


def by_reference(
    organisation: Organisation, references: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], Candidate]:
    """The lines that references name, within an organisation's area."""
    pairs = sorted(set(references))
    files = _files(organisation, {one for one, _ in pairs})
    rows = _found(
        f"{_SELECT} JOIN unnest(%s::bigint[], %s::int[]) AS w (file, number)"
        " ON l.file_id = w.file AND l.number = w.number",
        [number_array(one for one, _ in pairs), number_array(one for _, one in pairs)],
    )
    return {(row[0], row[1]): _candidate(row, files[row[0]]) for row in rows if row[0] in files}


def by_account(
    organisation: Organisation, hashes: Iterable[str]
) -> dict[tuple[str, Decimal], list[Candidate]]:
    """The lines of files at the bank with these accounts, by account and amount."""
    wanted = sorted(set(hashes))
    if not wanted:
        return {}
    rows = _found(f"{_SELECT} WHERE l.account_hash = ANY(%s) ORDER BY l.id", [wanted])
    files = _files(organisation, {row[0] for row in rows})
    found: dict[tuple[str, Decimal], list[Candidate]] = {}
    for row in rows:
        if row[0] in files:
            one = _candidate(row, files[row[0]])
            if one.known.is_sent:
                found.setdefault((one.known.account_hash, one.known.amount), []).append(one)
    return found


def words_of_files(files: Iterable[int]) -> dict[int, Mapping[str, str]]:
    """The words of the banks to which these files went."""
    rows = BankFile.objects.filter(pk__in=set(files)).select_related("template")
    return {one.pk: one.template.read.answer.words for one in rows}


def standing_before(answer: BankAnswer) -> dict[tuple[Said, date], list[int]]:
    """What earlier answers say of the payments of one that is taken back: payments by outcome and day."""
    rows = (
        AnswerLine.objects.filter(
            line__in=AnswerLine.objects.filter(answer=answer).values("line"), undone=False
        )
        .order_by("line_id", "-pk")
        .distinct("line_id")
        .values_list("said", "answered_on", "line__payment_id")
    )
    found: dict[tuple[Said, date], list[int]] = {}
    for said, on, payment in rows:
        found.setdefault((Said(said), on), []).append(payment)
    return dict(sorted(found.items()))


def open_totals(organisation: Organisation) -> tuple[int, Decimal]:
    """How many payments, and how much, are at the bank without an outcome, in an area."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(p.amount), 0) FROM aid_payment p"
            " JOIN aid_batch b ON b.id = p.batch_id JOIN funds_fundsource s ON s.id = b.source_id"
            " JOIN accounts_organisation o ON o.id = s.organisation_id"
            " WHERE p.state IN ('paying', 'unknown') AND b.way = 'bank' AND starts_with(o.path, %s)",
            [organisation.path],
        )
        number, amount = cursor.fetchone()
    return int(number), Decimal(amount)


def _files(organisation: Organisation, files: Iterable[int]) -> dict[int, _Of]:
    """Of these files, those within an organisation's area."""
    return {
        file: (sent_on, is_sent, is_archived)
        for file, sent_on, is_sent, is_archived in _found(
            "SELECT f.id, f.sent_on, f.state = 'sent', b.state = 'archived'"
            " FROM banks_bankfile f JOIN aid_batch b ON b.id = f.batch_id"
            " JOIN funds_fundsource s ON s.id = b.source_id"
            " JOIN accounts_organisation o ON o.id = s.organisation_id"
            " WHERE f.id = ANY(%s::bigint[]) AND starts_with(o.path, %s)",
            [number_array(files), organisation.path],
        )
    }


def _candidate(row: tuple[Any, ...], shared: _Of) -> Candidate:
    file, _, line, payment, amount, account, state, is_recovered = row
    sent_on, is_sent, is_archived = shared
    known = Known(amount, account, is_sent, SAID.get(state, ""), is_archived, is_recovered)
    return Candidate(line, payment, file, sent_on, known)


def _found(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
