"""Through the bank: frozen payees, sent, settled, bounced, unknown, taken back, given out again."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.aid import queries, services
from assistance.aid.models import Batch, Payee, Payment, RegisterLine
from assistance.funds import queries as funds
from assistance.funds.models import Entry
from assistance.households.models import BankCard, Member
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken

CARD, OTHER_CARD = "6222021001116245702", "6222021001116245710"
ID_NO = "430723196504120015"


@pytest.fixture
def family(make_file):
    """A family on file, with the holder's bank card."""

    def make(number, card=CARD, owner="刘春生", bank="中国农业银行"):
        file = make_file(number)
        holder = file.members.get()
        holder.id_no = ID_NO
        holder.save()
        if card:
            BankCard.objects.create(file=file, holder_name=owner, bank=bank, card_no=card)
        return file

    return make


@pytest.fixture
def sent(family, plan, hands, source, at):
    """A batch of some families by bank, brought as far as `until` says."""

    def bring(count=3, until="sent", **more):
        payments = [
            plan(f"银行:{one}", file=family(one), channel="bank_transfer", **more)
            for one in range(count)
        ]
        with at("2008-06-03"):
            batch = services.make_batch(
                by=hands.maker, name="六月银行代发", source=source, payments=payments
            )
            for state, step, by in (
                ("checked", services.check_batch, hands.finance),
                ("approved", services.approve_batch, hands.approver),
                ("sent", services.send_batch, hands.finance),
            ):
                if batch.state == until:
                    break
                batch = step(by=by, batch=batch)
                assert batch.state == state
        return batch

    return bring


def keys_of(batch):
    return list(batch.payments.order_by("pk").values_list("pk", flat=True))


def states_of(batch):
    return list(batch.payments.order_by("pk").values_list("state", flat=True))


def money(source):
    now = funds.balances_of(source)
    return now.available, now.reserved, now.in_transit, now.spent


def refused(code, service, **arguments):
    before = (
        list(Payment.objects.order_by("pk").values()),
        list(Batch.objects.order_by("pk").values()),
        Entry.objects.count(),
        RecordedEvent.objects.count(),
    )
    with pytest.raises(RuleBroken) as broken:
        service(**arguments)
    assert broken.value.code == code
    assert before == (
        list(Payment.objects.order_by("pk").values()),
        list(Batch.objects.order_by("pk").values()),
        Entry.objects.count(),
        RecordedEvent.objects.count(),
    )
    return broken.value.message


def test_the_payee_is_frozen_with_the_lock(sent):
    batch = sent(1, until="locked")
    payee = Payee.objects.get(payment__batch=batch)
    assert (payee.name, payee.relation, payee.bank) == ("刘春生", "holder", "中国农业银行")
    assert (payee.account_no, payee.card_tail) == (CARD, "5702")
    assert (payee.id_no, payee.id_tail) == (ID_NO, "0015")
    BankCard.objects.all().delete()
    Member.objects.update(name="改名")
    payee.refresh_from_db()
    assert (payee.name, payee.account_no) == ("刘春生", CARD)
    [raw] = Payee.objects.values_list("account_no", flat=True)
    assert CARD not in raw.text


def test_cash_needs_no_account_and_keeps_none(family, plan, hands, source, at):
    payment = plan("现金:1", file=family(1))
    with at("2008-06-03"):
        services.make_batch(by=hands.maker, name="现金", source=source, payments=[payment])
    payee = Payee.objects.get()
    assert (payee.name, payee.account_no, payee.card_tail, payee.bank) == ("刘春生", "", "", "")


@pytest.mark.parametrize(
    ("card", "says"),
    [
        ({"card": ""}, "没有银行卡"),
        ({"card": "6222021001116245703"}, "校验不符"),
        ({"owner": "王某"}, "不是同一人"),
        ({"bank": ""}, "没有登记开户银行"),
    ],
)
def test_a_payee_that_cannot_be_paid_by_bank_is_named(family, plan, hands, source, at, card, says):
    payment = plan("银行:1", file=family(1, **card), channel="bank_transfer")
    with at("2008-06-03"):
        batch = services.open_batch(by=hands.maker, name="代发", source=source)
        services.add_payments(by=hands.maker, batch=batch, payments=[payment])
        message = refused("payees_not_ready", services.lock_batch, by=hands.maker, batch=batch)
        assert "K2008-0001" in message
        assert says in message
        services.set_channel(by=hands.maker, batch=batch, channel="cash_signed")
        assert services.lock_batch(by=hands.maker, batch=batch).way == "hand"


def test_a_place_without_a_file_is_not_paid_by_bank(plan, hands, source):
    payment = plan("走访:1", channel="bank_transfer")
    with pytest.raises(RuleBroken, match="没有对应的在档家庭"):
        services.make_batch(by=hands.maker, name="代发", source=source, payments=[payment])


def test_the_account_of_a_students_parent(family, plan, hands, source, at):
    file = family(1, owner="周桂兰")
    Member.objects.create(file=file, relation="spouse", name="周桂兰")
    payment = plan("助学:1", file=file, channel="bank_transfer", aid_type="education")
    with at("2008-06-03"):
        services.make_batch(by=hands.maker, name="助学", source=source, payments=[payment])
    payee = Payee.objects.get()
    assert (payee.name, payee.relation) == ("周桂兰", "student_parent")


def test_somebody_else_of_the_family_collects_with_a_reason(family, plan, hands, source, at):
    file = family(1, owner="刘小林")
    son = Member.objects.create(file=file, relation="child", name="刘小林")
    payment = plan("银行:1", file=file, channel="bank_transfer")
    refused(
        "reason_missing",
        services.name_payee,
        by=hands.maker,
        payment=payment,
        member=son,
        reason="",
    )
    services.name_payee(by=hands.maker, payment=payment, member=son, reason="户主住院")
    with at("2008-06-03"):
        services.make_batch(by=hands.maker, name="代发", source=source, payments=[payment])
    payee = Payee.objects.get()
    assert (payee.name, payee.relation, payee.reason) == ("刘小林", "other", "户主住院")
    refused(
        "payment_frozen",
        services.name_payee,
        by=hands.maker,
        payment=payment,
        member=son,
        reason="再",
    )


def test_bank_and_cash_are_not_mixed(family, plan, hands, source):
    payments = [
        plan("现金:1", file=family(1)),
        plan("银行:2", file=family(2), channel="bank_transfer"),
    ]
    refused(
        "channels_mixed",
        services.make_batch,
        by=hands.maker,
        name="混合",
        source=source,
        payments=payments,
    )


def test_money_through_the_bank(sent, source, at):
    batch = sent(3)
    assert money(source) == (28500, 0, 1500, 0)
    first, second, third = keys_of(batch)
    with at("2008-06-05"):
        assert services.settle_payments(by=None, payments=[first], on=date(2008, 6, 4)) == 1
        assert services.settle_payments(by=None, payments=[first], on=date(2008, 6, 4)) == 0
        assert services.bounce_payments(by=None, payments=[second], reason="户名不符") == 1
        assert services.mark_unknown(by=None, payments=[third], reason="回盘文件无此笔") == 1
    batch.refresh_from_db()
    assert (batch.state, states_of(batch)) == ("sent", ["paid", "returned", "unknown"])
    assert money(source) == (28500, 500, 500, 500)
    with at("2008-06-06"):
        refused("payment_state", services.settle_payments, by=None, payments=[second])
        services.settle_payments(by=None, payments=[third])
    batch.refresh_from_db()
    assert batch.state == "settled"
    assert money(source) == (28500, 500, 0, 1000)
    assert funds.ledger_is_intact()


def test_a_wrong_answer_is_taken_back_by_entries(sent, source, hands, at):
    batch = sent(2)
    first, second = keys = keys_of(batch)
    with at("2008-06-05"):
        services.settle_payments(by=hands.finance, payments=[first])
        services.bounce_payments(by=hands.finance, payments=[second], reason="户名不符")
        assert services.undo_outcome(by=hands.finance, payments=keys, reason="导错文件") == 2
        assert services.undo_outcome(by=hands.finance, payments=keys, reason="导错文件") == 0
    batch.refresh_from_db()
    assert (batch.state, states_of(batch)) == ("sent", ["paying"] * 2)
    assert money(source) == (29000, 0, 1000, 0)
    with at("2008-06-06"):
        services.settle_payments(by=hands.finance, payments=keys)
    assert money(source) == (29000, 0, 0, 1000)
    lines = RegisterLine.objects.order_by("pk").values_list("kind", "amount")
    assert list(lines) == [("aid", 500), ("undone", -500), ("aid", 500), ("aid", 500)]
    assert Entry.objects.filter(key=f"aid.payment:{first}:paid:1").exists()
    assert funds.ledger_is_intact()


def test_a_returned_payment_is_given_out_again_once(sent, source, hands, at):
    batch = sent(2)
    first, second = keys_of(batch)
    with at("2008-06-05"):
        services.settle_payments(by=hands.finance, payments=[first])
        services.bounce_payments(by=hands.finance, payments=[second], reason="账号错误")
        BankCard.objects.filter(file__payments=second).delete()
        refused("payees_not_ready", services.reissue, by=hands.maker, batch=batch, name="补发")
        BankCard.objects.create(
            file=Payment.objects.get(pk=second).file,
            holder_name="刘春生",
            bank="中国银行",
            card_no=OTHER_CARD,
        )
        again = services.reissue(by=hands.maker, batch=batch, name="补发")
    assert (again.follows, again.state) == (batch, "locked")
    new = again.payments.get()
    assert (new.reissue_of_id, new.state, new.payee.card_tail) == (second, "batched", "5710")
    assert states_of(batch) == ["paid", "reissued"]
    assert money(source) == (29000, 500, 0, 500)
    refused("nothing_returned", services.reissue, by=hands.maker, batch=batch, name="再补发")
    refused(
        "payment_state", services.undo_outcome, by=hands.finance, payments=[second], reason="误"
    )
    with at("2008-06-06"):
        services.check_batch(by=hands.finance, batch=again)
        services.approve_batch(by=hands.approver, batch=again)
        services.send_batch(by=hands.finance, batch=again)
        services.settle_payments(by=hands.finance, payments=[new.pk])
    assert money(source) == (29000, 0, 0, 1000)
    assert funds.ledger_is_intact()


def test_a_returned_payment_is_given_up(sent, source, hands, at):
    batch = sent(1)
    with at("2008-06-05"):
        services.bounce_payments(by=hands.finance, payments=keys_of(batch), reason="销户")
        assert services.release(by=hands.finance, batch=batch, reason="户主已故") == 1
    assert states_of(batch) == ["released"]
    assert money(source) == (30000, 0, 0, 0)
    assert funds.ledger_is_intact()


def test_no_more_is_recovered_than_was_paid(sent, source, hands, at):
    batch = sent(1)
    [pk] = keys_of(batch)
    payment = Payment.objects.get(pk=pk)
    with at("2008-06-05"):
        services.settle_payments(by=hands.finance, payments=[pk])
        services.recover(by=hands.finance, payment=payment, amount="199.99", reason="重复发放")
        refused(
            "recovery_too_large",
            services.recover,
            by=hands.finance,
            payment=payment,
            amount="300.02",
            reason="重复发放",
        )
        services.recover(by=hands.finance, payment=payment, amount="300.01", reason="重复发放")
        refused(
            "payment_recovered", services.undo_outcome, by=hands.finance, payments=[pk], reason="误"
        )
    assert money(source) == (30000, 0, 0, 0)
    assert states_of(batch) == ["paid"]
    lines = RegisterLine.objects.order_by("pk").values_list("kind", "amount")
    assert list(lines) == [
        ("aid", Decimal(500)),
        ("recovered", Decimal("-199.99")),
        ("recovered", Decimal("-300.01")),
    ]
    assert funds.ledger_is_intact()


@pytest.mark.parametrize(
    ("amount", "labels"),
    [
        ("10000.00", ["分管副主席审批"]),
        ("10000.01", ["分管副主席审批", "主席办公会"]),
    ],
)
def test_levels_by_amount(plan, hands, person, source, root, at, amount, labels):
    for label, above in (("分管副主席审批", 0), ("主席办公会", "10000.00")):
        services.set_approval_level(
            by=hands.approver,
            organisation=root,
            label=label,
            above=above,
            valid_from=date(2008, 1, 1),
        )
    with at("2008-06-03"):
        batch = services.make_batch(
            by=hands.maker, name="大额", source=source, payments=[plan("大额:1", amount)]
        )
        found = batch.required_approvals.order_by("number").values_list("label", flat=True)
        assert list(found) == labels
        services.check_batch(by=hands.finance, batch=batch)
        batch = services.approve_batch(by=hands.approver, batch=batch, opinion="同意")
        assert batch.state == ("approved" if len(labels) == 1 else "checked")
        if len(labels) > 1:
            refused("voted_already", services.approve_batch, by=hands.approver, batch=batch)
            second = person("approver")
            assert services.approve_batch(by=second, batch=batch).state == "approved"


def test_posted_where_the_type_asks_for_it(plan, hands, source, root, at):
    services.set_notice_rule(
        by=hands.approver, organisation=root, aid_type="living", days=5, valid_from=date(2008, 1, 1)
    )
    with at("2008-06-02"):
        batch = services.make_batch(
            by=hands.maker, name="公示", source=source, payments=[plan("公示:1")]
        )
        services.check_batch(by=hands.finance, batch=batch)
        services.approve_batch(by=hands.approver, batch=batch)
        refused("batch_not_posted", services.pay_batch, by=hands.finance, batch=batch)
    posted = {
        "by": hands.maker,
        "batch": batch,
        "place": "厂务公开栏",
        "starts_on": date(2008, 6, 2),
    }
    with at("2008-06-10"):
        refused(
            "notice_too_short", services.record_batch_notice, **posted, ends_on=date(2008, 6, 9)
        )
        services.record_batch_notice(**posted, ends_on=date(2008, 6, 10))
        assert services.pay_batch(by=hands.finance, batch=batch).state == "paying"


def test_problems_are_listed_before_the_lock(family, plan, hands, source):
    payment = plan("银行:1", file=family(1, card=""), channel="bank_transfer")
    batch = services.open_batch(by=hands.maker, name="代发", source=source)
    services.add_payments(by=hands.maker, batch=batch, payments=[payment])
    batch.refresh_from_db()
    [problem] = queries.problems_of(batch)
    assert (problem.payment_id, problem.file_no) == (payment.pk, "K2008-0001")
    services.drop_payments(by=hands.maker, batch=batch, payments=[payment])
    payment.refresh_from_db()
    assert (payment.state, payment.batch) == ("planned", None)
