from datetime import UTC, datetime
from decimal import Decimal

from assistance.aid.models import Batch, Payment, RegisterLine
from assistance.funds import queries as funds
from assistance.funds.models import Entry
from ground.events.models import Delivery
from ground.events.queries import why

LONG_AGO = datetime(2008, 1, 1, tzinfo=UTC)


def test_three_people_bring_a_batch_to_the_families(paying, source, drain):
    batch = paying(3)
    balances = funds.balances_of(source)
    assert (balances.available, balances.reserved) == (Decimal("28500.00"), Decimal("1500.00"))

    drain()

    batch.refresh_from_db()
    assert batch.state == Batch.State.SETTLED
    assert set(batch.payments.values_list("state", flat=True)) == {"paid"}
    balances = funds.balances_of(source)
    assert balances == funds.Balances(
        granted=Decimal(30000), available=Decimal(28500), reserved=Decimal(0), spent=Decimal(1500)
    )
    assert RegisterLine.objects.filter(kind="aid").count() == 3
    assert funds.ledger_is_intact()


def test_an_entry_goes_back_to_the_plan_of_its_payment(paying, drain):
    batch = paying(1)
    drain()
    entry = Entry.objects.get(key=f"aid.payment:{batch.payments.get().pk}:paid")
    assert [event.name for event in why(entry.event_id)] == [
        "aid.payment_planned",
    ]


def test_every_delivery_again_changes_nothing(paying, source, drain):
    paying(3)
    drain()
    before = (
        list(Entry.objects.order_by("pk").values()),
        list(Payment.objects.order_by("pk").values()),
        list(RegisterLine.objects.order_by("pk").values()),
        funds.balances_of(source),
        Delivery.objects.count(),
    )

    for _ in range(2):
        assert Delivery.objects.update(state="pending", starts=0, due_at=LONG_AGO) > 0
        drain()

    assert not Delivery.objects.exclude(state="done").exists()
    assert before == (
        list(Entry.objects.order_by("pk").values()),
        list(Payment.objects.order_by("pk").values()),
        list(RegisterLine.objects.order_by("pk").values()),
        funds.balances_of(source),
        Delivery.objects.count(),
    )
