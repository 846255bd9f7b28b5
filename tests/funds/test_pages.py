from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.funds import queries, services
from assistance.funds.models import Entry, FundSource
from assistance.funds.rules import Move
from ground.briefs.facts import compute, fact_of
from ground.kernel.periods import Period

PAGES = ["/funds/", "/funds/trial-balance/", "/funds/{pk}/", "/funds/entries/{entry}/"]
API = [
    "/api/v1/funds/sources",
    "/api/v1/funds/sources/{pk}",
    "/api/v1/funds/sources/{pk}/statement?starts_on=2008-01-01&ends_on=2008-12-31",
    "/api/v1/funds/entries/{entry}",
    "/api/v1/funds/trial-balance",
]


def queries_of(client, url):
    client.get(url)  # what the first visit writes is not counted
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("url", PAGES + API)
def test_by_role_and_scope(source, person, make_organisation, client_of, url):
    url = url.format(pk=source.pk, entry=Entry.objects.get().pk)
    assert client_of(person("auditor")).get(url).status_code == 200
    assert client_of(person("liaison")).get(url).status_code == 403
    elsewhere = client_of(person("finance", make_organisation("临澧县总工会", "union")))
    answer = elsewhere.get(url)
    if str(source.pk) in url or "entries" in url:
        assert answer.status_code == 404
    else:
        assert "送温暖专项资金" not in answer.content.decode()


@pytest.mark.parametrize("url", ["/funds/", "/funds/trial-balance/", *API[::4]])
def test_no_query_per_source(source, finance, root, client_of, url):
    client = client_of(finance)
    one = queries_of(client, url)
    for number in range(2):
        services.open_source(
            by=finance, organisation=root, kind="own", name=f"资金{number}", year=2008
        )
    assert queries_of(client, url) == one


def test_no_query_per_line(source, finance, client_of, at):
    client, url = client_of(finance), f"/funds/{source.pk}/"
    one = queries_of(client, url)
    with at("2008-02-01"):
        for number in range(2):
            services.post_one(
                move=Move.RESERVED,
                by=finance,
                source=source,
                amount="5",
                key=f"批:{number}",
                on=date(2008, 2, 1),
                summary="批准",
            )
    assert queries_of(client, url) == one


def test_a_source_is_opened_and_money_comes_in_by_the_pages(finance, root, client_of, at):
    client = client_of(finance)
    with at("2008-01-03"):
        values = {"organisation": root.pk, "kind": "own", "name": "帮扶资金", "year": "2008"}
        assert client.post("/funds/new/", values).status_code == 302
        source = FundSource.objects.get()
        again = client.post("/funds/new/", values)
        assert "2008年度已有“帮扶资金”，请换一个名称" in again.content.decode()
        receipt = {"key": str(uuid4()), "amount": "1,200.50", "on": "2008-01-03", "summary": "到账"}
        for _ in range(2):
            assert client.post(f"/funds/{source.pk}/receive/", receipt).status_code == 302
        wrong = client.post(f"/funds/{source.pk}/receive/", receipt | {"amount": "两百"})
        assert "无法识别" in wrong.content.decode()
        assert "两百" in wrong.content.decode()
    assert queries.balances_of(source).granted == Decimal("1200.50")


def test_the_same_by_the_api(finance, root, client_of, at):
    client = client_of(finance)
    with at("2008-01-03"):
        opened = client.post(
            "/api/v1/funds/sources",
            {"organisation_id": root.pk, "kind": "own", "name": "帮扶资金", "year": 2008},
            content_type="application/json",
        )
        assert opened.status_code == 201
        body = {"key": str(uuid4()), "amount": "100.10", "on": "2008-01-03", "summary": "到账"}
        url = f"/api/v1/funds/sources/{opened.json()['id']}/receipts"
        first, again = (client.post(url, body, content_type="application/json") for _ in range(2))
        assert (first.status_code, first.json()) == (201, again.json())
        future = client.post(
            url, body | {"key": str(uuid4()), "on": "2008-01-04"}, content_type="application/json"
        )
        assert (future.status_code, future.json()["code"]) == (422, "entry_in_future")
    shown = client.get(f"/api/v1/funds/sources/{opened.json()['id']}").json()
    assert (shown["granted"], shown["available"], shown["spent"]) == ("100.10", "100.10", "0.00")


def test_only_finance_receives(source, person, client_of):
    for role in ("union_staff", "approver", "office", "leader", "auditor"):
        client = client_of(person(role))
        assert client.get(f"/funds/{source.pk}/receive/").status_code == 403
        assert client.post(f"/funds/{source.pk}/receive/").status_code == 403


def test_what_a_brief_says_came_in(source, root):
    one = fact_of("funds.money_received")
    year = Period(starts_on=date(2008, 1, 1), ends_on=date(2008, 6, 25))
    figure = compute(one, root, year)
    assert (figure.value, [record.value for record in figure.records]) == (
        Decimal(30000),
        [Decimal(30000)],
    )
    assert (
        compute(one, root, Period(starts_on=date(2008, 2, 1), ends_on=date(2008, 3, 1))).value == 0
    )
