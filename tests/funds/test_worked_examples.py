"""The ledger in the field's words: 拨入, 预留, 发放, 退回."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from assistance.funds import queries, services
from assistance.funds.models import Account, Entry, FundSource, Posting
from assistance.funds.rules import Move
from ground.audit.models import Entry as AuditEntry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.funds.balances import yuan

ON = date(2008, 1, 31)


def written():
    return Entry.objects.count(), Posting.objects.count(), RecordedEvent.objects.count()


def test_a_source_opens_with_empty_accounts(root, finance):
    source = services.open_source(
        by=finance, organisation=root, kind="own", name="帮扶资金", year=2008
    )
    assert {a.kind: a.balance for a in source.accounts.all()} == dict.fromkeys(
        Account.Kind.values, Decimal(0)
    )
    assert AuditEntry.objects.filter(action="funds.source_opened").count() == 1


def test_money_comes_in_is_set_aside_and_is_spent(source, finance, at):
    assert queries.balances_of(source) == yuan(30000, 30000)
    with at("2008-01-31"):
        services.post_one(
            move=Move.RESERVED,
            by=finance,
            source=source,
            amount="17000",
            key="批次:1",
            on=ON,
            summary="批准批次",
        )
        assert queries.balances_of(source) == yuan(30000, 13000, 17000)
        services.post_one(
            move=Move.PAID_OUT,
            by=None,
            source=source,
            amount="4000",
            key="款项:1",
            on=ON,
            summary="送去救助款",
        )
        services.post_one(
            move=Move.PAID_OUT,
            by=None,
            source=source,
            amount="13000",
            key="款项:2",
            on=ON,
            summary="送去慰问金",
        )
    assert queries.balances_of(source) == yuan(30000, 13000, 0, 17000)
    assert queries.ledger_is_intact()


def test_a_batch_sent_back_gives_its_money_back(source, finance, at):
    with at("2008-01-31"):
        services.post_one(
            move=Move.RESERVED,
            by=finance,
            source=source,
            amount="17000",
            key="批次:1",
            on=ON,
            summary="批准批次",
        )
        services.post_one(
            move=Move.RELEASED,
            by=finance,
            source=source,
            amount="17000",
            key="批次:1:退",
            on=ON,
            summary="退回批次",
        )
    assert queries.balances_of(source) == yuan(30000, 30000)
    assert Entry.objects.count() == 3  # nothing is taken back: the release is an entry of its own


def test_told_twice_booked_once(source, finance, at):
    with at("2008-01-31"):
        first = services.post_one(
            move=Move.RESERVED,
            by=finance,
            source=source,
            amount="500",
            key="批次:1",
            on=ON,
            summary="批准批次",
        )
        before = written()
        again = services.post_one(
            move=Move.RESERVED,
            by=finance,
            source=source,
            amount="500.00",
            key="批次:1",
            on=ON,
            summary="另一句话",
        )
    assert again == first
    assert written() == before


@pytest.mark.parametrize("change", ["amount", "move", "source"])
def test_a_key_with_something_else_is_refused(source, finance, root, at, change):
    with at("2008-01-31"):
        values = {
            "by": finance,
            "source": source,
            "move": Move.RESERVED,
            "amount": "500",
            "key": "批次:1",
            "on": ON,
        }
        services.post_one(**values, summary="批准批次")
        other = services.open_source(
            by=finance, organisation=root, kind="own", name="另一笔", year=2008
        )
        services.receive_money(by=finance, source=other, amount="900", on=ON, summary="到账")
        before = written()
        changed = {
            "amount": {"amount": "501"},
            "source": {"source": other},
            "move": {"move": Move.RELEASED},
        }[change]
        with pytest.raises(RuleBroken) as broken:
            services.post_one(**values | changed, summary="批准批次")
    assert broken.value.code == "entry_differs"
    assert written() == before


def test_a_receipt_sent_twice_comes_in_once(source, finance, at):
    key = uuid4()
    with at("2008-02-01"):
        values = {"by": finance, "source": source, "amount": "100", "summary": "一日捐", "key": key}
        first = services.receive_money(on=date(2008, 2, 1), **values)
        assert services.receive_money(on=date(2008, 2, 1), **values) == first
    assert queries.balances_of(source).granted == Decimal(30100)
    assert RecordedEvent.objects.filter(name="funds.money_received").count() == 2


def test_a_fund_short_says_what_is_there(source, finance, at):
    before = written()
    with at("2008-01-31"), pytest.raises(RuleBroken) as broken:
        services.post_one(
            move=Move.RESERVED,
            by=finance,
            source=source,
            amount="30000.01",
            key="批次:1",
            on=ON,
            summary="批准批次",
        )
    assert broken.value.code == "fund_short"
    assert broken.value.message == (
        "“送温暖专项资金（2008）”可用余额 30,000.00 元，不足 30,000.01 元，还差 0.01 元："
        "请减少金额或等资金到账后再办理"
    )
    assert written() == before
    assert queries.balances_of(source) == yuan(30000, 30000)


def test_nothing_is_spent_that_was_not_set_aside(source, at):
    with at("2008-01-31"), pytest.raises(RuleBroken) as broken:
        services.post_one(
            move=Move.PAID_OUT,
            by=None,
            source=source,
            amount="1",
            key="款项:1",
            on=ON,
            summary="发放",
        )
    assert broken.value.code == "fund_short"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": "0"}, "amount_not_positive"),
        ({"amount": "-5"}, "amount_not_positive"),
        ({"amount": "1.005"}, "money_unreadable"),
        ({"amount": "很多"}, "money_unreadable"),
        ({"amount": Decimal("NaN")}, "money_unreadable"),
        ({"amount": Decimal("Infinity")}, "money_unreadable"),
        ({"amount": "999999999999.99"}, "fund_too_large"),
        ({"on": date(2008, 2, 1)}, "entry_in_future"),
        ({"summary": " 　"}, "summary_missing"),
        ({"summary": "长" * 121}, "text_too_long"),
    ],
)
def test_what_cannot_be_booked(source, finance, at, change, code):
    before = written()
    values = {"amount": "100", "on": ON, "summary": "到账"} | change
    with at("2008-01-31"), pytest.raises(RuleBroken) as broken:
        services.receive_money(by=finance, source=source, **values)
    assert broken.value.code == code
    assert written() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "送温暖专项资金"}, "source_exists"),
        ({"name": "  "}, "name_missing"),
        ({"name": "长" * 81}, "text_too_long"),
        ({"document_no": "长" * 61}, "text_too_long"),
        ({"kind": "lottery"}, "source_kind_unknown"),
        ({"year": 8}, "year_unreadable"),
        ({"year": 40000}, "year_unreadable"),
    ],
)
def test_what_cannot_be_opened(source, root, finance, change, code):
    values = {"organisation": root, "kind": "own", "name": "新资金", "year": 2008} | change
    with pytest.raises(RuleBroken) as broken:
        services.open_source(by=finance, **values)
    assert broken.value.code == code
    assert FundSource.objects.count() == 1
    assert Account.objects.count() == len(Account.Kind)
