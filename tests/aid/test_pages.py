import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.aid.models import Batch, Payment, RegisterLine
from ground.briefs.typesetting import text_of

LISTS = [
    "/aid/",
    "/aid/payments/",
    "/aid/register/",
    "/api/v1/aid/payments",
    "/api/v1/aid/batches",
    "/api/v1/aid/register",
]
ONES = [
    "/aid/{batch}/",
    "/aid/{batch}/roll/",
    "/aid/payments/{payment}/",
    "/aid/register/{line}/",
    "/api/v1/aid/payments/{payment}",
    "/api/v1/aid/batches/{batch}",
]


def queries_of(client, url):
    client.get(url)  # what the first visit writes is not counted
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("url", LISTS + ONES)
def test_by_role_and_scope(paying, drain, person, make_organisation, client_of, url):
    batch = paying(1)
    drain()
    url = url.format(
        batch=batch.pk, payment=batch.payments.get().pk, line=RegisterLine.objects.get().pk
    )
    assert client_of(person("auditor")).get(url).status_code == 200
    assert client_of(person("administrator")).get(url).status_code == 403
    elsewhere = client_of(person("finance", make_organisation("临澧县总工会", "union"))).get(url)
    if url in LISTS:
        assert "海利" not in elsewhere.content.decode()
        assert "六月生活救助" not in elsewhere.content.decode()
    else:
        assert elsewhere.status_code == 404


@pytest.mark.parametrize("url", LISTS)
def test_no_query_per_row(paying, drain, hands, client_of, url):
    paying(1)
    drain()
    client = client_of(hands.finance)
    one = queries_of(client, url)
    for prefix in ("乙", "丙"):
        paying(1, prefix=prefix)
    drain()
    assert queries_of(client, url) == one


@pytest.mark.parametrize("url", ["/aid/new/", "/"])
def test_no_query_per_planned_payment(plan, source, hands, client_of, url, make_file):
    client = client_of(hands.maker)
    plan("测试:0", file=make_file(1))
    one = queries_of(client, url)
    for number in (1, 2):
        plan(f"测试:{number}", file=make_file(number + 1))
    assert queries_of(client, url) == one


def test_a_batch_walks_through_the_pages(plan, source, hands, client_of, drain, at):
    for number in range(3):
        plan(f"测试:{number}")
    maker, finance, approver = map(client_of, (hands.maker, hands.finance, hands.approver))
    with at("2008-06-03"):
        shown = maker.get("/aid/new/").content.decode()
        assert "条件选出 3 笔，合计 1,500.00 元（壹仟伍佰元整）" in shown
        assert "可用 30,000.00 元" in shown
        asked = {
            "name": "六月生活救助",
            "source": source.pk,
            "number": "3",
            "amount": "1500.00",
            "left_out": [Payment.objects.last().pk],
        }
        stale = maker.post("/aid/new/", asked | {"amount": "1000.00"}).content.decode()
        assert "笔数或金额与您看到的不同" in stale
        assert not Batch.objects.exists()
        assert maker.post("/aid/new/", asked | {"then": "lock"}).status_code == 302
        drain()
        batch = Batch.objects.get()
        assert batch.payments.count() == 2
        assert maker.post(f"/aid/{batch.pk}/check/").status_code == 403
        assert maker.post(f"/aid/{batch.pk}/approve/").status_code == 403
        assert finance.get(f"/aid/{batch.pk}/check/").status_code == 405
        assert "审核通过" in finance.get(f"/aid/{batch.pk}/").content.decode()
        finance.post(f"/aid/{batch.pk}/check/")
        approver.post(f"/aid/{batch.pk}/approve/")
        assert "发放花名册" in finance.get(f"/aid/{batch.pk}/").content.decode()
        finance.post(f"/aid/{batch.pk}/pay/")
        drain()
        batch.refresh_from_db()
        assert batch.state == "settled"
        roll = finance.get(f"/aid/{batch.pk}/roll/").content.decode()
        assert "人民币（大写）壹仟元整" in roll


def test_own_work_is_explained(paying, person, hands, client_of):
    from ground.accounts.roles import Role
    from ground.accounts.services import grant_role

    batch = paying(1, until="locked")
    grant_role(by=None, user=hands.maker, organisation=hands.maker.organisation, role=Role.FINANCE)
    client = client_of(type(hands.maker).objects.get(pk=hands.maker.pk))
    assert "须由另一位财务人员审核" in client.get(f"/aid/{batch.pk}/").content.decode()
    client.post(f"/aid/{batch.pk}/check/")
    batch.refresh_from_db()
    assert batch.state == "locked"


def test_the_same_steps_by_the_api(plan, source, hands, client_of, drain, at, make_file):
    maker, finance, approver = map(client_of, (hands.maker, hands.finance, hands.approver))
    send = {"content_type": "application/json"}
    file = make_file(1)
    with at("2008-06-03"):
        body = {
            "key": "8a1d7a2e-2008-4625-9c00-000000002008",
            "file_id": file.pk,
            "aid_type": "medical",
            "amount": "800.50",
            "given_on": "2008-06-05",
            "reason": "医疗救助",
        }
        planned, again = (maker.post("/api/v1/aid/payments", body, **send) for _ in range(2))
        assert (planned.status_code, planned.json()) == (201, again.json())
        assert maker.get("/api/v1/aid/payments/planned").json() == {
            "number": 1,
            "families": 1,
            "amount": "800.50",
        }
        made = maker.post(
            "/api/v1/aid/batches",
            {"name": "六月", "source_id": source.pk, "payment_ids": [planned.json()["id"]]},
            **send,
        )
        assert (made.status_code, made.json()["amount"]) == (201, "800.50")
        url = f"/api/v1/aid/batches/{made.json()['id']}"
        assert maker.post(f"{url}/check", **send).status_code == 403
        for client, step, state in (
            (finance, "check", "checked"),
            (approver, "approve", "approved"),
            (finance, "pay", "paying"),
        ):
            answer = client.post(f"{url}/{step}", **send)
            assert (answer.status_code, answer.json()["state"]) == (201, state)
        drain()
    assert maker.get(url).json()["state"] == "settled"
    lines = maker.get(f"/api/v1/aid/register?file_id={file.pk}").json()["results"]
    assert [(line["kind"], line["amount"]) for line in lines] == [("aid", "800.50")]
    reason = {"reason": "晚了"}
    assert finance.post(f"{url}/reject", reason, **send).json()["code"] == "batch_state"


def test_lists_show_no_whole_name(paying, plan, make_file, hands, client_of):
    payment = plan("测试:1", file=make_file(1))
    client = client_of(hands.maker)
    for url in ("/aid/payments/", "/aid/new/", f"/aid/payments/{payment.pk}/"):
        shown = client.get(url).content.decode()
        assert "刘*生" in shown
        assert "刘春生" not in shown


@pytest.mark.parametrize(
    "url",
    [
        "/api/v1/aid/payments?state=%00",
        "/api/v1/aid/payments?aid_type=lottery",
        "/api/v1/aid/batches?state=%00",
        "/api/v1/aid/register?kind=%00",
        "/api/v1/aid/payments/planned?aid_type=%00",
    ],
)
def test_nonsense_in_the_address_is_refused(hands, client_of, url):
    assert client_of(hands.maker).get(url).status_code == 422


@pytest.mark.parametrize(
    "change",
    [{"amount": "sNaN"}, {"amount": "x"}, {"left_out": ["²", "9" * 40]}, {"name": "\x00"}],
)
def test_nonsense_in_a_form_is_no_crash(plan, source, hands, client_of, change):
    plan("测试:1")
    asked = {"name": "六月", "source": source.pk, "number": "1", "amount": "500.00"}
    assert client_of(hands.maker).post("/aid/new/", asked | change).status_code in {200, 302}
    assert Batch.objects.count() in {0, 1}


def test_the_register_is_printed_as_it_is_narrowed(paying, drain, person, client_of):
    paying(1)
    drain()
    client = client_of(person("auditor"))
    text = "".join("".join(text_of(client.get("/aid/register/?export=pdf").getvalue())).split())
    for said in (
        "帮扶台账",
        "单位：常德市",
        "日期事项双联点家庭档案编号金额（元）",
        "填报：",
        "合计1行500.00",
    ):
        assert said in text
    none = client.get("/aid/register/?kind=found&export=pdf").getvalue()
    text = "".join("".join(text_of(none)).split())
    assert "事项：" in text
    assert "合计" not in text
