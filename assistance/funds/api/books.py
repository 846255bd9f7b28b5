from dataclasses import asdict
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Status
from ninja.pagination import paginate

from assistance.funds import queries, services
from assistance.funds.api.parts import router, source_in_scope
from assistance.funds.models import Account, Entry, EntryQuerySet, FundSource, SourceQuerySet
from assistance.funds.permissions import RECEIVE_MONEY, SEE_FUNDS
from assistance.funds.schemas import (
    BalanceRow,
    BookOut,
    EntryOut,
    LineOut,
    ReceiptIn,
    SourceIn,
    SourceOut,
    StatementOut,
    TrialBalanceOut,
)
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.kernel.periods import Period
from ground.web.api import Pages, acting, needs

PAGE = 200


@router.get("/sources", auth=needs(SEE_FUNDS), response=list[SourceOut])
@paginate(Pages, ordering=("-id",))
def list_sources(request: HttpRequest) -> SourceQuerySet:
    return queries.with_balances(FundSource.objects.visible_to(acting(request), SEE_FUNDS.code))


@router.post("/sources", auth=needs(RECEIVE_MONEY), response={201: SourceOut})
def open_source(request: HttpRequest, body: SourceIn) -> Status[FundSource]:
    user = acting(request)
    organisation: Organisation = get_object_or_404(
        Organisation.objects.visible_to(user, RECEIVE_MONEY.code), pk=body.organisation_id
    )
    opened = services.open_source(
        by=user, organisation=organisation, **body.dict(exclude={"organisation_id"})
    )
    return Status(201, source_in_scope(request, opened.pk, RECEIVE_MONEY.code))


@router.get("/sources/{int:pk}", auth=needs(SEE_FUNDS), response=SourceOut)
def show_source(request: HttpRequest, pk: int) -> FundSource:
    return source_in_scope(request, pk, SEE_FUNDS.code)


@router.post("/sources/{int:pk}/receipts", auth=needs(RECEIVE_MONEY), response={201: EntryOut})
def receive_money(request: HttpRequest, pk: int, body: ReceiptIn) -> Status[Entry]:
    source = source_in_scope(request, pk, RECEIVE_MONEY.code)
    entry = services.receive_money(by=acting(request), source=source, **body.dict())
    return Status(201, _with_postings(Entry.objects.filter(pk=entry.pk)).get())


@router.get("/sources/{int:pk}/statement", auth=needs(SEE_FUNDS), response=StatementOut)
def statement(
    request: HttpRequest,
    pk: int,
    starts_on: date | None = None,
    ends_on: date | None = None,
    account: Account.Kind = Account.Kind.AVAILABLE,
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> StatementOut:
    """One account in a period, by default of all its life; 200 lines from `start` on."""
    source = source_in_scope(request, pk, SEE_FUNDS.code)
    of = get_object_or_404(Account, source=source, kind=account)
    life = queries.life_of(source)
    period = Period(starts_on=starts_on or life.starts_on, ends_on=ends_on or life.ends_on)
    told = queries.statement(of, period, start=start, limit=PAGE)
    return StatementOut(
        account=account,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        opening=told.opening,
        closing=told.closing,
        lines=[
            LineOut(
                entry_id=line.posting.entry_id,
                on=line.posting.entry.on,
                summary=line.posting.entry.summary,
                amount=line.amount,
                running=line.running,
            )
            for line in told.lines
        ],
    )


@router.get("/entries/{int:pk}", auth=needs(SEE_FUNDS), response=EntryOut)
def show_entry(request: HttpRequest, pk: int) -> Entry:
    visible = Entry.objects.visible_to(acting(request), SEE_FUNDS.code)
    return get_object_or_404(_with_postings(visible), pk=pk)


@router.get("/trial-balance", auth=needs(SEE_FUNDS), response=TrialBalanceOut)
def trial_balance(request: HttpRequest, on: date | None = None) -> TrialBalanceOut:
    """Balances at the end of a day, and how far each book is sealed and was found intact."""
    user = acting(request)
    told = queries.trial_balance(
        on or clock.today(), FundSource.objects.visible_to(user, SEE_FUNDS.code)
    )
    books = queries.books_of(Organisation.objects.visible_to(user, SEE_FUNDS.code))
    return TrialBalanceOut(
        on=told.on,
        rows=[BalanceRow(source_id=source.pk, **asdict(one)) for source, one in told.rows],
        total=BalanceRow(source_id=0, **asdict(told.total)),
        books=[BookOut.of(one) for one in books],
    )


def _with_postings(entries: EntryQuerySet) -> EntryQuerySet:
    return entries.select_related("sealed").prefetch_related("postings__account")
