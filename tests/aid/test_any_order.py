"""Whatever happens to payments in whatever order: the sums hold and nobody is paid twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistance.aid import services
from assistance.aid.models import Batch, Payment, Recovery, RegisterLine
from assistance.funds import queries as funds
from assistance.funds.models import AccountDay, Posting
from assistance.households.models import BankCard
from ground.kernel.errors import RuleBroken

ACTS = [
    "make", "check", "approve", "reject", "send", "settle", "bounce", "back", "unknown", "undo",
    "reissue", "release", "recover",
]  # fmt: skip


@pytest.fixture
def files(make_file):
    made = [make_file(number) for number in range(3)]
    for file in made:
        BankCard.objects.create(
            file=file, holder_name="刘春生", bank="农行", card_no="6222021001116245702"
        )
    return made


def act(name, which, hands, source):
    """One thing that somebody tries; what the rules refuse changes nothing."""
    batches = list(Batch.objects.order_by("pk"))
    batch = batches[which % len(batches)] if batches else None
    keys = list(Payment.objects.order_by("pk").values_list("pk", flat=True))
    key = keys[which % len(keys)]
    day = date(2008, 6, 1 + which)  # the bank may name a day before
    by = {"maker": hands.maker, "finance": hands.finance, "approver": hands.approver}
    acts = {
        "make": lambda: services.make_batch(
            by=by["maker"],
            name="批次",
            source=source,
            payments=Payment.objects.filter(state="planned"),
        ),
        "check": lambda: services.check_batch(by=by["finance"], batch=batch),
        "approve": lambda: services.approve_batch(by=by["approver"], batch=batch),
        "reject": lambda: services.reject_batch(by=by["approver"], batch=batch, reason="有误"),
        "send": lambda: services.send_batch(by=by["finance"], batch=batch),
        "settle": lambda: services.settle_payments(by=by["finance"], payments=[key], on=day),
        "bounce": lambda: services.bounce_payments(
            by=by["finance"], payments=[key], reason="退票", on=day
        ),
        "back": lambda: services.return_paid(
            by=by["finance"], payments=[key], reason="销户", on=day
        ),
        "unknown": lambda: services.mark_unknown(by=by["finance"], payments=[key], reason="不明"),
        "undo": lambda: services.undo_outcome(by=by["finance"], payments=[key], reason="导错"),
        "reissue": lambda: services.reissue(by=by["maker"], batch=batch, name="补发"),
        "release": lambda: services.release(by=by["maker"], batch=batch, reason="放弃"),
        "recover": lambda: services.recover(
            by=by["finance"],
            payment=Payment.objects.get(pk=key),
            amount="100.01",
            reason="追回",
            on=date(2008, 6, 3),
        ),
    }
    if batch is None and name in {"check", "approve", "reject", "send", "reissue", "release"}:
        return
    try:
        with transaction.atomic():
            acts[name]()
    except RuleBroken:
        pass


def check(source):
    """Totals are entries, entries add to zero, and each plan has been paid at most once."""
    now = funds.balances_of(source)
    total = Decimal(30000)
    assert now.available + now.reserved + now.in_transit + now.spent == total
    assert min(now.available, now.reserved, now.in_transit, now.spent) >= 0
    assert Posting.objects.aggregate(sum=Sum("amount"))["sum"] == 0

    def sum_of(*states):
        found = Payment.objects.filter(state__in=states).aggregate(sum=Sum("amount"))["sum"]
        return found or Decimal(0)

    back = Recovery.objects.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    assert now.spent == sum_of("paid") - back
    assert now.in_transit == sum_of("paying", "unknown")
    assert now.reserved == sum_of("batched", "approved", "returned")
    lines = RegisterLine.objects.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    assert lines == now.spent
    assert not Payment.objects.filter(state="paid", reissue__state="paid").exists()
    for one in Batch.objects.exclude(approved_by=None):
        assert len({one.made_by_id, one.checked_by_id, one.approved_by_id}) == 3
    assert not AccountDay.objects.filter(closing__lt=0).exclude(account__kind="granted").exists()
    assert funds.ledger_is_intact()


TOLD = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(min_value=0, max_value=5)), min_size=4, max_size=24
)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=TOLD)
def test_whatever_happens_the_sums_hold(told, files, plan, hands, source, at):
    started = [("make", 0), ("check", 0), ("approve", 0), ("send", 0)]
    with transaction.atomic(), at("2008-06-03"):
        for number, file in enumerate(files):
            plan(f"任意:{number}", file=file, channel="bank_transfer")
        for name, which in started:
            act(name, which, hands, source)
        for number, (name, which) in enumerate(told):
            with at(f"2008-06-{4 + number:02}"):
                act(name, which, hands, source)
        check(source)
        transaction.set_rollback(True)
