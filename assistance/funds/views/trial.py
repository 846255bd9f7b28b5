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
from ground.kernel import clock
from ground.sheets.writing import SheetColumn
from ground.web.leaving import workbook_answer
from ground.web.pages import acting, page

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
    user = acting(request)
    sources = FundSource.objects.visible_to(user, SEE_FUNDS.code)
    balance = queries.trial_balance(on, sources)
    books = queries.books_of(Organisation.objects.visible_to(user, SEE_FUNDS.code))
    kinds = shown_kinds(balance.total)
    if request.GET.get("export") == "xlsx":
        return _sheet(request, balance, kinds, books)
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
    columns = [
        SheetColumn("资金", width=30),
        SheetColumn("年度", "number"),
        SheetColumn("管理单位", width=30),
        *(SheetColumn(f"{kind.label}（元）", "money") for kind in kinds),
    ]
    blank = [None] * (len(kinds) - 1)
    rows: list[list[object]] = [
        [source.name, source.year, source.organisation.name, *(one.by_kind[kind] for kind in kinds)]
        for source, one in balance.rows
    ]
    rows.append(["合计", None, None, *(balance.total.by_kind[kind] for kind in kinds)])
    count = len(rows)
    for book in books:
        seal = str(book.seal) if book.seal else "尚未封存"
        rows.append([f"封签 {seal}", None, book.organisation.name, None, *blank])
        verified = _verified_words(book)
        rows.append([verified, None, book.organisation.name, None, *blank])
    return workbook_answer(
        request,
        title="试算平衡表",
        columns=columns,
        rows=rows,
        count=count,
        name=f"试算平衡表_{balance.on:%Y%m%d}.xlsx",
        filters=f"截至：{balance.on}",
    )


def _verified_words(book: queries.Book) -> str:
    if book.verified is None:
        return "尚未核验"
    return f"{book.verified.at:%Y-%m-%d} 核验：{book.verified.told}"
