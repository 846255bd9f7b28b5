"""资金来源与分配表: on page, sheet, paper and by the API, at any day."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from assistance.funds import services
from assistance.funds.rules import Move
from ground.briefs.typesetting import text_of
from tests.funds.passing import sent

DAY = date(2008, 3, 3)
pytestmark = pytest.mark.django_db


def test_the_table_on_paper_and_at_any_day(source, finance, county, below, client_of, at):
    client = client_of(finance)
    with at("2008-03-03"):
        one = sent(finance, source, county, "12000")
        services.confirm_allocation(by=below, allocation=one, on=DAY)
    with at("2008-04-01"):
        pdf = client.get("/funds/distribution/?export=pdf")
        assert pdf.getvalue().startswith(b"%PDF")
        table = client.get("/funds/distribution/?on=2008-03-03").content.decode()
        opens = f"/funds/{source.pk}/?account=allocated&item=&unit={county.pk}&to=2008-03-03"
        for told in (
            "桃源县总工会",
            f'href="{opens}">12,000.00</a>',
            "内部转入",
            "常工发〔2008〕1号",
        ):
            assert told in table
        assert "12,000.00" in client.get(opens).content.decode()
        before = client.get("/funds/distribution/?on=2008-03-02").content.decode()
        assert "内部转入" not in before
        told = client.get("/api/v1/funds/distribution?on=2008-03-03").json()
        assert (told["received"], told["left"]) == ("30000.00", "30000.00")
        assert [row["from_inside"] for row in told["shares"]] in ([False, True], [True, False])
        mine = client_of(below).get("/api/v1/funds/distribution").json()
        assert (mine["received"], mine["shares"][0]["from_inside"]) == ("12000.00", False)


def test_what_waits_for_the_other_side_is_named(source, finance, county, below, client_of, at):
    """收入 - 已使用 - 结余: sent down and not confirmed; nothing of it once it is."""
    client = client_of(finance)
    told = "收入－已使用－结余＝12,000.00 元，是已经转出、对方还没有入账的"
    with at("2008-03-03"):
        one = sent(finance, source, county, "12000")
        assert told in client.get("/funds/distribution/").content.decode()
        sheet = client.get("/funds/distribution/?export=xlsx").getvalue()
        rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
        assert "已转出、对方尚未入账 12,000.00" in rows[-1][1]
        listed = client.get("/funds/").content.decode()
        assert 'data-label="已转出（元）"' in listed
        services.confirm_allocation(by=below, allocation=one, on=DAY)
        assert "还没有入账" not in client.get("/funds/distribution/").content.decode()


def test_money_at_the_bank_is_named_until_it_is_confirmed(source, finance, client_of, at):
    """在途: of what is left, sent to a bank; the same on the page, the sheet, the paper and the API."""
    client = client_of(finance)
    steps = ((Move.RESERVED, "5000"), (Move.SENT, "3000"), (Move.SETTLED, "1000.50"))
    with at("2008-03-03"):
        for day, (move, amount) in enumerate(steps, 1):
            services.post_one(
                by=finance,
                source=source,
                move=move,
                on=date(2008, 3, day),
                key=f"test:{move.name}",
                amount=amount,
                summary=move.label,
            )
        page = client.get("/funds/distribution/").content.decode()
        opens = f"/funds/{source.pk}/?account=in_transit&to=2008-03-03"
        assert f'href="{opens}">1,999.50</a>' in page
        assert "1,999.50" in client.get(opens).content.decode()
        assert '?account=reserved&to=2008-03-03">2,000.00</a>' in page
        before = client.get("/funds/distribution/?on=2008-03-02").content.decode()
        assert ">3,000.00</a>" in before
        sheet = client.get("/funds/distribution/?export=xlsx").getvalue()
        rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
        head = next(row for row in rows if "其中在途（元）" in row)
        where = head.index("其中在途（元）")
        assert [(row[where - 1], row[where]) for row in rows[rows.index(head) + 1 :][:2]] == [
            (28999.5, 1999.5),
            (28999.5, 1999.5),
        ]
        paper = "".join(text_of(client.get("/funds/distribution/?export=pdf").getvalue()))
        assert "其中在途" in "".join(paper.split())
        assert paper.count("1,999.50") == 2
        [told] = client.get("/api/v1/funds/distribution").json()["shares"]
        assert (told["left"], told["in_transit"]) == ("28999.50", "1999.50")


def test_what_was_passed_on_within_the_summary_is_named(
    source, finance, county, below, client_of, at
):
    """收支汇总: what came in stands at the giver and at the receiver; the sum says how much of it is the same."""
    words, client = "其中由表内资金下达、结转而来", client_of(finance)
    with at("2008-03-03"):
        one = sent(finance, source, county, "12000")
        services.confirm_allocation(by=below, allocation=one, on=DAY)
        page = client.get("/funds/spending/?from=2008-01-01").content.decode()
        sheet = b"".join(client.get("/funds/spending/?from=2008-01-01&export=xlsx"))
        own = client_of(below).get("/funds/spending/?from=2008-01-01").content.decode()
    assert page.index("42,000.00") < page.index(words) < page.rindex("12,000.00")
    assert 'data-label="管理单位">桃源县总工会' in page
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert (rows[-1][0], 12000 in rows[-1]) == (words, True)
    assert words not in own
