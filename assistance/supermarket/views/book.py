"""爱心超市台账: goods in, goods out, what is left, families served; and each family's year."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assistance.households.models import FileQuerySet, HardshipFile
from assistance.stock.models import Store
from assistance.supermarket import looks, queries
from assistance.supermarket.models import Issue
from assistance.supermarket.permissions import SEE_SUPERMARKET
from ground.accounts.models import User, below
from ground.briefs.tables import Table, book_answer, list_answer, table_answer
from ground.kernel import clock
from ground.sheets.writing import SheetColumn
from ground.web.filters import Choice, years_of
from ground.web.lists import Action
from ground.web.pages import acting, page
from ground.web.spans import period_of_year

COLUMNS = [
    SheetColumn("商品", width=26),
    SheetColumn("单位", width=6),
    SheetColumn("期初", "number"),
    SheetColumn("捐赠", "number"),
    SheetColumn("采购", "number"),
    SheetColumn("调入盘盈", "number"),
    SheetColumn("发放", "number"),
    SheetColumn("其他减少", "number"),
    SheetColumn("期末", "number"),
]
TITLE = "爱心超市台账"


@page(SEE_SUPERMARKET)
def book(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    period, problem = period_of_year(request)
    stores = Store.objects.visible_to(user, SEE_SUPERMARKET.code)
    asked = request.GET.get("store", "")
    chosen = stores.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None  # noqa: PLR2004 -- digits of a key
    keys = [chosen.pk] if chosen else list(stores.values_list("pk", flat=True))
    told = queries.book_of(keys, period)
    rows = [_row(one) for one in told.lines]
    export = request.GET.get("export")
    if export in {"xlsx", "pdf"}:
        table = Table(
            title=TITLE,
            columns=COLUMNS,
            rows=rows,
            marks=[
                f"单位：{chosen.name if chosen else user.organisation.name}",
                f"时段：{period.starts_on} 至 {period.ends_on}",
                f"捐赠 {told.donations} 笔，发放 {told.issues} 次，{told.families} 户",
            ],
            hands=("保管员", "复核", "负责人"),
        )
        answer = book_answer if export == "xlsx" else table_answer
        return answer(request, table, organisation=user.organisation)
    kept = f"from={period.starts_on}&to={period.ends_on}" + (
        f"&store={chosen.pk}" if chosen else ""
    )
    return render(
        request,
        "supermarket/book.html",
        {
            "book": told,
            "stores": stores,
            "chosen": chosen,
            "problem": problem,
            "kept": kept,
            "title": TITLE,
        },
    )


@page(SEE_SUPERMARKET)
def families(request: HttpRequest) -> HttpResponse:
    """What each family has had in a year, by the stores of one's scope."""
    user = acting(request)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else clock.today().year  # noqa: PLR2004 -- a year
    rows = _served(user, year)
    years = Choice(
        "year",
        "年度",
        years_of(Issue.objects.all(), "on"),
        narrow=lambda found, _value: found,
        any_label=f"{clock.today().year}年",
    )
    listed = replace(looks.FAMILIES, filters=[years, *looks.FAMILIES.filters])
    if request.GET.get("export") == "pdf":
        return list_answer(request, listed, rows, hands=("经办人", "负责人"))
    return listed.respond(
        request, rows, on_filter=[Action("打印 PDF", "?export=pdf", "pdf")], subtitle=_said(year)
    )


def _said(year: int) -> str:
    return f"{year}年每户在爱心超市领取的次数和价值，不含已冲正的"


def _served(user: User, year: int) -> FileQuerySet:
    stores = Store.objects.visible_to(user, SEE_SUPERMARKET.code)
    files = HardshipFile.objects.filter(
        below("unit__path", user.scope(SEE_SUPERMARKET.code)), stored_only_on__isnull=True
    ).select_related("unit")
    return queries.families_of_year(files, stores, year)


def _row(one: queries.GoodsLine) -> list[object]:
    return [
        one.goods.name,
        one.goods.unit,
        one.before,
        one.given,
        one.bought,
        one.other_in,
        one.issued,
        one.other_out,
        one.after,
    ]
