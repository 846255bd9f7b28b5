"""A visit with condolence cash, through three people, to the register and the fund."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

from assistance.aid import services
from assistance.aid.models import Batch, Payment, RegisterLine
from assistance.aid.queries import chain_of_line
from assistance.funds import queries as funds
from assistance.funds.models import Entry
from assistance.visits.services import record_visit
from ground.briefs.facts import compute, fact_of
from ground.events.models import Delivery, RecordedEvent
from ground.kernel.periods import Period

LONG_AGO = datetime(2008, 1, 1, tzinfo=UTC)
HALF_YEAR = Period(starts_on=date(2008, 1, 1), ends_on=date(2008, 6, 25))


def test_two_thousand_yuan_of_condolence(source, hands, person, make_organisation, root, drain, at):
    agency = make_organisation("临澧县人大办", "agency")
    works = make_organisation("合口出口花炮厂")
    with at("2008-05-16"):
        visit = record_visit(
            by=person("liaison"),
            key=uuid.uuid4(),
            kind="concentrated",
            agency=agency,
            link_point=works,
            visited_on=date(2008, 5, 16),
            visitors="县人大副主任及成员单位",
            situation="下到车间座谈，送去慰问金。",
            condolence_cash=Decimal(2000),
        )
        drain()
    payment = Payment.objects.get()
    assert (payment.state, payment.amount, payment.visit) == ("planned", Decimal(2000), visit)
    assert payment.reason == "5月16日走访慰问金"

    with at("2008-05-19"):
        batch = services.make_batch(
            by=hands.maker, name="集中走访慰问", source=source, payments=[payment]
        )
        services.check_batch(by=hands.finance, batch=batch)
        services.approve_batch(by=hands.approver, batch=batch)
        services.pay_batch(by=hands.finance, batch=batch)
        drain()

    assert Batch.objects.get().state == "settled"
    assert funds.balances_of(source) == funds.Balances(
        granted=Decimal(30000), available=Decimal(28000), reserved=Decimal(0), spent=Decimal(2000)
    )
    assert list(RegisterLine.objects.order_by("pk").values_list("kind", "amount", "on")) == [
        ("visit", Decimal(0), date(2008, 5, 16)),
        ("aid", Decimal(2000), date(2008, 5, 19)),
    ]
    line = RegisterLine.objects.get(kind="aid")
    assert [event.name for event in chain_of_line(line)] == [
        "aid.payments_paid",
        "aid.batch_ordered",
        "aid.payment_planned",
        "visits.visit_recorded",
    ]
    assert Entry.objects.get(key=f"aid.payment:{payment.pk}:paid").on == date(2008, 5, 19)
    assert compute(fact_of("aid.relief_paid"), root, HALF_YEAR).value == Decimal(2000)
    assert compute(fact_of("aid.payments_made"), works, HALF_YEAR).value == Decimal(1)
    assert compute(fact_of("aid.families_aided"), root, HALF_YEAR).value == Decimal(0)
    assert compute(fact_of("aid.relief_paid"), agency, HALF_YEAR).value == Decimal(0)

    before = RecordedEvent.objects.count(), Entry.objects.count(), RegisterLine.objects.count()
    Delivery.objects.update(state="pending", starts=0, due_at=LONG_AGO)
    drain()
    assert before == (
        RecordedEvent.objects.count(),
        Entry.objects.count(),
        RegisterLine.objects.count(),
    )
    assert not Delivery.objects.exclude(state="done").exists()
    assert funds.ledger_is_intact()
