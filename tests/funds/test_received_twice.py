"""The same receipt once more is asked about: what is booked can never be corrected."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from assistance.funds import queries, services
from assistance.funds.models import Entry
from ground.kernel.errors import RuleBroken
from tests.at_once import at_once

ON = date(2008, 1, 3)


@pytest.fixture
def received(source, finance, at):
    def receive(**change):
        said = {"amount": "100", "on": ON, "summary": "捐款"} | change
        with at("2008-01-03"):
            return services.receive_money(by=finance, source=source, **said)

    return receive


def granted(source):
    return queries.balances_of(source).granted - 30_000


def test_the_same_is_asked_about(received, source):
    first = received()
    with pytest.raises(RuleBroken) as broken:
        received(amount="100.00", summary=" 捐款 ")
    assert broken.value.code == "receipt_again"
    assert f"2008-01-03 100.00 元“捐款”（凭证 {first.pk}）" in broken.value.fields["again"]
    assert granted(source) == 100
    assert received(again=True).pk != first.pk
    assert granted(source) == 200


@pytest.mark.parametrize(
    "change", [{"amount": "100.01"}, {"summary": "另"}, {"on": date(2008, 1, 2)}]
)
def test_another_is_not(received, source, change):
    received()
    received(**change)
    assert Entry.objects.filter(source=source).count() == 3


def test_a_second_click_is_the_same_receipt(received, source):
    key = uuid4()
    assert received(key=key) == received(key=key)
    assert granted(source) == 100


def test_the_page_asks(source, finance, client_of, at):
    client, url = client_of(finance), f"/funds/{source.pk}/receive/"
    said = {"amount": "100", "on": "2008-01-03", "summary": "捐款", "again": ""}
    with at("2008-01-03"):
        assert 'type="checkbox" name="again"' not in client.get(url).content.decode()
        assert client.post(url, said | {"key": uuid4()}).status_code == 302
        key = uuid4()
        asked = client.post(url, said | {"key": key}).content.decode()
        assert "您刚登记过相同的一笔：2008-01-03 100.00 元“捐款”" in asked
        assert 'type="checkbox" name="again"' in asked
        assert client.post(url, said | {"key": key, "again": "on"}).status_code == 302
    assert granted(source) == 200


def test_the_api_asks(source, finance, client_of, at):
    client, url = client_of(finance), f"/api/v1/funds/sources/{source.pk}/receipts"
    body = {"amount": "100", "on": "2008-01-03", "summary": "捐款"}
    with at("2008-01-03"):
        answers = [
            client.post(url, body | also, content_type="application/json")
            for also in ({}, {}, {"again": True})
        ]
    assert [one.status_code for one in answers] == [201, 422, 201]
    assert answers[1].json()["code"] == "receipt_again"
    assert granted(source) == 200


@pytest.mark.django_db(transaction=True)
def test_two_at_once(source, finance):
    def receive():
        services.receive_money(by=finance, source=source, amount="5", on=ON, summary="同")
        return "booked"

    assert sorted(at_once(receive, receive, on=ON)) == ["booked", "receipt_again"]
    assert granted(source) == Decimal(5)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("99999999999999", "过大：最多 999,999,999,999.99 元"), ("0.001", "最多两位小数")],
)
def test_an_amount_is_refused_beside_it(source, finance, client_of, at, typed, said):
    with at("2008-01-03"):
        answer = client_of(finance).post(
            f"/funds/{source.pk}/receive/",
            {"key": uuid4(), "amount": typed, "on": "2008-01-03", "summary": "到账"},
        )
    form = answer.context["form"]
    assert said in form.errors["amount"][0]
    assert not form.non_field_errors()
