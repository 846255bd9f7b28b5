"""Pages and operations: by role and scope, no query per row, masked; what the till asks for and tells."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.supermarket.models import Difference, Issue, LoveCard
from ground.briefs.facts import compute, fact_of
from ground.kernel import clock
from ground.kernel.periods import Period
from tests.supermarket.conftest import JUNE, balance

LISTS = [
    "/supermarket/",
    "/supermarket/cards/",
    "/supermarket/issues/",
    "/supermarket/families/?year=2008",
    "/supermarket/differences/",
    "/supermarket/rules/",
    "/api/v1/supermarket/cards",
    "/api/v1/supermarket/issues",
    "/api/v1/supermarket/differences",
    "/api/v1/supermarket/book?starts_on=2008-01-01&ends_on=2008-12-31",
]
COUNTER = "/api/v1/supermarket/counter"


def queries_of(client, url):
    client.get(url)  # what the first visit writes is not counted
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.fixture
def busy(bought, rice, issue, make_family, give_card):
    """A family with a card, served once, and once more offline than it may: as often as it is called."""
    numbers = iter(range(1, 99))

    def make():
        bought(rice, 1)
        card = give_card(make_family(next(numbers)))
        issue(card, (rice, 1))
        return issue(card, (rice, 2), handed_at=clock.at_hour(JUNE))

    return make


@pytest.mark.parametrize("url", LISTS)
def test_lists_by_role_and_scope(busy, person, make_organisation, client_of, at, url):
    made = busy()
    with at("2008-06-10"):
        allowed = client_of(person("union_staff")).get(url)
        assert allowed.status_code == 200
        assert client_of(person("liaison")).get(url).status_code == 403
        elsewhere = client_of(person("union_staff", make_organisation("临澧县总工会", "union")))
        body = elsewhere.get(url).content.decode()
    assert [one for one in ("市总爱心超市", "K2008", "刘*生") if one in body] == []
    assert "刘春生" not in allowed.content.decode()
    assert made.card.number not in allowed.content.decode()


@pytest.mark.parametrize("url", [*LISTS, COUNTER])
def test_no_query_per_row(busy, counter, client_of, at, url):
    busy()
    client = client_of(counter.staff)
    with at("2008-06-10"):
        one = queries_of(client, url)
        busy()
        busy()
        assert queries_of(client, url) == one


def test_each_thing_has_a_page_and_is_nobody_elses(
    busy, counter, person, make_organisation, client_of
):
    made = busy()
    pages = {
        f"/supermarket/issues/{made.pk}/": 200,
        f"/supermarket/cards/{made.card_id}/": 200,
        f"/supermarket/cards/{made.card_id}/print/": 200,
        f"/supermarket/differences/{made.differences.earliest('pk').pk}/": 200,
    }
    elsewhere = client_of(person("union_staff", make_organisation("临澧县总工会", "union")))
    for path, status in pages.items():
        assert client_of(counter.staff).get(path).status_code == status, path
        assert elsewhere.get(path).status_code == 404, path


def test_cards_given_printed_blocked_replaced_in_forms(make_family, counter, client_of, root, at):
    client = client_of(counter.staff)
    for number in (1, 2, 3):
        make_family(number)
    make_family(4, "exited")
    said = {
        "organisation": root.pk,
        "kind": "monthly",
        "valid_from": "2008-06-01",
        "valid_to": "2008-12-31",
    }
    with at("2008-06-10"):
        answer = client.post("/supermarket/cards/new/", said | {"file_no": "K2008-0001"})
        card = LoveCard.objects.get()
        assert answer.url == f"/supermarket/cards/{card.pk}/"
        client.post("/supermarket/cards/new/", said | {"unit": root.pk})
        assert LoveCard.objects.count() == 3
        for wrong in ({}, {"file_no": "K2008-0001", "unit": root.pk}, {"file_no": "无"}):
            assert client.post("/supermarket/cards/new/", said | wrong).status_code == 200
        sheet = client.get("/supermarket/cards/print/?kind=monthly")
        assert sheet["Content-Type"] == "application/pdf"
        url = client.post(f"/supermarket/cards/{card.pk}/replace/", {"reason": "遗失"}).url
        new = LoveCard.objects.get(replaces=card)
        assert url == f"/supermarket/cards/{new.pk}/"
        assert (balance(card), balance(new)) == (0, 100)
        client.post(f"/supermarket/cards/{new.pk}/block/", {"reason": ""})
        client.post(f"/supermarket/cards/{new.pk}/block/", {"reason": "迁出"})
        new.refresh_from_db()
        assert (new.state, new.blocked_for) == ("blocked", "迁出")


def test_rules_are_set_on_their_page(rice, counter, client_of, root, at):
    client = client_of(counter.staff)
    with at("2008-06-10"):
        client.post(
            "/supermarket/rules/",
            {
                "which": "worth",
                "organisation": root.pk,
                "kind": "monthly",
                "face_value": "120",
                "span": "month",
                "per_visit": "60",
                "valid_from": "2008-06-01",
                "reason": "管理办法",
            },
        )
        client.post(
            "/supermarket/rules/",
            {
                "which": "limit",
                "organisation": root.pk,
                "goods": rice.pk,
                "most": "1",
                "span": "month",
                "valid_from": "2008-06-01",
                "reason": "紧缺",
            },
        )
        body = client.get("/supermarket/rules/").content.decode()
    assert "120.00" in body
    assert "大米10公斤" in body


def test_a_difference_is_settled_on_its_page_by_another(busy, counter, client_of, at):
    made = busy()
    found = made.differences.get(kind="stock")
    with at("2008-06-11"):
        own = client_of(counter.till).get(f"/supermarket/differences/{found.pk}/")
        assert own.status_code == 403
        client = client_of(counter.approver)
        assert "柜台离线发放的差异待处理" in client.get("/").content.decode()
        answer = client.post(
            f"/supermarket/differences/{found.pk}/", {"decision": "proved", "reason": "漏登"}
        )
        assert answer.url == "/supermarket/differences/?open=open"
        assert Difference.objects.get(pk=found.pk).decision == "proved"


def test_a_till_looks_a_card_up_hands_out_and_takes_back(
    bought, rice, oil, store, card, counter, client_of, at
):
    bought(rice, 5)
    client = client_of(counter.till)
    post = {"content_type": "application/json"}
    with at("2008-06-10"):
        told = client.post(
            f"{COUNTER}/look-up", {"store_id": store.pk, "number": card.number}, **post
        ).json()
        assert (told["name"], told["balance"], told["visits_left"]) == ("刘*生", "100.00", 2)
        wrong = client.post(f"{COUNTER}/look-up", {"store_id": store.pk, "number": "1"}, **post)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "card_number")
        body = {
            "key": str(uuid4()),
            "store_id": store.pk,
            "number": card.number,
            "lines": [{"goods_id": rice.pk, "quantity": 2, "price": "45.00"}],
        }
        made = client.post("/api/v1/supermarket/issues", body, **post).json()
        assert (made["balance"], made["tail"]) == ("10.00", card.number[-4:])
        assert card.number not in str(made)
        unknown = body | {
            "key": str(uuid4()),
            "lines": [{"goods_id": 0, "quantity": 1, "price": "1"}],
        }
        assert (
            client.post("/api/v1/supermarket/issues", unknown, **post).json()["code"]
            == "goods_unknown"
        )
        back = client.post(
            f"/api/v1/supermarket/issues/{made['id']}/reverse", {"reason": "拿错"}, **post
        ).json()
        assert (back["reversed"], back["balance"]) == (True, "100.00")
        page = client.get(f"/supermarket/issues/{made['id']}/").content.decode()
    assert "已冲正" in page


def test_the_ledger_leaves_as_paper_and_sheet(busy, counter, client_of, at):
    busy()
    client = client_of(counter.staff)
    with at("2008-06-10"):
        for url in (
            "/supermarket/?export=pdf",
            "/supermarket/?export=xlsx",
            "/supermarket/families/?export=pdf",
            "/supermarket/issues/?export=xlsx",
            "/supermarket/cards/?export=pdf",
        ):
            answer = client.get(url)
            assert answer.status_code == 200, url
            assert answer["Content-Type"].startswith("application/"), url


def test_the_brief_counts_goods_and_families(busy, root, counter):
    busy()
    busy()
    june = Period(starts_on=JUNE.replace(day=1), ends_on=JUNE)
    assert compute(fact_of("supermarket.goods_issued"), root, june).value == 270
    assert compute(fact_of("supermarket.families_served"), root, june).value == 2
    assert Issue.objects.count() == 4
