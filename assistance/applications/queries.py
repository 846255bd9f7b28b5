"""What is known of applications: facts for the standards, for many at once; what they still need."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assistance.aid import queries as aid
from assistance.aid.models import Payment, PaymentQuerySet
from assistance.applications import rules
from assistance.applications.models import Application, ApplicationPaper, ApplicationQuerySet
from assistance.criteria import queries as criteria
from assistance.households.models import HardshipFile, Member, Paper
from assistance.standards import queries as standards
from assistance.standards import rules as standard_rules
from assistance.standards.rules import Facts, Proposal, Received, Standards
from ground.kernel.errors import RuleBroken


def in_lists(rows: ApplicationQuerySet) -> ApplicationQuerySet:
    """Applications with unit, file, member and `holder_name` (to be masked), in one query."""
    holders = Member.objects.filter(file=OuterRef("file"), relation=Member.Relation.HOLDER)
    return rows.select_related("unit__division", "file", "member", "payment").annotate(
        holder_name=Subquery(holders.values("name")[:1])
    )


def locked(application: Application) -> Application:
    """The application as it is now, with its family: who else grants to it something waits.

    Held with its file, or with every application of the same person without one.
    """
    if application.file_id is not None:
        rows: QuerySet[HardshipFile] = HardshipFile.objects.filter(pk=application.file_id)
        list(rows.select_for_update(no_key=True).values_list("pk"))
    else:
        same = Application.objects.filter(id_hash=application.id_hash).order_by("pk")
        list(same.select_for_update(no_key=True).values_list("pk"))
    held = Application.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("unit__division", "file", "member", "payment").get(pk=application.pk)


def same_item(application: Application) -> Application | None:
    """The application that holds the same item already."""
    rows = Application.objects.filter(
        file=application.file_id,
        id_hash=application.id_hash,
        aid_type=application.aid_type,
        member=application.member_id,
        year=application.year,
        occasion=application.occasion,
        state__in=rules.HOLDING,
    ).exclude(pk=application.pk)
    return rows.select_related("payment").first()


def facts_of(applications: Sequence[Application], *, on: date) -> dict[int, Facts]:
    """Application key → what the standards may know of it on a day: eight queries for any number.

    Reads `unit`, `file` and `member` of each.
    """
    divisions = {one.unit.division_id for one in applications}
    dibao = criteria.dibao_of(divisions, on)
    before = criteria.dibao_of(divisions, date(on.year - 1, 12, 31))
    files = {one.file_id for one in applications if one.file_id is not None}
    people = dict(
        Member.objects.filter(file__in=files, standing=Member.Standing.PRESENT)
        .order_by()
        .values_list("file")
        .annotate(number=Count("pk"))
    )
    received = received_by(applications)
    return {
        one.pk: _facts(
            one, on, dibao, before, people.get(one.file_id or 0), tuple(received.get(one.pk, ()))
        )
        for one in applications
    }


def received_by(applications: Iterable[Application]) -> dict[int, list[Received]]:
    """Application key → what its family has received, on any file of its people and without one."""
    of_file: dict[int, list[int]] = defaultdict(list)
    of_person: dict[str, list[int]] = defaultdict(list)
    for one in applications:
        if one.file_id is not None:
            of_file[one.file_id].append(one.pk)
        else:
            of_person[one.id_hash].append(one.pk)
    hashes: dict[str, set[int]] = defaultdict(set, {k: set(v) for k, v in of_person.items()})
    for file, number in _people(Q(file__in=list(of_file))):
        hashes[number].update(of_file[file])
    files: dict[int, set[int]] = defaultdict(set, {k: set(v) for k, v in of_file.items()})
    for file, number in _people(Q(id_hash__in=list(hashes))):
        files[file].update(hashes[number])
    among = _of_whom().filter(pk__in=_theirs(list(files), list(hashes)))
    counted: QuerySet[Any] = aid.payments_that_count(among)
    rows = counted.values_list(
        "pk",
        "counts_on",
        "kept",
        "aid_type",
        "batch__source__kind",
        "for_member",
        "origin",
        "key",
        "state",
        "file",
        "of_person",
    )
    found: dict[int, list[Received]] = defaultdict(list)
    for pk, on, amount, kind, money, member, origin, key, state, file, number in rows:
        got = Received(
            on,
            amount,
            kind,
            money or "",
            member,
            origin,
            key,
            pk,
            state == Payment.State.PAID,
        )
        for wanted in (files[file] if file else set()) | (hashes[number] if number else set()):
            found[wanted].append(got)
    return found


def standards_for(application: Application, *, on: date) -> Standards:
    return standards.standards_for(application.unit.division, on)


def proposal_of(application: Application, *, on: date) -> tuple[Proposal, Facts]:
    """What the standards in force propose for an application as it stands."""
    facts = facts_of([application], on=on)[application.pk]
    return standard_rules.propose(standards_for(application, on=on), facts), facts


def missing_of(application: Application, *, on: date) -> list[str]:
    """Everything that an application still needs before it may be recommended."""
    fields = rules.missing_fields(
        aid_type=application.aid_type,
        asked=application.asked,
        reason=bool(application.reason),
        member=application.member_id is not None,
        has_file=application.file_id is not None,
        out_of_pocket=application.out_of_pocket,
        is_relative=application.is_relative,
    )
    return [*fields, *rules.missing_papers(papers_wanted(application, on=on), held_of(application))]


def papers_wanted(application: Application, *, on: date) -> tuple[str, ...]:
    facts = Facts(
        aid_type=application.aid_type,
        on=on,
        source_kind=application.source_kind,
        category=application.file.category if application.file else "",
        tier=application.file.tier if application.file else "",
    )
    return standard_rules.papers_of(standards_for(application, on=on), facts)


def held_of(application: Application) -> set[str]:
    """The kinds of paper that are there: with the application, or in the family's file.

    The letter of application and what was paid are of this item, never those of the file.
    """
    own = ApplicationPaper.objects.filter(application=application, withdrawn_at__isnull=True)
    held = set(own.values_list("kind", flat=True))
    if application.file_id is not None:
        filed = Paper.objects.filter(file=application.file_id, withdrawn_at__isnull=True)
        held |= set(filed.values_list("kind", flat=True)) - {"application", "bills", "fees"}
    return held


def file_without(number_hash: str) -> HardshipFile | None:
    """The active file in which a person stands who asks by the temporary route."""
    rows = HardshipFile.objects.filter(
        state=HardshipFile.State.ACTIVE,
        members__id_hash=number_hash,
        members__standing=Member.Standing.PRESENT,
    )
    return rows.first()


def member_of(file: HardshipFile, key: int | None) -> Member | None:
    if key is None:
        return None
    found = Member.objects.filter(file=file, pk=key, standing=Member.Standing.PRESENT).first()
    if found is None:
        raise RuleBroken("member_unknown", "请选择这户家庭的成员", fields={"member": "请选择"})
    return found


def _of_whom() -> PaymentQuerySet:
    """Payments with `of_person`, whom they help without a file, and `for_member`, as the application says."""
    return Payment.objects.annotate(
        of_person=Coalesce(
            "beneficiary__id_hash", "application__id_hash", "reissue_of__application__id_hash"
        ),
        for_member=Coalesce("application__member", "reissue_of__application__member"),
    )


def _theirs(files: Collection[int], hashes: Collection[str]) -> "QuerySet[Any, Any]":
    """The keys of payments to these files, and to these people without one.

    Each along an index of its own: an "or" over the tables would read every payment there is. What was
    applied for before payments named their beneficiaries is found by the application.
    """
    theirs = Payment.objects.order_by().values("pk")
    return theirs.filter(file__in=files).union(
        theirs.filter(beneficiary__id_hash__in=hashes),
        theirs.filter(application__id_hash__in=hashes),
        theirs.filter(reissue_of__application__id_hash__in=hashes),
    )


def _people(wanted: Q) -> "Iterable[tuple[int, str]]":
    rows = Member.objects.filter(wanted, standing=Member.Standing.PRESENT).exclude(id_hash="")
    return rows.order_by().values_list("file_id", "id_hash")


def _facts(
    one: Application,
    on: date,
    dibao: dict[int | None, Decimal],
    before: dict[int | None, Decimal],
    people: int | None,
    received: tuple[Received, ...],
) -> Facts:
    place = one.unit.division_id
    file = one.file
    return Facts(
        aid_type=one.aid_type,
        on=on,
        source_kind=one.source_kind,
        category=file.category if file else "",
        tier=file.tier if file else "",
        asked=one.asked,
        dibao=dibao.get(place),
        dibao_before=before.get(place),
        out_of_pocket=one.out_of_pocket,
        member=one.member_id,
        level=one.member.education if one.member else "",
        income=file.annual_income if file else None,
        rigid=file.rigid_expenses if file else None,
        members=people,
        received=received,
    )


@dataclass(frozen=True)
class YearOfHelp:
    """What a family received in one calendar year: payments, and sums by item and by money.

    The sums are of what was paid, without what was `recovered` of it; `planned` is still on its way.
    """

    year: int
    payments: list[Payment]
    total: Decimal
    planned: Decimal
    recovered: Decimal
    by_item: list[tuple[str, Decimal]]
    by_money: list[tuple[str, Decimal]]


def help_of(file: HardshipFile, among: PaymentQuerySet) -> list[YearOfHelp]:
    """A family's whole history of help, newest year first, among payments that somebody may see.

    On any file of its present people, and without a file. What was paid stands in the year in which it
    was; void and returned payments are listed and counted in no sum.
    """
    files, hashes = {file.pk}, {number for _, number in _people(Q(file=file))}
    files |= {key for key, _ in _people(Q(id_hash__in=hashes))}
    rows = aid.with_day(aid.with_kept(among)).filter(pk__in=_theirs(files, hashes))
    years: dict[int, list[Payment]] = defaultdict(list)
    for one in rows.select_related("batch__source", "application", "link_point").order_by(
        "-counts_on", "-pk"
    ):
        years[vars(one)["counts_on"].year].append(one)
    return [_year(year, payments) for year, payments in years.items()]


def counts(payment: Payment) -> bool:
    """Whether a payment is, or will be, part of what was received."""
    return payment.state not in aid.NOT_RECEIVED


def _year(year: int, payments: list[Payment]) -> YearOfHelp:
    items: dict[str, Decimal] = defaultdict(Decimal)
    money: dict[str, Decimal] = defaultdict(Decimal)
    planned = recovered = Decimal(0)
    for one in payments:
        kept: Decimal = one.kept  # type: ignore[attr-defined]
        if one.state == Payment.State.PAID:
            items[one.get_aid_type_display()] += kept
            money[one.batch.source.get_kind_display() if one.batch else ""] += kept
            recovered += one.amount - kept
        elif counts(one):
            planned += one.amount
    total = sum(items.values(), Decimal(0))
    return YearOfHelp(
        year, payments, total, planned, recovered, list(items.items()), list(money.items())
    )
