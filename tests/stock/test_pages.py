"""Pages and operations: by role and scope, no query per row, forms that do what they say."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.stock import services
from assistance.stock.models import (
    Clearance,
    Donation,
    Goods,
    Holding,
    Movement,
    Stocktake,
    Store,
    Transfer,
)
from assistance.stock.rules import Line
from assistance.stock.services import Way
from ground.briefs.facts import compute, fact_of
from ground.kernel.periods import Period
from tests.stock.conftest import JUNE, stands

LISTS = [
    "/stock/",
    "/stock/goods/",
    "/stock/lots/",
    "/stock/donations/",
    "/stock/movements/",
    "/stock/transfers/",
    "/stock/stocktakes/",
    "/stock/clearances/",
    "/api/v1/stock/stores",
    "/api/v1/stock/goods",
    "/api/v1/stock/lots",
    "/api/v1/stock/donations",
    "/api/v1/stock/movements",
]
SECRETS = ["市总爱心超市", "大米", "洞庭米业"]


def queries_of(client, url):
    client.get(url)  # what the first visit writes is not counted
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.fixture
def busy(donated, bought, rice, oil, store, warehouse, keepers, at):
    """One of everything, as often as it is called."""

    def make():
        lot = donated(rice, 20).lots.get()
        with at("2008-06-03"):
            services.shelve_goods(
                by=keepers.keeper, store=store, lines=[Line(lot.pk, 20)], on=JUNE, note="好"
            )
            services.send_transfer(
                by=keepers.keeper, store=store, to=warehouse, lines=[Line(lot.pk, 5)], on=JUNE
            )
            services.propose_clearance(
                by=keepers.keeper,
                store=store,
                way=Way(kind="damaged", reason="受潮"),
                lines=[Line(lot.pk, 1)],
                on=JUNE,
            )
            counted = services.begin_stocktake(
                by=keepers.keeper, store=store, counted_with=keepers.second
            )
            counts = {one.pk: one.book for one in counted.lines.all()}
            services.record_counts(by=keepers.keeper, stocktake=counted, counts=counts)
            services.submit_stocktake(by=keepers.keeper, stocktake=counted)
            services.approve_stocktake(by=keepers.approver, stocktake=counted)

    return make


@pytest.mark.parametrize("url", LISTS)
def test_lists_by_role_and_scope(busy, person, make_organisation, client_of, url):
    busy()
    assert client_of(person("auditor")).get(url).status_code == 200
    assert client_of(person("till")).get(url).status_code == 403
    elsewhere = client_of(person("keeper", make_organisation("临澧县总工会", "union")))
    body = elsewhere.get(url).content.decode()
    assert [one for one in SECRETS if one in body] == []


@pytest.mark.parametrize("url", LISTS)
def test_no_query_per_row(busy, keepers, client_of, url):
    busy()
    client = client_of(keepers.keeper)
    one = queries_of(client, url)
    busy()
    busy()
    assert queries_of(client, url) == one


def test_each_thing_has_a_page_and_is_nobody_elses(
    busy, keepers, person, make_organisation, client_of
):
    busy()
    pages = {
        "/stock/{}/": Store.objects.earliest("pk"),
        "/stock/lots/{}/": Holding.objects.filter(position="shelf").earliest("pk"),
        "/stock/donations/{}/": Donation.objects.get(),
        "/stock/movements/{}/": Movement.objects.earliest("pk"),
        "/stock/transfers/{}/": Transfer.objects.get(),
        "/stock/clearances/{}/": Clearance.objects.get(),
        "/stock/stocktakes/{}/": Stocktake.objects.get(),
        "/stock/goods/{}/": Goods.objects.earliest("pk"),
        "/api/v1/stock/movements/{}": Movement.objects.earliest("pk"),
    }
    client = client_of(keepers.keeper)
    elsewhere = client_of(person("keeper", make_organisation("临澧县总工会", "union")))
    for path, row in pages.items():
        assert client.get(path.format(row.pk)).status_code == 200, path
        assert elsewhere.get(path.format(row.pk)).status_code == 404, path


def test_a_day_of_a_keeper_in_forms(root, rice, oil, store, warehouse, keepers, client_of, at):
    """Donated, shelved, sent, received, counted, cleared: typed and pressed, never called."""
    keeper, approver = client_of(keepers.keeper), client_of(keepers.approver)
    with at("2008-06-02"):
        page = keeper.get(f"/stock/{store.pk}/donate/")
        answer = keeper.post(
            f"/stock/{store.pk}/donate/",
            {
                "key": str(page.context["form"]["key"].value()),
                "donor_kind": "person",
                "donor": "尹慕善",
                "on": "2008-06-02",
                "lines-TOTAL_FORMS": "2",
                "lines-INITIAL_FORMS": "0",
                "lines-0-goods": rice.pk,
                "lines-0-quantity": "12",
                "lines-0-unit_value": "40",
                "lines-0-expires_on": "2008-12-31",
                "lines-1-goods": oil.pk,
                "lines-1-quantity": "4",
                "lines-1-unit_value": "50",
            },
        )
        donation = Donation.objects.get()
        assert answer.url == f"/stock/donations/{donation.pk}/"
        body = keeper.get("/stock/donations/").content.decode()
        assert ("尹慕善" in body, "尹*善" in body) == (False, True)
        lots = {one.goods_id: one for one in donation.lots.all()}
        rice_lot, oil_lot = lots[rice.pk], lots[oil.pk]
        page = keeper.get(f"/stock/{store.pk}/shelve/")
        typed = {
            "key": str(page.context["form"]["key"].value()),
            "on": "2008-06-02",
            "note": "已消毒",
            f"lot{rice_lot.pk}": "12",
            f"lot{oil_lot.pk}": "3",
        }
        assert keeper.post(f"/stock/{store.pk}/shelve/", typed).status_code == 302
        typed = {
            "key": "5f3a1b9e-6b0e-4c6a-9a53-0d0c8a4f2b11",
            "to": warehouse.pk,
            "on": "2008-06-02",
            f"lot{rice_lot.pk}": "2",
        }
        url = keeper.post(f"/stock/{store.pk}/send/", typed).url
        assert keeper.get(url).context["form"] is None  # who sent it does not receive it
        assert client_of(keepers.other).post(url, {f"lot{rice_lot.pk}": "1"}).status_code == 302
        assert stands(rice_lot) == {"outside": -12, "shelf": 11, "lost": 1}
        url = keeper.post(f"/stock/{store.pk}/count/", {"counted_with": keepers.second.pk}).url
        stocktake = Stocktake.objects.get()
        counts = {f"line{one.pk}": one.book for one in stocktake.lines.all()}
        first = next(iter(counts))
        keeper.post(url, counts | {first: "abc"})
        assert stocktake.lines.filter(counted=None).count() == 1
        keeper.post(url, counts)
        keeper.post(f"{url}submit/", {"note": ""})
        approver.post(f"{url}approve/")
        stocktake.refresh_from_db()
        assert stocktake.state == "approved"
        typed = {
            "key": "5f3a1b9e-6b0e-4c6a-9a53-0d0c8a4f2b12",
            "kind": "sold",
            "reason": "剩余",
            "receiver": "便民店",
            "proceeds": "80",
            "on": "2008-06-02",
            f"lot{oil_lot.pk}": "2",
        }
        url = keeper.post(f"/stock/{store.pk}/clear/", typed).url
        keeper.post(f"{url}approve/")
        assert Clearance.objects.get().state == "proposed"
        approver.post(f"{url}approve/")
        assert stands(oil_lot) == {"outside": -4, "sorting": 1, "shelf": 1, "cleared": 2}
        answer = keeper.post(f"/stock/{store.pk}/verify/", follow=True)
        assert "物资账完整" in answer.content.decode()


def test_a_typing_error_says_where(store, rice, keepers, client_of, at):
    with at("2008-06-02"):
        answer = client_of(keepers.keeper).post(
            f"/stock/{store.pk}/donate/",
            {
                "key": "5f3a1b9e-6b0e-4c6a-9a53-0d0c8a4f2b11",
                "donor_kind": "unit",
                "donor": "",
                "on": "2008-06-02",
                "lines-TOTAL_FORMS": "1",
                "lines-INITIAL_FORMS": "0",
                "lines-0-goods": rice.pk,
                "lines-0-quantity": "2",
                "lines-0-unit_value": "1.234",
            },
        )
    assert answer.status_code == 200
    assert Donation.objects.count() == 0


def test_papers_and_sheets_leave(busy, keepers, client_of, store):
    busy()
    client = client_of(keepers.keeper)
    donation, stocktake = Donation.objects.get(), Stocktake.objects.get()
    for url, kind in (
        (f"/stock/donations/{donation.pk}/receipt/", "application/pdf"),
        (f"/stock/stocktakes/{stocktake.pk}/sheet/", "application/pdf"),
        (f"/stock/movements/?store={store.pk}&export=pdf", "application/pdf"),
        ("/stock/lots/?export=xlsx", "application/vnd.openxmlformats"),
    ):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer["Content-Type"].startswith(kind), url


def test_over_the_api(root, store, rice, keepers, client_of, at):
    client = client_of(keepers.keeper)
    body = {
        "key": "5f3a1b9e-6b0e-4c6a-9a53-0d0c8a4f2b11",
        "donor_kind": "unit",
        "donor": "洞庭米业公司",
        "on": "2008-06-02",
        "lines": [{"goods_id": rice.pk, "quantity": 3, "unit_value": "40.50"}],
    }
    with at("2008-06-02"):
        url = f"/api/v1/stock/stores/{store.pk}/donations"
        for _ in range(2):
            answer = client.post(url, body, content_type="application/json")
            assert (answer.status_code, answer.json()["value"]) == (201, "121.50")
        lot = Donation.objects.get().lots.get()
        answer = client.post(
            f"/api/v1/stock/stores/{store.pk}/shelvings",
            {"on": "2008-06-02", "note": "好", "lines": [{"lot_id": lot.pk, "quantity": 3}]},
            content_type="application/json",
        )
        assert answer.json()["lines"][1]["position"] == "shelf"
        assert client.post(f"/api/v1/stock/stores/{store.pk}/verify").json()["faults"] == []
        refused = client.post(
            url,
            body | {"key": None, "lines": [{"goods_id": 0, "quantity": 1, "unit_value": "1"}]},
            content_type="application/json",
        )
    assert (refused.status_code, refused.json()["code"]) == (422, "goods_unknown")


def test_the_brief_counts_what_was_given_and_not_undone(root, donated, rice, keepers, at):
    donated(rice, 20)
    donated(rice, 5)
    came = Movement.objects.filter(kind="received").latest("pk")
    with at("2008-06-03"):
        services.undo_arrival(by=keepers.keeper, movement=came, reason="重复")
    june = Period(starts_on=date(2008, 6, 1), ends_on=date(2008, 6, 30))
    assert compute(fact_of("stock.donations_received"), root, june).value == 800


def test_what_waits_for_whom(donated, bought, rice, oil, store, keepers, client_of, at):
    donated(rice, 5)
    bought(oil, 5, date(2008, 7, 1))
    with at("2008-06-20"):
        body = client_of(keepers.keeper).get("/").content.decode()
        assert "待整理上架的物资" in body
        assert "临期或过期的物资" in body
        assert "2008年第2季度待盘点：市总爱心超市" in body
    with at("2008-07-20"):
        body = client_of(keepers.keeper).get("/").content.decode()
        assert "上季度没有盘点：市总爱心超市" in body
        assert "应在 2008-06-30 前完成" in body
