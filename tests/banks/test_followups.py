"""Bounced payments: a corrected account, a batch that follows, each paid at most once."""

import re
from decimal import Decimal

import pytest

from assistance.aid import services as aid
from assistance.aid.models import Batch, Payment
from assistance.aid.workbench import batches_to_pay
from assistance.banks import queries, services
from assistance.banks.models import BankAnswer
from assistance.banks.workbench import bounced_payments, files_to_make_and_send
from assistance.funds import queries as funds
from assistance.households.models import BankCard
from ground.kernel.errors import RuleBroken

from .conftest import card_number, row, states, walked


@pytest.fixture
def bounced(sent, taken):
    file = sent(3)
    taken(
        file,
        row(file, 1),
        row(file, 2, "失败", "账号不存在"),
        row(file, 3, "失败", "账户冻结"),
    )
    return file


def returned(file):
    return list(
        Payment.objects.filter(batch=file.batch, state="returned")
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def test_an_account_that_bounced_is_corrected_first(bounced, bank, at):
    with at("2008-06-06"), pytest.raises(RuleBroken) as refused:
        services.follow_up(
            by=bank.maker, batch=bounced.batch, name="重发", payments=returned(bounced)
        )
    assert refused.value.message.startswith("有1笔的账号还没有更正：K2008-0002")
    assert Batch.objects.count() == 1


def test_in_one_act_they_are_a_batch_that_is_paid_once(bounced, bank, at, sent, taken):
    first, second = returned(bounced)
    card = BankCard.objects.get(file__payments=first)
    card.card_no = card_number(99)
    card.save()
    rows = queries.with_bounced(Payment.objects.filter(pk__in=[first, second]).order_by("pk"))
    assert [one.says for one in queries.bounced_with_work(list(rows))] == [
        "账号已更正",
        "可直接重发",
    ]
    with at("2008-06-06"):
        made = services.follow_up(
            by=bank.maker, batch=bounced.batch, name="重发", payments=[first, second]
        )
        walked(bank, made)
    assert made.follows == bounced.batch
    assert states(bounced) == ["paid", "reissued", "reissued"]
    again = sent(batch=made, on="2008-06-06")
    taken(again, row(again, 1, on="2008-06-10"), row(again, 2, on="2008-06-10"), when="2008-06-10")
    assert states(again) == ["paid", "paid"]
    assert funds.balances_of(bank.source).spent == Decimal("1503.00")
    # The old answer again, with another outcome, moves nothing.
    taken_late = queries.by_reference(bank.source.organisation, [(bounced.pk, 2)])
    assert taken_late[bounced.pk, 2].known.said == "failed"


def test_in_cash_no_account_is_needed(bounced, bank, at):
    with at("2008-06-06"):
        made = services.follow_up(
            by=bank.maker,
            batch=bounced.batch,
            name="现金重发",
            payments=returned(bounced),
            channel="cash_signed",
        )
    assert (made.way, made.payments.count()) == ("hand", 2)


def test_what_has_not_bounced_is_not_given_out_again(bounced, bank, at):
    paid = Payment.objects.filter(state="paid").values_list("pk", flat=True)
    with at("2008-06-06"), pytest.raises(RuleBroken):
        services.follow_up(
            by=bank.maker, batch=bounced.batch, name="重发", payments=paid, channel="cash_signed"
        )
    assert states(bounced) == ["paid", "returned", "returned"]


def test_the_page_shows_what_each_lacks(client, bounced, bank, at):
    client.force_login(bank.maker)
    path = f"/banks/batches/{bounced.batch_id}/follow-up/"
    with at("2008-06-06"):
        page = client.get(path).content.decode()
        assert "待更正账号" in page
        assert "可直接重发" in page
        [_, ready] = returned(bounced)
        answer = client.post(path, {"name": "重发", "payments": [ready]})
        assert answer.status_code == 302
    made = Batch.objects.get(follows=bounced.batch)
    assert made.payments.count() == 1
    assert "重发批次" in client.get(f"/aid/{made.pk}/").content.decode()


def test_without_a_bounced_payment_nothing_is_asked(client_of, bounced, bank, at):
    with at("2008-06-06"):
        aid.release(by=bank.maker, batch=bounced.batch, reason="户主已故")
        page = client_of(bank.maker).get(f"/banks/batches/{bounced.batch_id}/follow-up/")
    text = page.content.decode()
    assert "这个批次没有待处理的退票" in text
    assert 'name="channel"' not in text


def test_a_batch_by_bank_waits_once_on_the_workbench(bank, approved, at):
    approved(1)
    assert batches_to_pay(bank.finance) == []
    [waiting] = files_to_make_and_send(bank.finance)
    assert (waiting.title, waiting.count) == ("待生成银行代发文件", 1)


def test_the_workbench_counts_what_its_list_shows(
    bank, approved, template, sent, taken, undone, client_of, at
):
    """Also after a file was taken out of use, and an answer taken back and taken in again."""
    batch = approved(2)
    with at("2008-06-03"):
        wrong = services.make_file(by=bank.finance, batch=batch, template=template)
        services.withdraw_file(by=bank.finance, file=wrong, reason="选错了模板")
    file = sent(batch=batch)
    rows = [row(file, number, "失败", "账户冻结") for number in (1, 2)]
    undone(taken(file, *rows))
    taken(file, *(row(file, number, "失败", "账户已冻结") for number in (1, 2)), when="2008-06-07")
    with at("2008-06-08"):
        [told] = bounced_payments(bank.maker)
        listed = client_of(bank.maker).get(told.url).content.decode()
        every = client_of(bank.maker).get("/api/v1/banks/bounced").json()
    assert told.count == 2
    assert len(re.findall(r'href="/aid/payments/\d+/"', listed)) == 2
    assert [one["id"] for one in every["results"]] == list(reversed(returned(file)))


def test_a_payment_leads_to_the_bank_s_file_and_answers(
    bank, sent, taken, undone, person, client_of, at
):
    file = sent(2)
    undone(taken(file, row(file, 1)))
    taken(file, row(file, 1, "失败", "账户冻结"), when="2008-06-07")
    taken(file, row(file, 2), when="2008-06-09")
    wrong, right, other = BankAnswer.objects.order_by("pk")
    path = f"/aid/payments/{file.file_lines.get(number=1).payment_id}/"
    with at("2008-06-10"):
        text = client_of(bank.finance).get(path).content.decode()
        kept = client_of(person("leader")).get(path).content.decode()
    assert f'<a href="/banks/files/{file.pk}/">代发文件 {file.number}（已送银行）</a>' in text
    assert f'<a href="/banks/answers/{wrong.pk}/">2008-06-05 回盘（已撤销）</a>' in text
    assert f'<a href="/banks/answers/{right.pk}/">2008-06-07 回盘</a>' in text
    assert f"/banks/answers/{other.pk}/" not in text
    assert "/banks/" not in kept
