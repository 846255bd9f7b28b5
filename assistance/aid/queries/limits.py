"""What the standards of aid say against payments of a batch: beyond a limit, or an item given before."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from assistance.aid.models import Batch, Payment
from assistance.aid.queries.payees import Problem, payees_of
from assistance.aid.queries.received import payments_that_count
from assistance.aid.queries.repeats import files_of_the_same_people, people_of
from assistance.criteria.queries import dibao_of
from assistance.households.models import HardshipFile
from assistance.standards.queries import standards_of
from assistance.standards.rules import Facts, Proposal, Received, propose, tell

APPLIED = "applications.application:"  # decided by a person who was shown what the standards say


@dataclass(frozen=True, slots=True)
class _Asked:
    """A payment of the batch as the standards judge it."""

    pk: int
    aid_type: str
    amount: Decimal
    given_on: date
    file_id: int
    file_no: str
    category: str
    tier: str
    division_id: int | None


def problems_of(batch: Batch) -> list[Problem]:
    """Everything that keeps a batch from being locked: its payees, and the standards."""
    return [*payees_of(batch)[1], *beyond_standards(batch)]


def hold_families(batch: Batch) -> None:
    """Hold the files of a batch, in the order of their keys: two batches are judged one after the other."""
    files = batch.payments.filter(file__isnull=False).values("file")
    held = HardshipFile.objects.filter(pk__in=files).order_by("pk")
    list(held.select_for_update(of=("self",), no_key=True).values_list("pk"))


def beyond_standards(batch: Batch) -> list[Problem]:
    """Payments of a batch that go beyond a limit or repeat an item, with the sentence that says so.

    Everything counts that a family has received or that is locked for it, from every source and
    campaign, on any file of its people, and the payments of this very batch before it. What is only
    planned does not. Not judged again: what was applied for (a
    person has decided, knowing the standards), and what was handed over on a visit (it is given).
    As many queries for a hundred thousand payments as for one on a day.
    """
    asked = _asked(batch)
    own = {one.pk for one in asked}
    received = _received({one.file_id for one in asked}, without=own)
    divisions = list({one.division_id for one in asked})
    days = {one.given_on for one in asked}
    standards = {day: standards_of(divisions, day) for day in days}
    dibao = {day: dibao_of(divisions, day) for day in days}
    problems = []
    for one in asked:
        facts = Facts(
            aid_type=one.aid_type,
            on=one.given_on,
            source_kind=batch.source.kind,
            category=one.category,
            tier=one.tier,
            asked=one.amount,
            dibao=dibao[one.given_on].get(one.division_id),
            received=tuple(received[one.file_id]),
        )
        proposal = propose(standards[one.given_on][one.division_id], facts)
        if said := _against(proposal, facts, one.amount):
            problems.append(Problem(one.pk, one.file_no, said))
        received[one.file_id].append(
            Received(one.given_on, one.amount, one.aid_type, batch.source.kind, payment_id=one.pk)
        )
    return problems


def _against(proposal: Proposal, facts: Facts, amount: Decimal) -> str:
    """The sentence of the row that stops a payment, or whose limit it goes beyond; else nothing."""
    stopped = proposal.is_stopped
    if not stopped and (proposal.cap is None or amount <= proposal.cap):
        return ""
    for found, sentence in zip(proposal.findings, tell(proposal, facts), strict=True):
        if found.outcome == "stopped" if stopped else found.left == proposal.cap:
            return sentence.text
    return "超过救助标准的上限"


def _asked(batch: Batch) -> list[_Asked]:
    rows = Payment.objects.filter(
        batch=batch, file__isnull=False, visit__isnull=True, reissue_of__isnull=True
    ).exclude(key__startswith=APPLIED)
    return [
        _Asked(*cells)
        for cells in rows.order_by("given_on", "pk").values_list(
            "pk",
            "aid_type",
            "amount",
            "given_on",
            "file_id",
            "file__file_no",
            "file__category",
            "file__tier",
            "file__unit__division_id",
        )
    ]


def _received(files: Collection[int], *, without: set[int]) -> dict[int, list[Received]]:
    """File → what its people have received on any file of theirs and without one, but for these payments."""
    of, people = files_of_the_same_people(files), people_of(files)
    every = Payment.objects.order_by().values("pk")
    theirs = every.filter(file__in=list(of)).union(
        every.filter(beneficiary__id_hash__in=list(people))
    )
    locked = Payment.objects.filter(pk__in=theirs).exclude(
        Q(state=Payment.State.PLANNED) | Q(batch__state=Batch.State.BUILDING)
    )
    counted: QuerySet[Any] = payments_that_count(locked)
    found: dict[int, list[Received]] = defaultdict(list)
    for pk, file, person, on, kept, kind, money, origin, key, state in counted.values_list(
        "pk",
        "file_id",
        "beneficiary__id_hash",
        "counts_on",
        "kept",
        "aid_type",
        "batch__source__kind",
        "origin",
        "key",
        "state",
    ):
        if pk in without:
            continue
        got = Received(
            on, kept, kind, money or "", None, origin, key, pk, state == Payment.State.PAID
        )
        for wanted in (of[file] if file else set()) | people.get(person, set()):
            found[wanted].append(got)
    return found
