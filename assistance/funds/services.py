"""Open a fund source; receive, reserve, release and spend its money: each one balanced entry."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from assistance.funds import queries, rules
from assistance.funds.events import EntryPosted, MoneyReceived
from assistance.funds.models import Account, Entry, FundSource, Posting
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import cause, publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

Kind = Account.Kind
Amount = str | int | Decimal


@transaction.atomic
def open_source(
    *,
    by: User | None,
    organisation: Organisation,
    kind: str,
    name: str,
    year: int,
    document_no: str = "",
) -> FundSource:
    """Open a fund source with its four accounts, under a name that is new for its year."""
    name, document_no = (text.replace("\x00", "").strip() for text in (name, document_no))
    if kind not in FundSource.Kind.values:
        raise RuleBroken("source_kind_unknown", "请从列表中选择资金来源", fields={"kind": "请选择"})
    if not name:
        raise RuleBroken("name_missing", "请填写资金名称", fields={"name": "不能为空"})
    rules.check_length(name, field="name", label="名称", longest=80)
    rules.check_length(document_no, field="document_no", label="文号", longest=60)
    rules.check_year(year)
    taken = RuleBroken(
        "source_exists",
        f"“{organisation}”{year}年度已有“{name}”，请换一个名称",
        fields={"name": "已存在"},
    )
    if FundSource.objects.filter(organisation=organisation, year=year, name=name).exists():
        raise taken
    try:
        with transaction.atomic():
            source = FundSource.objects.create(
                organisation=organisation, kind=kind, name=name, year=year, document_no=document_no
            )
    except IntegrityError as error:  # somebody opened it in the same moment
        if "fund_source_once" in str(error):
            raise taken from None
        raise
    Account.objects.bulk_create(Account(source=source, kind=one) for one in Kind)
    record(by, "funds.source_opened", source, kind=kind, year=year, organisation=organisation.pk)
    return source


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
    """Book money that came in. The same `key`, made where the form is filled, books it once."""
    entry, is_new = _book(
        by=by,
        source=source,
        key=f"funds.receipt:{key or uuid4()}",
        on=on,
        summary=summary,
        amount=rules.amount_to_book(amount),
        out_of=Kind.GRANTED,
        into=Kind.AVAILABLE,
    )
    if is_new:
        publish(
            MoneyReceived(
                source_id=source.pk, entry_id=entry.pk, amount=rules.amount_to_book(amount), on=on
            )
        )
    return entry


@transaction.atomic
def reserve(
    *, by: User | None, source: FundSource, amount: Amount, key: str, on: date, summary: str
) -> Entry:
    """Set available money aside for what has been approved."""
    return _book(
        by=by,
        source=source,
        key=key,
        on=on,
        summary=summary,
        amount=rules.amount_to_book(amount),
        out_of=Kind.AVAILABLE,
        into=Kind.RESERVED,
    )[0]


@transaction.atomic
def release(
    *, by: User | None, source: FundSource, amount: Amount, key: str, on: date, summary: str
) -> Entry:
    """Give reserved money back: what was approved will not be paid."""
    return _book(
        by=by,
        source=source,
        key=key,
        on=on,
        summary=summary,
        amount=rules.amount_to_book(amount),
        out_of=Kind.RESERVED,
        into=Kind.AVAILABLE,
    )[0]


@transaction.atomic
def spend(
    *, source: FundSource, amount: Amount, key: str, on: date, summary: str, by: User | None = None
) -> Entry:
    """Book that reserved money has been paid out."""
    return _book(
        by=by,
        source=source,
        key=key,
        on=on,
        summary=summary,
        amount=rules.amount_to_book(amount),
        out_of=Kind.RESERVED,
        into=Kind.SPENT,
    )[0]


def _book(
    *,
    by: User | None,
    source: FundSource,
    key: str,
    on: date,
    summary: str,
    amount: Decimal,
    out_of: Account.Kind,
    into: Account.Kind,
) -> tuple[Entry, bool]:
    """One entry from one account of a source to another; whether it is new.

    What a key names is booked once: again returns the entry, and with anything else than the same
    movement is refused. The accounts are locked before anything is looked at, so two callers with
    the last yuan, or with one key, come one after the other. The constraints of the database stand
    behind each check.
    """
    accounts = queries.locked_accounts(source)
    moved = {accounts[out_of].pk: -amount, accounts[into].pk: amount}
    booked = Entry.objects.filter(key=key).first()
    if booked is not None:
        return _same(booked, moved), False
    rules.check_day(on, today=clock.today())
    summary = rules.summary_to_book(summary)
    if out_of == Kind.GRANTED:
        rules.check_total(granted=-accounts[out_of].balance, amount=amount)
    else:
        rules.check_enough(
            wanted=amount, there=accounts[out_of].balance, source=str(source), account=out_of.label
        )
    try:
        with transaction.atomic():
            entry = Entry.objects.create(
                key=key,
                on=on,
                summary=summary,
                made_by_id=by.pk if by else cause().actor_id,
                event_id=cause().event_id,
            )
            Posting.objects.bulk_create(
                Posting(entry=entry, account_id=account, amount=part)
                for account, part in moved.items()
            )
    except IntegrityError as error:
        if "fund_never_below_zero" in str(error):
            raise RuleBroken("fund_short", f"“{source}”余额不足，请核对余额后再办理") from None
        booked = Entry.objects.filter(key=key).first()
        if booked is None:
            raise
        return _same(booked, moved), False
    record(by, f"funds.{into}_booked", entry, source=source.pk, amount=amount, on=on)
    publish(EntryPosted(entry_id=entry.pk, source_id=source.pk, on=on))
    return entry, True


def _same(booked: Entry, moved: dict[int, Decimal]) -> Entry:
    if dict(booked.postings.values_list("account_id", "amount")) != moved:
        raise RuleBroken(
            "entry_differs",
            f"凭证“{booked.summary}”已经入账，金额或资金来源与本次不同：请核对，更正须另记一笔",
        )
    return booked
