"""A year of a county's money: from above, its own, a donor's; cash, bank, returns, clawback, New Year.

Every sum in the assertions was worked out by hand:

    中央财政  60,000.00 came down; 10,000.01 paid to four families, one of them at the second attempt;
              1,200.00 of it recovered; 20,000.00 sent back up; 31,199.99 carried over
    本级经费  20,000.00; 1,800.00 in cash; 18,200.00 carried over
    捐助      8,000.00 for study alone; a wrong answer of the bank taken back; 5,000.00 paid; 3,000.00
              given up and carried over
"""

import io
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from assistance.aid import services as aid
from assistance.aid.models import Payment, RegisterLine
from assistance.funds import queries
from assistance.funds import services as funds
from assistance.funds.models import FundSource
from assistance.households.models import BankCard
from ground.kernel.errors import RuleBroken
from ground.privacy import services as privacy
from tests.stories.conftest import CARDS
from tests.stories.year import keys, standing, walked, yuan


def test_a_year_of_a_county(county, plan, at, drain, tmp_path):  # noqa: PLR0915 -- a year is long
    # January: the county's own money; February: central money comes down.
    with at("2008-01-15"):
        own = funds.open_source(
            by=county.finance, organisation=county.union, kind="own", name="本级经费", year=2008
        )
        funds.receive_money(
            by=county.finance, source=own, amount="20000", on=date(2008, 1, 15), summary="预算拨入"
        )
        central_above = funds.open_source(
            by=county.city_finance,
            organisation=county.city,
            kind="central",
            name="中央财政帮扶资金",
            year=2008,
        )
        funds.receive_money(
            by=county.city_finance,
            source=central_above,
            amount="100000",
            on=date(2008, 1, 15),
            summary="中央财政下达",
        )
    with at("2008-02-03"):
        sent = funds.allocate(
            by=county.city_finance,
            source=central_above,
            to=county.union,
            amount="60000",
            purpose="生活救助",
            on=date(2008, 2, 1),
        )
        central = funds.confirm_allocation(by=county.finance, allocation=sent, on=date(2008, 2, 3))

    # March: 1,800.00 in cash from the own money; one approval is enough.
    with at("2008-03-10"):
        cash = aid.make_batch(
            by=county.maker,
            name="三月困难补助",
            source=own,
            payments=[
                plan("三月:1", 0, "1000", channel="cash_signed"),
                plan("三月:2", 1, "800", channel="cash_signed"),
            ],
        )
        cash = walked(county, cash, approvers=[county.deputy])
        aid.pay_batch(by=county.finance, batch=cash)
        drain()
    assert standing(own) == {
        "granted": yuan("20,000.00"),
        "available": yuan("18,200.00"),
        "spent": yuan("1,800.00"),
    }

    # May: 10,000.01 by bank: a cent above the deputy's limit, so the chair's meeting decides too.
    with at("2008-05-20"):
        amounts = ["3000", "3000", "2500", "1500.01"]
        bank = aid.make_batch(
            by=county.maker,
            name="五月生活救助",
            source=central,
            payments=[plan(f"五月:{n}", n, amount) for n, amount in enumerate(amounts)],
        )
        assert standing(central)["reserved"] == yuan("10,000.01")
        bank = walked(county, bank, approvers=[county.deputy])
        assert bank.state == "checked"
        with pytest.raises(RuleBroken):
            aid.approve_batch(by=county.deputy, batch=bank)
        bank = aid.approve_batch(by=county.chair, batch=bank)
        aid.send_batch(by=county.finance, batch=bank)
    assert standing(central)["in_transit"] == yuan("10,000.01")
    first, second, third, fourth = keys(bank)
    with at("2008-05-23"):
        for _ in range(2):  # the bank's answer read twice
            aid.settle_payments(by=county.finance, payments=[first, second])
            aid.bounce_payments(by=county.finance, payments=[third], reason="账号错误")
            aid.mark_unknown(by=county.finance, payments=[fourth], reason="回盘无此笔")
    assert standing(central) == {
        "granted": yuan("60,000.00"),
        "available": yuan("49,999.99"),
        "reserved": yuan("2,500.00"),
        "in_transit": yuan("1,500.01"),
        "spent": yuan("6,000.00"),
    }
    with at("2008-05-28"):
        aid.settle_payments(by=county.finance, payments=[fourth])  # the bank has found it
        card = BankCard.objects.get(file=county.files[2])
        card.card_no = CARDS[5]
        card.save()
        again = aid.reissue(by=county.maker, batch=bank, name="五月退票重发")
        again = walked(county, again, approvers=[county.deputy])
        aid.send_batch(by=county.finance, batch=again)
        aid.settle_payments(by=county.finance, payments=keys(again))
        drain()
    assert standing(central) == {
        "granted": yuan("60,000.00"),
        "available": yuan("49,999.99"),
        "spent": yuan("10,000.01"),
    }

    # August: a donor's 8,000.00 for study alone.
    with at("2008-08-10"):
        gift = funds.open_source(
            by=county.finance,
            organisation=county.union,
            kind="donation",
            name="爱心助学",
            year=2008,
            donor="某企业",
            wish="只用于职工子女助学",
            aid_types=["education"],
        )
        funds.receive_money(
            by=county.finance, source=gift, amount="8000", on=date(2008, 8, 10), summary="捐款到账"
        )
        with pytest.raises(RuleBroken) as wish:
            aid.make_batch(
                by=county.maker,
                name="借用捐款",
                source=gift,
                payments=[plan("八月:不行", 3, "500", channel="cash_signed")],
            )
        assert "爱心助学" in wish.value.message
        study = aid.make_batch(
            by=county.maker,
            name="金秋助学",
            source=gift,
            payments=[
                plan("八月:1", 3, "5000", aid_type="education"),
                plan("八月:2", 4, "3000", aid_type="education"),
            ],
        )
        study = walked(county, study, approvers=[county.deputy])
        aid.send_batch(by=county.finance, batch=study)
        went, failed = keys(study)
        aid.settle_payments(by=county.finance, payments=[went, failed])  # another batch's answer
        assert standing(gift)["spent"] == yuan("8,000.00")
        aid.undo_outcome(by=county.finance, payments=[went, failed], reason="导入了别的回盘")
        aid.settle_payments(by=county.finance, payments=[went])
        aid.bounce_payments(by=county.finance, payments=[failed], reason="销户")
        aid.release(by=county.maker, batch=study, payments=[failed], reason="学生未入学")
        drain()
    assert standing(gift) == {
        "granted": yuan("8,000.00"),
        "available": yuan("3,000.00"),
        "spent": yuan("5,000.00"),
    }

    # September: 1,200.00 comes back from a family; November: 20,000.00 goes back up.
    with at("2008-09-12"):
        aid.recover(
            by=county.finance,
            payment=Payment.objects.get(pk=second),
            amount="1200",
            reason="核实后多发",
        )
    with at("2008-11-28"):
        back = funds.return_money(
            by=county.finance, source=central, amount="20000", why="年度结余", on=date(2008, 11, 28)
        )
        funds.confirm_return(by=county.city_finance, returned=back, on=date(2008, 11, 28))
    assert standing(central_above) == {
        "granted": yuan("100,000.00"),
        "available": yuan("60,000.00"),
        "allocated": yuan("40,000.00"),
    }

    # New Year: 31,199.99 + 18,200.00 + 3,000.00 go into the sources of 2009.
    with at("2009-01-05"):
        carried = funds.carry_over(
            by=county.finance, organisation=county.union, year=2008, total="52399.99"
        )
        drain()
    into = {line.source_id: standing(line.into)["available"] for line in carried.lines.all()}
    assert into == {
        central.pk: yuan("31,199.99"),
        own.pk: yuan("18,200.00"),
        gift.pk: yuan("3,000.00"),
    }
    assert standing(central) == {
        "granted": yuan("60,000.00"),
        "spent": yuan("8,800.01"),
        "returned": yuan("20,000.00"),
        "carried": yuan("31,199.99"),
    }

    # The register says the same as the ledger, and the books are whole, with us and without us.
    told = sum(RegisterLine.objects.values_list("amount", flat=True))
    assert told == yuan("1,800.00") + yuan("8,800.01") + yuan("5,000.00")
    assert queries.ledger_is_intact()
    balance = queries.trial_balance(
        date(2008, 12, 31), FundSource.objects.filter(organisation=county.union, year=2008)
    )
    assert balance.total.spent == yuan("15,600.01")
    assert balance.total.available == yuan("52,399.99")
    for book in (county.city, county.union):
        verified = queries.verify_book(book.pk)
        assert (verified.faults, verified.waiting) == ([], 0)
        assert verified.intact_to == verified.sealed > 0
    taken_out = io.BytesIO()
    release = privacy.release(
        by=county.finance, organisation=county.union, title="账簿", format="zip"
    )
    funds.write_book(county.union, taken_out, release)
    with zipfile.ZipFile(taken_out) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", tmp_path / "check_ledger.py", tmp_path / "账簿.jsonl"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "账簿完整" in done.stdout
    assert "31,199.99" in done.stdout
