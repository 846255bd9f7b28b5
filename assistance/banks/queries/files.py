"""Files for the bank: which batches wait for one, what stands in it, which are late."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from assistance.aid.models import Batch, BatchQuerySet, Payee, Payment
from assistance.banks.models import (
    BankFile,
    BankFileQuerySet,
    BankTemplate,
    FileContent,
    place_of_content,
)
from assistance.banks.rules import PayLine, cells_of, labels_of, masked, problems_of, reference_of
from ground.accounts.models import Organisation
from ground.audit.sealing import lookup_hashes, unseal_bytes

OPEN = [Payment.State.PAYING, Payment.State.UNKNOWN]
PREVIEWED = 20


def hashes_of_accounts(accounts: Iterable[str]) -> list[str]:
    """By which the lines of accounts are found; the same for each of them, however often."""
    return lookup_hashes(accounts, "banks.fileline.account_hash")


def locked_file(pk: int) -> BankFile:
    """A file for the caller's transaction; its batch is locked before it, as everywhere."""
    return (
        BankFile.objects.select_for_update(of=("self",))
        .select_related("batch__source__organisation", "template")
        .get(pk=pk)
    )


def live_file(batch: Batch) -> BankFile | None:
    """The file of a batch that counts: made or sent, not withdrawn."""
    files = BankFile.objects.filter(batch=batch)
    return files.exclude(state=BankFile.State.WITHDRAWN).first()


def content_of(file: BankFile) -> bytes:
    sealed = FileContent.objects.values_list("sealed", flat=True).get(file=file)
    return unseal_bytes(bytes(sealed), place_of_content(file.number))


def templates_for(organisation: Organisation, on: date) -> QuerySet[BankTemplate]:
    """The templates in force that an organisation may use, its own and those from above first."""
    usable = BankTemplate.objects.for_organisation(organisation).in_force(on)
    return usable.order_by(F("organisation__depth").desc(nulls_last=True), "bank", "name")


def sendable_batches(batches: BatchQuerySet) -> BatchQuerySet:
    """Approved batches that go through the bank and have no file that counts."""
    made = Q(bank_files__state__in=[BankFile.State.MADE, BankFile.State.SENT])
    waiting = batches.filter(state=Batch.State.APPROVED, way=Batch.Way.BANK)
    return waiting.exclude(pk__in=Batch.objects.filter(made).values("pk"))


def pay_lines(batch: Batch, *, file_id: int = 0, most: int = 0) -> list[tuple[int, PayLine]]:
    """The payments of a batch with their lines, in the order of their keys; accounts in plain.

    `file_id` is the number in their references; `most`: only so many, for a preview.
    """
    rows = Payee.objects.filter(payment__batch=batch).order_by("payment_id")
    found = []
    for number, (
        row_key,
        pk,
        name,
        bank,
        branch,
        account,
        id_no,
        amount,
        reason,
        unit,
    ) in enumerate(
        (rows[:most] if most else rows).values_list(
            "row_key",
            "payment_id",
            "name",
            "bank",
            "branch",
            "account_no",
            "id_no",
            "payment__amount",
            "payment__reason",
            "payment__link_point__name",
        ),
        1,
    ):
        line = PayLine(
            number=number,
            reference=reference_of(file_id, number),
            name=name,
            account=_opened(account, row_key),
            amount=amount,
            bank=bank,
            branch=branch,
            id_no=_opened(id_no, row_key),
            purpose=reason,
            unit=unit,
        )
        found.append((pk, line))
    return found


def _opened(sealed: Any, row_key: UUID) -> str:
    """`values_list` gives what is sealed as `Sealed`: it is opened here, and not kept."""
    return cast("str", sealed.opened(row_key)) if sealed else ""


def preview_of(
    batch: Batch, template: BankTemplate
) -> tuple[list[str], list[list[str]], list[tuple[int, str]]]:
    """Headings, the first lines masked, and what cannot be written so in the whole batch."""
    layout = template.read
    lines = [line for _, line in pay_lines(batch)]
    shown = [cells_of(layout, masked(line)) for line in lines[:PREVIEWED]]
    return labels_of(layout), shown, problems_of(layout, lines)


def with_open_lines(files: BankFileQuerySet) -> BankFileQuerySet:
    """Files with `open`, `unknown` and `bounced`: how many of their payments stand there."""

    def standing(*states: str) -> Count:
        return Count("file_lines", filter=Q(file_lines__payment__state__in=states))

    return files.select_related("batch__source__organisation", "template").annotate(
        open=standing(*OPEN),
        unknown=standing(Payment.State.UNKNOWN),
        bounced=standing(Payment.State.RETURNED),
    )


def files_overdue(files: BankFileQuerySet, on: date) -> BankFileQuerySet:
    """Files about which the bank should have said everything by now, and has not."""
    late = files.filter(state=BankFile.State.SENT, due_on__lt=on)
    return late.filter(file_lines__payment__state__in=OPEN).distinct()
