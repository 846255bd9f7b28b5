"""What was signed for on a visit is not asked for again."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.aid import services
from assistance.aid.models import Batch, Payment, Receipt
from assistance.visits.services import record_visit


@pytest.fixture
def visited(person, make_organisation, picture, at, drain):
    """So many visits with 500 yuan in hand, signed for on the screen or not."""

    def visit(count: int, *, signed: bool = True) -> list[Payment]:
        mark = uuid.uuid4().hex[:6]
        liaison, agency = person("liaison"), make_organisation(f"县人大办{mark}", "agency")
        before = set(Payment.objects.values_list("pk", flat=True))
        for number in range(count):
            with at("2008-05-16"):
                record_visit(
                    by=liaison,
                    key=uuid.uuid4(),
                    kind="concentrated",
                    agency=agency,
                    link_point=make_organisation(f"花炮厂{mark}{number}"),
                    visited_on=date(2008, 5, 16),
                    visitors="县人大副主任",
                    situation="下到车间座谈，送去慰问金。",
                    condolence_cash=Decimal(500),
                    signer="车间主任张三" if signed else "",
                    signature=picture(liaison) if signed else None,
                )
                drain()
        return list(Payment.objects.exclude(pk__in=before).order_by("pk"))

    return visit


@pytest.fixture
def handed(hands, source, at, drain):
    """A batch that is paid, up to the events that follow."""

    def hand(payments: list[Payment], name: str = "五月慰问") -> Batch:
        with at("2008-06-03"):
            batch = services.make_batch(by=hands.maker, name=name, source=source, payments=payments)
            services.check_batch(by=hands.finance, batch=batch)
            services.approve_batch(by=hands.approver, batch=batch)
            services.pay_batch(by=hands.finance, batch=batch)
            drain()
        batch.refresh_from_db()
        return batch

    return hand


def test_a_batch_of_signed_visits_is_complete_by_itself(visited, handed):
    batch = handed(visited(3))
    assert batch.state == "complete"
    assert [
        (one.kind, one.signed_by, one.signer, one.signed_on, one.signature_id is not None)
        for one in Receipt.objects.all()
    ] == [("visit", "place", "车间主任张三", date(2008, 5, 16), True)] * 3
    assert Receipt.objects.values("key").distinct().count() == 3


def test_what_was_not_signed_for_is_still_missing(visited, handed):
    batch = handed([*visited(1), *visited(1, signed=False)])
    assert (batch.state, Receipt.objects.count()) == ("settled", 1)


def test_a_withdrawn_one_does_not_come_back_by_itself(visited, handed, hands, at):
    batch = handed(visited(1))
    with at("2008-06-04"):
        services.withdraw_receipt(by=hands.maker, receipt=Receipt.objects.get(), reason="签错了人")
        assert services.await_receipts(batch.pk) == 0
    batch.refresh_from_db()
    assert (batch.state, Receipt.objects.count()) == ("settled", 1)


def test_as_many_statements_for_many_as_for_one(visited, source, hands, at):
    def count(payments: list[Payment]) -> int:
        with at("2008-06-03"):
            batch = services.make_batch(
                by=hands.maker, name="五月慰问", source=source, payments=payments
            )
            services.check_batch(by=hands.finance, batch=batch)
            services.approve_batch(by=hands.approver, batch=batch)
            services.pay_batch(by=hands.finance, batch=batch)
            services.settle_batch(batch.pk)
            with CaptureQueriesContext(connection) as seen:
                assert services.await_receipts(batch.pk) == len(payments)
        return len(seen)

    count(visited(1))
    assert count(visited(4)) == count(visited(1))
