"""The statement of an account (明细账), taken out: a workbook, or pages to be signed."""

from collections.abc import Iterator
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from assistance.funds import queries
from assistance.funds.kinds import label_of_aid_type
from assistance.funds.models import Account
from ground.accounts.models import Organisation
from ground.briefs.tables import HANDS, MOST_ROWS, Table, table_answer, too_long
from ground.kernel.periods import Period
from ground.sheets.writing import SheetColumn
from ground.web.leaving import workbook_answer

ZERO = Decimal(0)
COLUMNS = [
    SheetColumn("日期", "date"),
    SheetColumn("凭证号", width=12),
    SheetColumn("摘要", width=40),
    SheetColumn("增加（元）", "money"),
    SheetColumn("减少（元）", "money"),
    SheetColumn("余额（元）", "money"),
    SheetColumn("经办人", width=12),
]


def narrowed_in(request: HttpRequest) -> queries.Narrowed | None:
    """The item and the unit in the address (none: an empty `unit`); None where it names neither."""
    if "item" not in request.GET or "unit" not in request.GET:
        return None
    unit = request.GET["unit"]
    if unit and not unit.isdecimal():
        return None
    return queries.Narrowed(item=request.GET["item"][:20], unit_id=int(unit) if unit else None)


def in_words(narrowed: queries.Narrowed | None) -> str:
    if narrowed is None:
        return ""
    unit = Organisation.objects.filter(pk=narrowed.unit_id).first()
    return f"{label_of_aid_type(narrowed.item) or '未分项目'}，{unit.name if unit else '未分单位'}"


def statement_answer(
    request: HttpRequest,
    account: Account,
    period: Period,
    narrowed: queries.Narrowed | None,
    export: str,
) -> HttpResponse:
    """The whole statement of a period with its opening and closing balance, as `xlsx` or `pdf`."""
    source, label = account.source, account.get_kind_display()
    count = queries.number_of_lines(account, period, narrowed)
    only = in_words(narrowed)
    title = f"“{source}”{label}明细账"
    marks = [
        f"单位：{source.organisation.name}",
        f"来源：{source.get_kind_display()}{f'，{source.document_no}' if source.document_no else ''}",
        f"时间：{period.starts_on} 至 {period.ends_on}",
        "金额单位：元",
        *([f"只列：{only}"] if only else []),
    ]
    if export == "xlsx":
        return workbook_answer(
            request,
            title=title,
            columns=COLUMNS,
            rows=_sheet(account, period, narrowed),
            count=count,
            name=f"{source.name}_{label}_明细账.xlsx",
            filters=only,
            marks=marks,
        )
    days = {"account": account.kind, "from": str(period.starts_on), "to": str(period.ends_on)}
    back = f"{request.path}?{urlencode(days)}"
    if count >= MOST_ROWS:
        messages.error(request, too_long(count))
        return HttpResponseRedirect(back)
    told = queries.statement(account, period, narrowed=narrowed, limit=MOST_ROWS)
    came = sum((one.amount for one in told.lines if one.amount > 0), ZERO)
    went = sum((-one.amount for one in told.lines if one.amount < 0), ZERO)
    table = Table(
        title=title,
        columns=COLUMNS,
        rows=[_opening(period, told.opening), *map(_cells, told.lines)],
        total=_closing(period, came, went, told.closing),
        marks=marks,
        hands=HANDS,
    )
    return table_answer(request, table, organisation=source.organisation, back=back)


def _sheet(
    account: Account, period: Period, narrowed: queries.Narrowed | None
) -> Iterator[list[object]]:
    """Every line between the balances of its period, their sums added up as they go by."""
    told = queries.statement(account, period, narrowed=narrowed, limit=1)
    yield _opening(period, told.opening)
    came = went = ZERO
    for line in queries.statement_lines(account, period, narrowed):
        came, went = came + max(line.amount, ZERO), went - min(line.amount, ZERO)
        yield _cells(line)
    yield _closing(period, came, went, told.closing)


def _opening(period: Period, balance: Decimal) -> list[object]:
    return [period.starts_on, "", "期初余额", None, None, balance, ""]


def _closing(period: Period, came: Decimal, went: Decimal, balance: Decimal) -> list[object]:
    return [period.ends_on, "", "本期合计、期末余额", came, went, balance, ""]


def _cells(line: queries.StatementLine) -> list[object]:
    entry = line.posting.entry
    added = line.amount if line.amount > 0 else None
    by = str(entry.made_by or "系统")
    return [entry.on, str(entry.pk), entry.summary, added, line.taken, line.running, by]
