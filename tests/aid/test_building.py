"""A batch while it is built: what stands in the way is listed, mended or taken out, then locked."""

import pytest
from django.urls import reverse

from assistance.aid import services
from assistance.aid.models import Batch, BatchProblem, Payee, Payment
from assistance.aid.queries.progress import BOOKS
from assistance.funds import queries as funds
from assistance.households.models import BankCard, Member
from ground.events.models import Delivery
from ground.jobs.models import Job
from ground.kernel.errors import RuleBroken


@pytest.fixture
def building(make_file, plan, hands, source, at):
    """A batch for the bank: one family with its card, one without, one without a file."""
    payments = []
    for number in (1, 2):
        file = make_file(number)
        if number == 1:
            card = {"bank": "农行", "card_no": "6222021001116245702"}
            BankCard.objects.create(file=file, holder_name="刘春生", **card)
        payments.append(plan(f"银行:{number}", file=file, channel="bank_transfer"))
    payments.append(plan("银行:3", channel="bank_transfer"))
    with at("2008-06-03"):
        return services.begin_batch(
            by=hands.maker, name="六月代发", source=source, payments=payments
        )


def asked_to(client, batch, then):
    return client.post(reverse("aid:lock_batch", args=[batch.pk]), {"then": then})


def page_of(client, batch):
    return client.get(reverse("aid:batch", args=[batch.pk])).content.decode()


def test_a_lock_that_fails_lists_every_problem_and_changes_nothing(
    building, hands, client_of, drain, at
):
    client = client_of(hands.maker)
    with at("2008-06-03"):
        asked_to(client, building, "lock")
        assert "核对并锁定批次" in page_of(client, building)
        drain()
    building.refresh_from_db()
    assert (building.state, Job.objects.get().state) == ("building", "done")
    assert [(one.payment.key, one.says) for one in BatchProblem.objects.all()] == [
        ("银行:2", "档案中没有银行卡：请先补登，或改为现场发放"),
        ("银行:3", "没有对应的在档家庭，不能由银行发放：请改为现场发放"),
    ]
    assert not Payee.objects.exists()
    assert funds.balances_of(building.source).reserved == 0
    assert "有 2 处问题，不能锁定" in page_of(client, building)
    text = client.get(reverse("aid:batch_problems", args=[building.pk])).content.decode()
    assert "没有银行卡" in text
    assert "K2008-0002" in text
    assert "刘春生" not in text
    pk = Payment.objects.get(key="银行:2").pk
    assert "没有银行卡" in client.get(reverse("aid:payment", args=[pk])).content.decode()


def test_what_has_problems_is_taken_out_and_the_rest_is_locked(
    building, hands, client_of, drain, at
):
    client = client_of(hands.maker)
    with at("2008-06-03"):
        asked_to(client, building, "check")
        drain()
        path = reverse("aid:take_out", args=[building.pk])
        shown = client.get(f"{path}?only_problems=on").content.decode()
        assert "条件选出 2 笔，合计 1,000.00 元" in shown
        seen = {"only_problems": "on", "number": "2", "amount": "1000.00"}
        stale = client.post(path, seen | {"number": "3"}).content.decode()
        assert "笔数或金额与您看到的不同" in stale
        assert building.payments.count() == 3
        assert client.post(path, seen).status_code == 302
        assert not BatchProblem.objects.exists()
        drain()
        assert "核对通过" in page_of(client, building)
        asked_to(client, building, "lock")
        drain()
    building.refresh_from_db()
    assert (building.state, building.payments.count()) == ("locked", 1)
    assert funds.balances_of(building.source).reserved == 500
    assert "您不能办理" not in page_of(client, building)
    waiting = Payment.objects.filter(state="planned", batch=None).order_by("pk")
    assert [one.key for one in waiting] == ["银行:2", "银行:3"]


def test_what_is_ticked_stays_and_more_is_put_in(building, plan, hands, client_of, drain, at):
    client = client_of(hands.maker)
    more = plan("再来一笔", channel="bank_transfer")
    with at("2008-06-03"):
        kept = Payment.objects.get(key="银行:1")
        seen = {"number": "3", "amount": "1500.00", "left_out": [kept.pk]}
        client.post(reverse("aid:take_out", args=[building.pk]), seen)
        assert [one.key for one in building.payments.all()] == ["银行:1"]
        path = reverse("aid:add_payments", args=[building.pk])
        assert "编入批次" in client.get(path).content.decode()
        others = list(Payment.objects.filter(state="planned").exclude(pk=more.pk))
        seen = {"number": "3", "amount": "1500.00", "left_out": [one.pk for one in others]}
        client.post(path, seen)
        drain()
    assert [one.key for one in building.payments.order_by("pk")] == ["银行:1", "再来一笔"]


def test_one_channel_for_all_and_then_it_locks(building, hands, client_of, drain, at):
    client = client_of(hands.maker)
    with at("2008-06-03"):
        path = reverse("aid:set_channel", args=[building.pk])
        client.post(path, {"channel": "pigeon"})
        building.refresh_from_db()
        assert building.way == "bank"
        client.post(path, {"channel": "cash_signed"})
        asked_to(client, building, "lock")
        drain()
    building.refresh_from_db()
    assert (building.way, building.state) == ("hand", "locked")


def test_what_no_single_payment_can_mend_is_said_by_the_job(building, hands, client_of, drain, at):
    Payment.objects.filter(key="银行:3").update(channel="cash_signed")
    client = client_of(hands.maker)
    with at("2008-06-03"):
        asked_to(client, building, "lock")
        drain()
    job = Job.objects.get()
    assert (job.state, "请统一发放方式" in job.message) == ("failed", True)
    text = page_of(client, building)
    assert "请统一发放方式" in text
    assert "重新执行" in text


def test_given_up_by_its_maker_only(building, person, hands, client_of, at):
    with at("2008-06-03"):
        other = client_of(person("union_staff"))
        path = reverse("aid:discard_batch", args=[building.pk])
        assert other.post(path, {"reason": "不要了"}).status_code == 404
        assert "由 " in page_of(other, building)
        assert asked_to(other, building, "lock").status_code == 404
        client = client_of(hands.maker)
        client.post(path, {"reason": " "})
        building.refresh_from_db()
        assert building.state == "building"
        client.post(path, {"reason": "重复编制"})
    building.refresh_from_db()
    assert (building.state, building.remark) == ("rejected", "重复编制")
    assert Payment.objects.filter(state="planned", batch=None).count() == 3
    assert "批次已撤销" in page_of(client, building)
    with pytest.raises(RuleBroken, match="已退回"):
        services.ask_to_lock(by=hands.maker, batch=building, only_check=False)
    assert not Job.objects.exists()


def test_a_worker_that_died_after_the_lock_finds_it_done(building, hands, drain, at):
    with at("2008-06-03"):
        services.set_channel(by=hands.maker, batch=building, channel="cash_signed")
        services.ask_to_lock(by=hands.maker, batch=building, only_check=False)
        services.lock_batch(by=hands.maker, batch=building)
        drain()
    assert Job.objects.get().state == "done"


def test_a_double_click_asks_once(building, hands, client_of, at):
    client = client_of(hands.maker)
    with at("2008-06-03"):
        for _ in range(2):
            asked_to(client, building, "lock")
    assert Job.objects.count() == 1


def test_who_collects_is_said_before_the_lock(building, hands, client_of, drain, at):
    payment = Payment.objects.get(key="银行:1")
    spouse = Member.objects.create(file=payment.file, relation="spouse", name="何秋菊")
    stranger = Member.objects.create(
        file=Payment.objects.get(key="银行:2").file, relation="spouse", name="余秀英"
    )
    client = client_of(hands.maker)
    path = reverse("aid:payee", args=[payment.pk])
    with at("2008-06-03"):
        text = client.get(path).content.decode()
        assert "何**（配偶）" in text or "何*菊（配偶）" in text
        assert "何秋菊" not in text
        wrong = client.post(path, {"member": stranger.pk, "reason": "住院"}).content.decode()
        assert "住院" in wrong
        client.post(path, {"member": spouse.pk, "reason": "户主住院"})
        payment.refresh_from_db()
        assert payment.payee_member == spouse
        asked_to(client, building, "check")
        drain()
        first = BatchProblem.objects.get(payment=payment)
        assert "开户人与收款人不是同一人" in first.says
        client.post(reverse("aid:relative", args=[payment.pk]), {"of": "经办人李某之弟"})
    assert "经办人李某之弟" in page_of(client, building)
    payment.refresh_from_db()
    assert payment.relative_of == "经办人李某之弟"


def test_a_booking_that_stopped_is_started_again_by_its_user(paying, hands, client_of, drain):
    batch = paying(2)
    client = client_of(hands.finance)
    assert "发放入账没有完成" not in page_of(client, batch)
    books = Delivery.objects.filter(handler=BOOKS)
    books.update(state="dead", failures=5)
    text = page_of(client, batch)
    assert "入账试过 5 次都没有成功" in text
    assert "重新执行入账" in text
    assert "重新执行入账" not in page_of(client_of(hands.maker), batch)
    client.post(reverse("aid:book_again", args=[batch.pk]))
    drain()
    batch.refresh_from_db()
    assert batch.state == "settled"
    client.post(reverse("aid:book_again", args=[batch.pk]))
    assert "入账没有停止" in page_of(client, batch)


def test_saved_to_go_on_with(plan, source, hands, client_of, drain, at):
    plan("测试:1")
    client = client_of(hands.maker)
    asked = {"name": "六月", "source": source.pk, "number": "1", "amount": "500.00"}
    with at("2008-06-03"):
        client.post("/aid/new/", asked | {"then": "build"})
        drain()
    batch = Batch.objects.get()
    assert batch.state == "building"
    assert "核对通过" in page_of(client, batch)
