"""After a restore nobody knows what was paid since the backup: what was approved is held until somebody does."""

import pytest
from django.urls import reverse

from assistance.aid import services
from assistance.aid.models import Batch
from ground.audit.models import Entry
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.restoring import restored

pytestmark = pytest.mark.django_db


def test_what_waits_to_be_paid_is_held_and_let_go_by_another(paying, hands, at):
    batch, done = paying(2, until="approved"), paying(1, prefix="另")
    with at("2008-06-04"):
        restored(clock.now())
        held = Batch.objects.get(pk=batch.pk)
        assert held.held_since is not None
        assert Batch.objects.get(pk=done.pk).held_since is None  # handed out before the backup
        with pytest.raises(RuleBroken, match="可能在备份之后已经发放"):
            services.pay_batch(by=hands.finance, batch=held)
        with pytest.raises(RuleBroken, match="制单人不能放行"):
            services.let_go(by=hands.maker, batch=held, reason="核对过")
        with pytest.raises(RuleBroken, match="核对情况"):
            services.let_go(by=hands.finance, batch=held, reason=" ")
        services.let_go(by=hands.finance, batch=held, reason="逐户电话核对，均未领取")
        with pytest.raises(RuleBroken, match="没有暂停"):
            services.let_go(by=hands.finance, batch=held, reason="再次")
        assert services.pay_batch(by=hands.finance, batch=held).state == "paying"
    told = Entry.objects.get(action="aid.batch_let_go")
    assert told.details["reason"] == "逐户电话核对，均未领取"


def test_the_page_says_so_and_who_may_lets_it_go(paying, hands, client_of, at):
    batch = paying(1, until="approved")
    page = reverse("aid:batch", args=[batch.pk])
    with at("2008-06-04"):
        services.hold_approved(clock.now())
        assert "核对后放行" not in client_of(hands.maker).get(page).content.decode()
        client = client_of(hands.finance)
        text = client.get(page).content.decode()
        assert "暂停发放，等待核对" in text
        assert "核对后放行" in text
        client.post(reverse("aid:let_go", args=[batch.pk]), {"reason": "银行查询无此笔"})
        assert "等待核对" not in client.get(page).content.decode()


def test_it_can_be_sent_back_where_it_was_paid_already(paying, hands, at):
    batch = paying(1, until="approved")
    with at("2008-06-04"):
        services.hold_approved(clock.now())
        services.reject_batch(by=hands.finance, batch=batch, reason="恢复前已发放，另行补登")
    assert Batch.objects.get(pk=batch.pk).state == "rejected"
