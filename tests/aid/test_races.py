"""The same payment by many workers, the same batch by two approvers, at the same moment."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from assistance.aid import services
from assistance.aid.models import Batch, Payment
from assistance.funds import queries as funds
from assistance.funds.models import Entry
from ground.events import claiming
from ground.events.delivery import deliver
from ground.events.models import Delivery, RecordedEvent
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)
JUNE = clock.datetime(2008, 6, 4, 9, tzinfo=clock.CHINA)


def at_once(number, act):
    """Run `act(n)` in threads that start together; what each gave, or the code of its refusal."""
    gate, results = threading.Barrier(number), [None] * number

    def run(n):
        try:
            gate.wait()
            with clock.standing_at(JUNE):
                results[n] = act(n)
        except RuleBroken as broken:
            results[n] = broken.code
        except Exception as error:  # noqa: BLE001 -- the assertion shows it
            results[n] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_eight_workers_settle_one_batch(paying, source):
    batch = paying(1)
    payment = batch.payments.get()
    results = at_once(8, lambda _: services.settle_batch(batch.pk))
    assert sorted(results) == [0] * 7 + [1]
    assert Entry.objects.filter(key=f"aid.payment:{payment.pk}:paid").count() == 1
    assert RecordedEvent.objects.filter(name="aid.payments_paid").count() == 1
    assert funds.balances_of(source).spent == Decimal(500)
    assert Batch.objects.get().state == "settled"
    assert funds.ledger_is_intact()


def test_workers_deliver_the_same_deliveries(paying, source, drain):
    paying(5)
    ids = claiming.claim("handlers", limit=100)
    at_once(4, lambda _: deliver(ids))
    Delivery.objects.update(state="pending", starts=0, due_at=JUNE)
    ids = list(Delivery.objects.values_list("pk", flat=True))
    at_once(4, lambda _: deliver(ids))
    drain()
    assert Entry.objects.filter(key__endswith=":paid").count() == 5
    assert funds.balances_of(source).spent == Decimal(2500)
    assert funds.ledger_is_intact()


def test_approved_twice_at_once(paying, person, source):
    batch = paying(2, until="checked")
    approvers = [person("approver") for _ in range(4)]

    def approve(n):
        services.approve_batch(by=approvers[n], batch=batch)
        return "approved"

    assert sorted(at_once(4, approve)) == ["approved"] + ["batch_state"] * 3
    assert funds.balances_of(source).reserved == Decimal(1000)


def test_two_batches_want_the_last_money(plan, source, hands, at):
    batches = []
    for number in range(2):
        payment = plan(f"大额:{number}", "20000")
        with at("2008-06-03"):
            made = services.open_batch(by=hands.maker, name=f"批次{number}", source=source)
            batches.append(services.add_payments(by=hands.maker, batch=made, payments=[payment]))

    def lock(n):
        services.lock_batch(by=hands.maker, batch=batches[n])
        return "locked"

    assert sorted(at_once(2, lock)) == ["fund_short", "locked"]
    assert sorted(Batch.objects.values_list("state", flat=True)) == ["building", "locked"]
    assert set(Payment.objects.values_list("state", flat=True)) == {"batched"}
    assert funds.balances_of(source).available == Decimal(10000)


def test_one_payment_into_one_batch_only(plan, source, hands):
    payments = [plan(f"测试:{number}") for number in range(3)]

    def make(n):
        services.make_batch(by=hands.maker, name=f"批次{n}", source=source, payments=payments)
        return "made"

    assert sorted(at_once(4, make)) == ["made"] + ["payment_taken"] * 3
    assert Batch.objects.count() == 1


def test_pay_and_reject_at_once(paying, source, hands, drain):
    batch = paying(2, until="approved")

    def act(n):
        if n:
            services.pay_batch(by=hands.finance, batch=batch)
            return "paid"
        services.reject_batch(by=hands.approver, batch=batch, reason="名单有误")
        return "rejected"

    results = at_once(2, act)
    drain()
    batch.refresh_from_db()
    assert (results, batch.state) in [
        (["rejected", "batch_state"], "rejected"),
        (["batch_state", "paid"], "settled"),
    ]
    assert funds.balances_of(source).reserved == Decimal(0)
    assert funds.ledger_is_intact()


def test_one_plan_from_eight_tellers(plan, factory):
    assert len(set(at_once(8, lambda _: plan("走访:1").pk))) == 1
    assert RecordedEvent.objects.filter(name="aid.payment_planned").count() == 1


def test_four_plan_overlapping_thousands(hands, factory):
    """Whoever comes second finds the payments of the first, and plans the rest: each key once."""

    def planned(n):
        keys = [f"test:{number}" for number in range(n * 10, n * 10 + 40)]
        found = services.plan_payments(
            by=hands.maker,
            wanted=[services.Wanted(key, Decimal(300), factory.pk) for key in keys],
            aid_type="condolence",
            reason="慰问",
            given_on=JUNE.date(),
        )
        return {key: found[key] for key in keys}

    results = at_once(4, planned)
    kept = dict(Payment.objects.values_list("key", "pk"))
    assert len(kept) == 70
    assert results == [{key: kept[key] for key in one} for one in results]
    told = RecordedEvent.objects.filter(name="aid.payments_planned")
    assert sorted(pk for one in told for pk in one.payload["payment_ids"]) == sorted(kept.values())
    assert not Payment.objects.filter(event_id__isnull=True).exists()
