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
) -> Entry:
    """Book money that came in from outside. The same `key`, made where the form is filled, books it once."""
    rules.check_from_outside(source.came_from_outside)
    read = rules.amount_to_book(amount)
    line = Line(key=f"funds.receipt:{key or uuid4()}", amount=read, summary=summary)
    [entry], new = _post(by, source, Move.RECEIVED, on, [line])
    if new:
        publish(MoneyReceived(source_id=source.pk, entry_id=entry.pk, amount=read, on=on))
    return entry


@transaction.atomic
def post(
    *, by: User | None, source: FundSource, move: Move, on: date, lines: Sequence[Line]
) -> list[Entry]:
    """Move money within a source, one entry for each line; the entries in the order of the lines.

    What a key names is booked once: again returns its entry, and with anything else than the same
    movement is refused. All lines are booked or none. The accounts are locked before anything is
    looked at, so two callers with the last yuan, or with one key, come one after the other; the
    constraints of the database stand behind each check.
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
    return _post(by, source, move, on, [line])[0][0]


def _post(
    by: User | None, source: FundSource, move: Move, on: date, lines: Sequence[Line]
) -> tuple[list[Entry], int]:
    """The entries, and how many of them are new."""
    rules.check_keys([line.key for line in lines])
    accounts = queries.locked_accounts(source)
    out_of, into = accounts[move.out_of], accounts[move.into]
    booked = queries.booked([line.key for line in lines])
    for line in lines:
        if line.key in booked:
            _check_same(booked[line.key], {out_of.pk: -line.amount, into.pk: line.amount})
    new = [line for line in lines if line.key not in booked]
    if new:
        rules.check_day(on, today=clock.today())
        _check_enough(source, out_of, sum((line.amount for line in new), Decimal(0)))
        _write(by, source, out_of, into, on, new)
        booked = queries.booked([line.key for line in lines])
        amount = sum(line.amount for line in new)
        one = booked[new[0].key].entry if len(new) == 1 else source
        record(by, f"funds.money_{move.name.lower()}", one, number=len(new), amount=amount, on=on)
        publish(EntriesPosted(book_id=source.organisation_id, source_id=source.pk, number=len(new)))
    return [booked[line.key].entry for line in lines], len(new)


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


def _write(
    by: User | None,
    source: FundSource,
    out_of: Account,
    into: Account,
    on: date,
    lines: Sequence[Line],
) -> None:
    """Entries by one statement, their postings by another, however many."""
    actor, event = by.pk if by else cause().actor_id, cause().event_id
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO funds_entry (source_id, "on", made_by_id, key, summary, item, unit_id, event_id)'
                " SELECT %s, %s, %s, one.* FROM unnest(%s::text[], %s::text[], %s::text[],"
                " %s::bigint[], %s::bigint[]) AS one RETURNING id, key",
                [
                    source.pk,
                    on,
                    actor,
                    [line.key for line in lines],
                    [rules.summary_to_book(line.summary) for line in lines],
                    [line.item for line in lines],
                    [line.unit_id for line in lines],
                    [line.because or event for line in lines],
                ],
            )
            ids = {key: entry for entry, key in cursor.fetchall()}
            cursor.execute(
                'INSERT INTO funds_posting (entry_id, account_id, "on", amount)'
                " SELECT one.entry, side.account, %s, one.amount * side.sign"
                " FROM unnest(%s::bigint[], %s::numeric[]) AS one (entry, amount),"
                " (VALUES (%s::bigint, -1), (%s::bigint, 1)) AS side (account, sign)",
                [
                    on,
                    [ids[line.key] for line in lines],
                    [line.amount for line in lines],
                    out_of.pk,
                    into.pk,
                ],
            )
    except IntegrityError as error:
        if "fund_never_below_zero" in str(error):
            raise RuleBroken("fund_short", f"“{source}”余额不足，请核对余额后再办理") from None
        if "funds_entry_key" not in str(error):
            raise
        # Under this key somebody booked something on another source in the same moment.
        raise _differs(queries.booked([line.key for line in lines])) from None


def _check_same(booked: queries.Booked, moved: dict[int, Decimal]) -> None:
    if booked.moved != moved:
        raise _differs({booked.entry.key: booked})


def _differs(booked: dict[str, queries.Booked]) -> RuleBroken:
    named = "、".join(f"“{one.entry.summary}”" for one in list(booked.values())[:3])
    return RuleBroken(
        "entry_differs",
        f"凭证{named}已经入账，金额或资金来源与本次不同：请核对，更正须另记一笔",
    )
