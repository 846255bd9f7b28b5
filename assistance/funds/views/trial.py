from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assistance.funds import queries
from assistance.funds.models import Account, FundSource
from assistance.funds.permissions import SEE_FUNDS
from ground.accounts.models import Organisation
from ground.briefs.tables import HANDS, Table, table_answer
from ground.kernel import clock
from ground.sheets.writing import SheetColumn
from ground.web.leaving import workbook_answer
from ground.web.pages import acting, page

TITLE = "试算平衡表"
ALWAYS = {Account.Kind.GRANTED, Account.Kind.AVAILABLE, Account.Kind.RESERVED, Account.Kind.SPENT}


@dataclass(frozen=True)
class Cell:
    """An amount on an account, and the statement that it is the end of."""

    label: str
    amount: Decimal
    url: str


@page(SEE_FUNDS)
def trial_balance(request: HttpRequest) -> HttpResponse:
    """Every source in scope with its accounts at the end of a day; how far its book is sealed."""
    asked = request.GET.get("on", "")
    on, problem = clock.today(), ""
    if asked:
        try:
            on = date.fromisoformat(asked)
        except ValueError:
            problem = "日期无法识别，已按今天计算"
    if on > clock.today():
        on, problem = clock.today(), "不能晚于今天，已按今天计算"
    user = acting(request)
    sources = FundSource.objects.visible_to(user, SEE_FUNDS.code)
    balance = queries.trial_balance(on, sources)
    books = queries.books_of(Organisation.objects.visible_to(user, SEE_FUNDS.code))
    kinds = shown_kinds(balance.total)
    export = request.GET.get("export")
    if export == "xlsx":
        return _sheet(request, balance, kinds, books)
    if export == "pdf":
        return _printed(request, balance, kinds, books, user.organisation)
    return render(
        request,
        "funds/trial_balance.html",
        {
            "balance": balance,
            "on": on,
            "problem": problem,
            "labels": [kind.label for kind in kinds],
            "rows": [
                (source, [_cell(source, kind, one, on) for kind in kinds])
                for source, one in balance.rows
            ],
            "totals": [(kind.label, balance.total.by_kind[kind]) for kind in kinds],
            "books": books,
        },
    )


def shown_kinds(total: queries.Balances) -> list[Account.Kind]:
    """The usual kinds of accounts, and the others that have anything."""
    return [kind for kind in Account.Kind if kind in ALWAYS or total.by_kind[kind]]


def _cell(source: FundSource, kind: Account.Kind, one: queries.Balances, on: date) -> Cell:
    url = f"{reverse('funds:source', args=[source.pk])}?account={kind}&to={on}"
    return Cell(kind.label, one.by_kind[kind], url)


def _sheet(
    request: HttpRequest,
    balance: queries.TrialBalance,
    kinds: list[Account.Kind],
    books: list[queries.Book],
) -> HttpResponse:
    blank = [None] * (len(kinds) - 1)
    rows = [*_rows(balance, kinds), _total(balance, kinds)]
    count = len(rows)
    for book in books:
        seal = str(book.seal) if book.seal else "尚未封存"
        rows.append([f"封签 {seal}", None, book.organisation.name, None, *blank])
        verified = _verified_words(book)
        rows.append([verified, None, book.organisation.name, None, *blank])
    return workbook_answer(
        request,
        title=TITLE,
        columns=_columns(kinds),
        rows=rows,
        count=count,
        name=f"{TITLE}_{balance.on:%Y%m%d}.xlsx",
        filters=f"截至：{balance.on}",
        marks=[
            f"单位：{acting(request).organisation.name}",
            f"截至：{balance.on}",
            "金额单位：元",
        ],
    )


def _printed(
    request: HttpRequest,
    balance: queries.TrialBalance,
    kinds: list[Account.Kind],
    books: list[queries.Book],
    of: Organisation,
) -> HttpResponse:
    """To be signed and kept apart from the server, with the seal of each book."""
    added = "借贷平衡" if balance.total.add_up else "账目不符"
    table = Table(
        title=TITLE,
        columns=_columns(kinds),
        rows=_rows(balance, kinds),
        total=_total(balance, kinds),
        marks=[
            f"单位：{of.name}",
            f"截至：{balance.on}",
            "金额单位：元",
            added,
            f"打印时间：{clock.now().astimezone(clock.CHINA):%Y-%m-%d %H:%M}",
        ],
        notes=[
            f"{book.organisation.name}账簿封签：{book.seal or '尚未封存'}（{_verified_words(book)}）"
            for book in books
        ],
        hands=HANDS,
    )
    back = f"{request.path}?on={balance.on.isoformat()}"
    return table_answer(request, table, organisation=of, back=back)


def _columns(kinds: list[Account.Kind]) -> list[SheetColumn]:
    return [
        SheetColumn("资金", width=30),
        SheetColumn("年度", width=6),
        SheetColumn("管理单位", width=30),
        *(SheetColumn(f"{kind.label}（元）", "money") for kind in kinds),
    ]


def _rows(balance: queries.TrialBalance, kinds: list[Account.Kind]) -> list[list[object]]:
    return [
        [
            source.name,
            str(source.year),
            source.organisation.name,
            *(one.by_kind[kind] for kind in kinds),
        ]
        for source, one in balance.rows
    ]


def _total(balance: queries.TrialBalance, kinds: list[Account.Kind]) -> list[object]:
    return ["合计", None, None, *(balance.total.by_kind[kind] for kind in kinds)]


def _verified_words(book: queries.Book) -> str:
    if book.verified is None:
        return "尚未核验"
    return f"{book.verified.at:%Y-%m-%d} 核验：{book.verified.told}"
