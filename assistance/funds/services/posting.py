"""Post to the ledger: every movement of money is one balanced entry, one or a hundred thousand at a time."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from assistance.funds import queries, rules
from assistance.funds.events import EntriesPosted, MoneyReceived
from assistance.funds.models import Account, Entry, FundSource
from assistance.funds.rules import Line, Move
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import cause, publish
from ground.kernel import clock
from ground.kernel.arrays import number_array, text_array
from ground.kernel.errors import RuleBroken

Amount = str | int | Decimal


@transaction.atomic
def receive_money(
    *,
    by: User | None,
    source: FundSource,
    amount: Amount,
    on: date,
    summary: str,
    key: UUID | None = None,
    again: bool = False,
) -> Entry:
    """Book money that came in from outside. The same `key`, made where the form is filled, books it once.

    Under another key the same amount of the same day, with the same summary, is booked once more only
    where it was said that it came `again`. Two of them at once come one after the other.
    """
    rules.check_from_outside(source.came_from_outside)
    rules.check_receipt_year(on, year=source.year)
    read = rules.amount_to_book(amount)
    summary = rules.summary_to_book(summary)
    line = Line(key=f"{queries.RECEIPT}{key or uuid4()}", amount=read, summary=summary)
    if not again:
        queries.locked_accounts(source)
        if not queries.booked([line.key]):
            booked = queries.same_receipt(source, amount=read, on=on, summary=summary)
            rules.check_not_again(on=on, amount=read, summary=summary, booked=booked)
    [pk], new = _post(by, source, Move.RECEIVED, on, [line])
    entry = Entry.objects.get(pk=pk)
    if new:
        publish(MoneyReceived(source_id=source.pk, entry_id=entry.pk, amount=read, on=on))
    return entry


@transaction.atomic
def post(
    *, by: User | None, source: FundSource, move: Move, on: date, lines: Sequence[Line]
) -> list[int]:
    """Move money within a source, one entry for each line; their keys in the order of the lines.

    What it takes must be there on its day and on every later one (`Move.needs_cover_each_day`). What a
    key names is booked once: again returns its entry, and with anything else than the same
    movement is refused. All lines are booked or none. Two callers with the last yuan come one after
    the other at the accounts' locks, two with one key at the key; the constraints of the database stand
    behind each check.
    """
    return _post(by, source, move, on, lines)[0]


@transaction.atomic
def post_one(
    *,
    by: User | None,
    source: FundSource,
    move: Move,
    on: date,
    key: str,
    amount: Amount,
    summary: str,
    item: str = "",
    unit_id: int | None = None,
) -> Entry:
    """Move money within a source by a single entry."""
    line = Line(
        key=key,
        amount=rules.amount_to_book(amount),
        summary=summary,
        item=item,
        unit_id=unit_id,
    )
    [pk], _ = _post(by, source, move, on, [line])
    return Entry.objects.get(pk=pk)


def _post(
    by: User | None, source: FundSource, move: Move, on: date, lines: Sequence[Line]
) -> tuple[list[int], int]:
    """The keys of the entries, and how many of them are new.

    The accounts are locked last, and only for their check and their postings: what many wait for, each
    holds for two statements. Two with one key wait for each other before, at the key itself.
    """
    keys, today = [line.key for line in lines], clock.today()
    rules.check_keys(keys)
    new = _write_entries(by, source, on, lines)
    entries = dict(new)
    if new:
        rules.check_day(on, today=today)
        amount = sum(line.amount for line in lines if line.key in new)
        one = Entry(pk=next(iter(new.values()))) if len(new) == 1 else source
        record(by, f"funds.money_{move.name.lower()}", one, number=len(new), amount=amount, on=on)
        publish(EntriesPosted(book_id=source.organisation_id, source_id=source.pk, number=len(new)))
    accounts = queries.locked_accounts(source)
    out_of, into = accounts[move.out_of], accounts[move.into]
    if len(new) < len(lines):
        booked = queries.booked([key for key in keys if key not in new])
        for line in lines:
            if line.key in booked:
                _check_same(booked[line.key], {out_of.pk: -line.amount, into.pk: line.amount})
                entries[line.key] = booked[line.key].entry.pk
    if new:
        moved = [(new[line.key], line.amount) for line in lines if line.key in new]
        wanted = sum((amount for _, amount in moved), Decimal(0))
        _check_enough(source, out_of, wanted)
        if on < today and move.needs_cover_each_day:
            _check_enough_since(source, out_of, wanted, on)
        _write_postings(source, out_of, into, on, moved)
    return [entries[key] for key in keys], len(new)


def _check_enough(source: FundSource, account: Account, wanted: Decimal) -> None:
    if account.kind == Account.Kind.GRANTED:
        rules.check_total(granted=-account.balance, amount=wanted)
    else:
        rules.check_enough(
            wanted=wanted,
            there=account.balance,
            source=str(source),
            account=account.get_kind_display(),
        )


def _check_enough_since(source: FundSource, account: Account, wanted: Decimal, on: date) -> None:
    day, there = queries.lowest_since(account, on)
    rules.check_enough_since(
        on=on,
        wanted=wanted,
        there=there,
        day=day,
        source=str(source),
        account=account.get_kind_display(),
    )


def _write_entries(
    by: User | None, source: FundSource, on: date, lines: Sequence[Line]
) -> dict[str, int]:
    """Entries by one statement, however many: the id of each that is new, by key."""
    actor, event = by.pk if by else cause().actor_id, cause().event_id
    summaries = {one: rules.summary_to_book(one) for one in {line.summary for line in lines}}
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO funds_entry (source_id, "on", made_by_id, key, summary, item, unit_id, event_id)'
            " SELECT %s, %s, %s, one.* FROM unnest(%s::text[], %s::text[], %s::text[],"
            " %s::bigint[], %s::bigint[]) AS one ON CONFLICT (key) DO NOTHING RETURNING key, id",
            [
                source.pk,
                on,
                actor,
                text_array([line.key for line in lines]),
                text_array([summaries[line.summary] for line in lines]),
                text_array([line.item for line in lines]),
                number_array(line.unit_id for line in lines),
                number_array(line.because or event for line in lines),
            ],
        )
        return dict(cursor.fetchall())


def _write_postings(
    source: FundSource,
    out_of: Account,
    into: Account,
    on: date,
    moved: Sequence[tuple[int, Decimal]],
) -> None:
    """The postings of all entries by one statement: the trigger takes them in at once."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO funds_posting (entry_id, account_id, "on", amount)'
                " SELECT one.entry, side.account, %s, one.amount * side.sign"
                " FROM unnest(%s::bigint[], %s::numeric[]) AS one (entry, amount),"
                " (VALUES (%s::bigint, -1), (%s::bigint, 1)) AS side (account, sign)",
                [
                    on,
                    number_array(entry for entry, _ in moved),
                    number_array(amount for _, amount in moved),
                    out_of.pk,
                    into.pk,
                ],
            )
    except IntegrityError as error:
        if "never_below_zero" in str(error):
            raise RuleBroken(
                "fund_short", f"“{source}”当日或以后的余额不足，请核对余额和日期后再办理"
            ) from None
        raise


def _check_same(booked: queries.Booked, moved: dict[int, Decimal]) -> None:
    if booked.moved != moved:
        raise RuleBroken(
            "entry_differs",
            f"凭证“{booked.entry.summary}”已经入账，金额或资金来源与本次不同：请核对，更正须另记一笔",
        )
