"""“Where is this payment”: from the visit to the receipt, for whoever made the visit, and for no one else."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.aid import services
from assistance.aid.models import Payment
from assistance.visits.models import Visit


@pytest.fixture
def visited(make_organisation, person, factory, plan, hands, source, at, drain):
    """Two agencies that visited the factory, each with a payment in one batch that is handed out."""

    def bring():
        found = []
        for number, name in enumerate(("市政协办", "市妇联")):
            agency = make_organisation(name, "agency")
            liaison = person("liaison", agency)
            visit = Visit.objects.create(
                key=uuid4(),
                kind="condolence",
                agency=agency,
                link_point=factory,
                visited_on=date(2008, 6, 1),
                visitors="乔联",
                situation="慰问",
                recorded_by=liaison,
            )
            found.append((liaison, plan(f"去向:{number}", 510 + number, visit=visit)))
        with at("2008-06-03"):
            batch = services.make_batch(
                by=hands.maker, name="走访慰问", source=source, payments=[one for _, one in found]
            )
            services.check_batch(by=hands.finance, batch=batch)
            services.approve_batch(by=hands.approver, batch=batch)
            services.pay_batch(by=hands.finance, batch=batch)
            drain()
        return found

    return bring


def test_each_step_with_its_person_and_no_amount_of_others(visited, sign, client_of, hands, at):
    (liaison, payment), (_, other) = visited()
    with at("2008-06-10"):
        page = client_of(liaison).get(f"/aid/where/{payment.pk}/").content.decode()
        assert "已发放，等待领取人签收或银行回单" in page
        sign(payment, signer="工会主席")
        page = client_of(liaison).get(f"/aid/where/{payment.pk}/").content.decode()
        for said in (
            "编制批次",
            "财务审核",
            "审批",
            "财务确认发放",
            "发放入账",
            "登记回执",
            "回执已登记",
        ):
            assert said in page
        for who in (hands.maker, hands.finance, hands.approver):
            assert who.full_name in page
        order = [
            page.index(one)
            for one in ("编制批次", "锁定批次", "财务审核", "财务确认发放", "发放入账", "登记回执")
        ]
        assert order == sorted(order)
        assert "510.00" in page
        assert "511.00" not in page
        assert "1,021.00" not in page
        assert (
            f"/aid/{payment.batch_id or Payment.objects.get(pk=payment.pk).batch_id}/" not in page
        )
        assert client_of(liaison).get(f"/aid/where/{other.pk}/").status_code == 404
        assert client_of(liaison).get(f"/aid/payments/{payment.pk}/").status_code == 403
        every = client_of(liaison).get("/aid/where/").content.decode()
        assert f"/aid/where/{payment.pk}/" in every
        assert f"/aid/where/{other.pk}/" not in every


def test_who_sees_the_batch_opens_its_records(visited, client_of, hands, at):
    (_, payment), _ = visited()
    payment.refresh_from_db()
    with at("2008-06-10"):
        page = client_of(hands.maker).get(f"/aid/payments/{payment.pk}/").content.decode()
    assert "款项到了哪里" in page
    assert f'href="/aid/{payment.batch_id}/"' in page


def test_the_list_needs_as_many_queries_for_two_as_for_one(visited, client_of, at):
    (liaison, _), (_, other) = visited()
    client, counts = client_of(liaison), []
    with at("2008-06-10"):
        for _ in range(2):
            client.get("/aid/where/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/aid/where/").status_code == 200
            counts.append(len(queries))
            Visit.objects.filter(payments=other).update(agency=liaison.organisation)
    assert counts[0] == counts[1]
