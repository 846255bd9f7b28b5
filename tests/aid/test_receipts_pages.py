"""The pages and operations of receipts: who may open what, what they say, how many queries they need."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from stdnum.cn import ric

from assistance.aid.models import Receipt, ReceiptPaper
from assistance.aid.rules.receipts import Proxy
from tests.aid.test_receipts import state_of

NUMBER = "43072519700101001" + ric.calc_check_digit("430725197001010010")
PROXY = Proxy("刘小", "邻居", NUMBER, "行动不便")


def body_of(payment, picture, by, **more):
    return {
        "key": str(uuid4()),
        "payment_id": payment.pk,
        "signed_on": "2008-06-10",
        "handed_by": "文联",
        "witness": "村支书",
        "signature": str(picture(by).pk),
        "photos": [],
        "base": None,
    } | more


def sent(client, body):
    return client.post("/api/v1/aid/receipts", json.dumps(body), content_type="application/json")


def test_a_liaison_hands_out_at_the_factory_and_sees_no_more(
    settled, person, factory, client_of, picture, make_organisation, at
):
    batch = settled(2)
    first, second = batch.payments.order_by("pk")
    here, elsewhere = person("liaison", factory), person("liaison", make_organisation("另一厂"))
    with at("2008-06-10"):
        told = client_of(here).get("/api/v1/aid/hand-out").json()
        assert [one["name"] for one in told["batches"]] == ["六月生活救助"]
        [row, _] = told["batches"][0]["rows"]
        assert (row["name"], row["amount"], row["capitals"]) == ("刘春生", "500.00", "伍佰元整")
        assert client_of(here).get(f"/api/v1/aid/hand-out?stamp={told['stamp']}").json() == {
            "stamp": told["stamp"]
        }
        body = body_of(first, picture, here)
        answer = sent(client_of(here), body)
        assert (answer.status_code, answer.json()["url"]) == (
            201,
            f"/aid/hand-out/?batch={batch.pk}",
        )
        assert sent(client_of(here), body).status_code == 201
        other = body_of(second, picture, elsewhere)
        assert sent(client_of(elsewhere), other).status_code == 404
        assert client_of(elsewhere).get("/api/v1/aid/hand-out").json()["batches"] == []
        assert client_of(here).get(f"/aid/{batch.pk}/receipts/").status_code == 403
    assert Receipt.objects.count() == 1


def test_a_proxy_without_a_number_is_refused_at_its_field(settled, hands, client_of, picture, at):
    payment = settled(1).payments.get()
    with at("2008-06-10"):
        body = body_of(
            payment,
            picture,
            hands.maker,
            is_proxy=True,
            proxy_name="刘小",
            proxy_relation="邻居",
            proxy_id_no=NUMBER[:-1],
            proxy_reason="行动不便",
        )
        answer = sent(client_of(hands.maker), body)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["proxy_id_no"])
    assert not Receipt.objects.exists()


def test_the_list_says_who_signed_and_who_is_missing(settled, sign, hands, client_of, at):
    batch = settled(3)
    first, second, third = batch.payments.order_by("pk")
    sign(first)
    sign(second, proxy=PROXY)
    with at("2008-06-10"):
        client = client_of(hands.finance)
        every = client.get(f"/aid/{batch.pk}/receipts/").content.decode()
        assert every.count("屏幕签名") == 2
        assert "刘小（代领）" in every
        assert "刘春生" not in every
        missing = client.get(f"/aid/{batch.pk}/receipts/?receipt=missing").content.decode()
        assert f"/aid/payments/{third.pk}/" in missing
        assert f"/aid/payments/{first.pk}/" not in missing
        export = client.get(f"/aid/{batch.pk}/receipts/?receipt=missing&export=xlsx")
        assert export.status_code == 200


def test_no_page_shows_the_number_of_a_proxy(settled, sign, hands, client_of, at):
    batch = settled(2)
    first, second = batch.payments.order_by("pk")
    one = sign(first, proxy=PROXY)
    sign(second, proxy=PROXY)
    with at("2008-06-10"):
        for path in (
            f"/aid/{batch.pk}/",
            f"/aid/{batch.pk}/receipts/",
            f"/aid/receipts/{one.pk}/",
            f"/aid/{batch.pk}/archive/",
            f"/api/v1/aid/receipts?batch_id={batch.pk}",
            "/",
        ):
            answer = client_of(hands.finance).get(path)
            assert answer.status_code == 200, path
            assert NUMBER not in answer.content.decode()
        page = client_of(hands.finance).get(f"/aid/{batch.pk}/").content.decode()
        assert "刘小：一年内代领 2 户" in page
        assert "一人代领多户：六月生活救助" in client_of(hands.finance).get("/").content.decode()


def test_a_photographed_list_is_recorded_and_opened(settled, hands, client_of, picture, at):
    batch = settled(3)
    rows = list(batch.payments.order_by("pk").values_list("pk", flat=True))
    with at("2008-06-10"):
        client = client_of(hands.maker)
        posted = {
            "kind": "list",
            "signed_on": "2008-06-10",
            "handed_by": "文联",
            "witness": "村支书",
            "payments": rows[:2],
            "pages": str(picture().pk),
        }
        answer = client.post(f"/aid/{batch.pk}/papers/", posted | {"witness": ""})
        assert (
            "现场发放须有两人" in answer.content.decode() or "不能为空" in answer.content.decode()
        )
        assert not ReceiptPaper.objects.exists()
        answer = client.post(f"/aid/{batch.pk}/papers/", posted)
        assert (answer.status_code, answer.url) == (302, f"/aid/{batch.pk}/receipts/")
        paper = ReceiptPaper.objects.get()
        assert paper.receipts.count() == 2
        page = paper.pictures.get()
        assert client.get(f"/aid/paper-pages/{page.pk}/")["Content-Type"] == "image/jpeg"
        one = paper.receipts.first()
        shown = client.get(f"/aid/receipts/{one.pk}/").content.decode()
        assert "签领表照片" in shown
        assert client.get(f"/aid/receipts/{one.pk}/signature/").status_code == 404


def test_its_maker_is_told_who_puts_it_away(settled, hands, person, client_of, at):
    batch = settled(1)
    with at("2008-06-12"):
        pages = [
            client_of(who).get(f"/aid/{batch.pk}/archive/").content.decode()
            for who in (hands.maker, person("union_staff"))
        ]
    assert ["请由其他帮扶干部或财务人员归档" in one for one in pages] == [True, False]
    assert ['name="reason"' in one for one in pages] == [False, True]


def test_put_away_on_its_page(settled, sign, hands, client_of, at):
    batch = settled(2)
    sign(batch.payments.order_by("pk")[0])
    with at("2008-06-12"):
        client = client_of(hands.finance)
        address = f"/aid/{batch.pk}/archive/"
        assert "缺 1 笔回执" in client.get(address).content.decode()
        assert client.post(address, {"reason": ""}).status_code == 200
        assert state_of(batch) == "settled"
        assert client.post(address, {"reason": "该户已迁走"}).status_code == 302
        page = client.get(f"/aid/{batch.pk}/").content.decode()
    assert state_of(batch) == "archived"
    assert "该户已迁走" in page
    assert "登记纸质回执" not in page


def test_withdrawn_on_its_page(settled, sign, hands, client_of, at):
    batch = settled(1)
    one = sign(batch.payments.get())
    with at("2008-06-12"):
        client = client_of(hands.maker)
        client.post(f"/aid/receipts/{one.pk}/withdraw/", {"reason": "签错行"})
        assert "签错行" in client.get(f"/aid/receipts/{one.pk}/").content.decode()
    assert state_of(batch) == "settled"


@pytest.mark.parametrize(
    "path",
    [
        "/aid/{}/receipts/",
        "/aid/{}/",
        "/api/v1/aid/receipts?batch_id={}",
        "/api/v1/aid/hand-out",
        "/aid/{}/papers/",
    ],
)
def test_as_many_queries_for_three_as_for_one(settled, sign, hands, client_of, at, path):
    counts = []
    for prefix, first, size in (("少", 10, 2), ("多", 20, 6)):
        batch = settled(size, prefix=prefix, first=first)
        for one in batch.payments.order_by("pk")[: size // 2]:
            sign(one)
        client = client_of(hands.maker)
        with at("2008-06-10"):
            client.get(path.format(batch.pk))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(path.format(batch.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
