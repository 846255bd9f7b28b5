from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assistance.funds import queries, services
from assistance.funds.forms import ReceiptForm, SourceForm
from assistance.funds.kinds import label_of_aid_type
from assistance.funds.models import Account, Entry, FundSource
from assistance.funds.permissions import RECEIVE_MONEY, SEE_FUNDS
from assistance.funds.views.beside import passing_of
from assistance.funds.views.statement import in_words, narrowed_in, statement_answer
from ground.accounts.models import User
from ground.events.queries import why
from ground.kernel import clock
from ground.web.lists import Action, Choice, Column, Empty, ListPage
from ground.web.pages import acting, carried_out, page, posted
from ground.web.spans import period_asked
from ground.web.subjects import link_of, told
from ground.web.uploads import Chosen

LINES = 50
ALWAYS = ("granted", "available", "reserved", "spent")
KEPT = ("account", "item", "unit")


def passed_on(source: Any) -> Decimal:
    """What went to units below, back to above and into the next year."""
    return Decimal(source.allocated + source.returned + source.carried)


SOURCES = ListPage(
    title="帮扶资金",
    subtitle="每笔资金的拨入、预留、支出和结余，均由凭证逐笔累计",
    columns=[
        Column("name", "资金", "link", "name", url=lambda s: reverse("funds:source", args=[s.pk])),
        Column("kind", "来源", sort="kind"),
        Column("organisation", "管理单位"),
        Column("year", "年度", sort="year"),
        Column("granted", "拨入（元）", "money", "granted"),
        Column("reserved", "已批待付（元）", "money", "reserved"),
        Column("spent", "已支出（元）", "money", "spent"),
        Column("passed_on", "已转出（元）", "money", value=passed_on),
        Column("available", "可用（元）", "money", "available"),
        Column("document_no", "文号", export_only=True),
    ],
    search=["name", "document_no", "organisation__name"],
    search_hint="资金名称、文号或单位",
    filters=[
        Choice("kind", "来源", FundSource.Kind.choices),
        Choice(
            "year",
            "年度",
            lambda: [
                (year, f"{year}年")
                for year in FundSource.objects.order_by("-year")
                .values_list("year", flat=True)
                .distinct()
            ],
        ),
    ],
    ordering=["-year", "name"],
    noun="笔",
    empty=Empty("还没有资金", "设立资金并登记到账后，才能审批发放批次。", "wallet"),
    template="funds/sources.html",
)


@page(SEE_FUNDS)
def sources(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    rows = queries.with_balances(
        FundSource.objects.visible_to(user, SEE_FUNDS.code).select_related("organisation")
    )
    actions = [
        Action("使用范围", reverse("funds:kind_limits"), "rule"),
        Action("试算平衡", reverse("funds:trial_balance"), "scales"),
    ]
    if user.may(RECEIVE_MONEY.code):
        actions.append(Action("设立资金", reverse("funds:open_source"), "add", "primary"))
    return SOURCES.respond(request, rows, actions=actions)


@page(RECEIVE_MONEY)
def open_source(request: HttpRequest) -> HttpResponse:
    user = acting(request)
    form = SourceForm(posted(request), user=user)
    if request.method == "POST" and form.is_valid():
        source = carried_out(form, _opened, by=user, **form.cleaned_data)
        if source:
            messages.success(request, f"已设立“{source}”，请登记到账金额")
            return redirect("funds:source", source.pk)
    return render(request, "funds/open_source.html", {"form": form})


@page(SEE_FUNDS)
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """A fund source: what came in and where it is, and the statement of one of its accounts."""
    user, shown = acting(request), _source_or_404(request, pk, SEE_FUNDS.code)
    accounts = {account.kind: account for account in shown.accounts.all()}
    account = accounts.get(request.GET.get("account", ""), accounts[Account.Kind.AVAILABLE])
    period, problem = period_asked(request, queries.life_of(shown), "已显示全部")
    narrowed = narrowed_in(request)
    if (export := request.GET.get("export", "")) in {"xlsx", "pdf"}:
        return statement_answer(request, account, period, narrowed, export)
    count = queries.number_of_lines(account, period, narrowed)
    balances = queries.balances_of(shown)
    pages = Paginator(range(count), LINES).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    kept = query.urlencode()
    return render(
        request,
        "funds/source.html",
        {
            "source": shown,
            "balances": balances,
            "account": account,
            "narrowed": in_words(narrowed),
            "kept": [(name, value) for name, value in request.GET.items() if name in KEPT],
            "tabs": [
                {
                    "label": kind.label,
                    "url": f"?account={kind.value}&from={period.starts_on}&to={period.ends_on}",
                    "here": kind == account.kind,
                }
                for kind in Account.Kind
                if kind.value in ALWAYS or balances.by_kind[kind] or kind == account.kind
            ],
            "statement": queries.statement(
                account,
                period,
                narrowed=narrowed,
                start=max(pages.start_index() - 1, 0),
                limit=LINES,
            ),
            "problem": problem,
            "page": pages,
            "query": f"{kept}&" if kept else "",
            "may_receive": shown.came_from_outside
            and user.reaches(shown.organisation, RECEIVE_MONEY.code),
            **passing_of(shown, user),
        },
    )


@page(RECEIVE_MONEY)
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting(request)
    into = _source_or_404(request, pk, RECEIVE_MONEY.code)
    form = ReceiptForm(posted(request), initial={"key": uuid4(), "on": clock.today()})
    if request.method == "POST" and form.is_valid():
        entry = carried_out(form, services.receive_money, by=user, source=into, **form.cleaned_data)
        if entry:
            messages.success(request, "到账已登记入账")
            return redirect("funds:source", into.pk)
    return render(
        request,
        "funds/receive.html",
        {"form": form, "source": into, "balances": queries.balances_of(into)},
    )


@page(SEE_FUNDS)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry of the ledger: its postings, what it books, and why it exists."""
    user = acting(request)
    shown = get_object_or_404(
        Entry.objects.visible_to(user, SEE_FUNDS.code).select_related("made_by", "sealed", "unit"),
        pk=pk,
    )
    postings = list(shown.postings.select_related("account__source__organisation"))
    return render(
        request,
        "funds/entry.html",
        {
            "entry": shown,
            "postings": postings,
            "source": postings[0].account.source,
            "place": queries.place_of(shown),
            "item": label_of_aid_type(shown.item),
            "amount": sum(one.amount for one in postings if one.amount > 0),
            "subject": link_of(shown.key, acting(request)),
            "chain": told(why(shown.event_id), acting(request)) if shown.event_id else [],
        },
    )


def _opened(*, by: User, papers: Chosen, **said: Any) -> FundSource:
    return services.open_source(by=by, papers=papers.kept(by=by), **said)


def _source_or_404(request: HttpRequest, pk: int, permission: str) -> FundSource:
    rows = FundSource.objects.visible_to(acting(request), permission)
    return get_object_or_404(rows.select_related("organisation"), pk=pk)
