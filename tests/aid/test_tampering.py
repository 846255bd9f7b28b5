"""Somebody with all rights on the database changes what was paid: the account book names it."""

from assistance.aid import services
from assistance.aid.models import Recovery
from assistance.funds.models import Entry
from tests.funds.tampering import faults_of, tamper


def test_an_amount_that_was_paid(paying, source, hands, drain):
    batch = paying(3)
    drain()
    book, one = source.organisation_id, batch.payments.order_by("pk").first()
    services.recover(by=hands.finance, payment=one, amount="100", reason="多发")
    assert faults_of(book) == []
    tamper(f"UPDATE aid_payment SET amount = amount + 500 WHERE id = {one.pk}")
    paid = Entry.objects.get(key=f"aid.payment:{one.pk}:paid")
    reserved = Entry.objects.get(key=f"aid.batch:{batch.pk}:reserved")
    assert faults_of(book) == [
        f"款项 {one.pk}：与凭证 {paid.pk} 不同（金额、资金、类别或单位）",
        f"批次 {batch.pk}：各笔款项合计与预留的凭证 {reserved.pk} 不同",
    ]


def test_what_came_back(paying, source, hands, drain):
    batch = paying(1)
    drain()
    one = batch.payments.get()
    services.recover(by=hands.finance, payment=one, amount="100", reason="多发")
    tamper("UPDATE aid_recovery SET amount = amount + 1")
    entry = Entry.objects.get(key=f"aid.payment:{one.pk}:recovered:{Recovery.objects.get().number}")
    assert faults_of(source.organisation_id) == [
        f"款项 {one.pk}：与凭证 {entry.pk} 不同（金额、资金、类别或单位）"
    ]


def test_a_payment_on_its_way_has_only_its_batch(paying, source):
    batch = paying(2)
    assert faults_of(source.organisation_id) == []
    tamper("UPDATE aid_payment SET amount = amount + 500")
    [said] = faults_of(source.organisation_id)
    assert said.startswith(f"批次 {batch.pk}：各笔款项合计与预留的凭证")
