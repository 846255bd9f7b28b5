"""Money goes down the tree, back up and over New Year's Eve: the sums stated by hand."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.funds import queries, services
from assistance.funds.rules import Move
from ground.briefs.facts import compute, fact_of
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period
from tests.funds.balances import balances
from tests.funds.passing import central_money, sent_down


def test_from_the_province_to_the_county_and_over_new_year(tree, at, drain):
    with at("2008-01-10"):
        at_province = central_money(tree)
    with at("2008-02-20"):
        _, at_city = sent_down(
            tree, at_province, "province", "city", "300000.00", date(2008, 2, 20)
        )
        to_county, at_county = sent_down(
            tree, at_city, "city", "county", "120000.50", date(2008, 2, 20)
        )
    assert balances(at_province) == {
        "granted": Decimal(1000000),
        "available": Decimal(700000),
        "allocated": Decimal(300000),
    }
    assert balances(at_city) == {
        "granted": Decimal(300000),
        "available": Decimal("179999.50"),
        "allocated": Decimal("120000.50"),
    }
    assert balances(at_county) == {
        "granted": Decimal("120000.50"),
        "available": Decimal("120000.50"),
    }
    # Central money stays central money all the way down.
    assert {one.kind for one in (at_city, at_county)} == {"central"}
    assert at_county.origin == at_city.origin == at_province
    assert at_county.document_no == "湘工办〔2008〕3号"

    county, finance = tree["county"]
    with at("2008-11-03"):
        for move, amount in ((Move.RESERVED, "90000"), (Move.PAID_OUT, "85000")):
            services.post_one(
                by=finance,
                source=at_county,
                move=move,
                on=date(2008, 11, 3),
                key=f"批:{move.name}",
                amount=amount,
                summary="生活救助",
            )
        back = services.return_money(
            by=finance,
            source=at_county,
            amount="10000.50",
            why="项目结余",
            on=date(2008, 11, 3),
        )
        assert balances(at_county) == {
            "granted": Decimal("120000.50"),
            "available": Decimal(20000),
            "reserved": Decimal(5000),
            "spent": Decimal(85000),
            "returned": Decimal("10000.50"),
        }
    with at("2008-12-31"), pytest.raises(RuleBroken, match="尚未结束"):
        services.carry_over(by=finance, organisation=county, year=2008, total="20000")
    with at("2009-01-05"):
        with pytest.raises(RuleBroken, match="上级尚未确认"):
            services.carry_over(by=finance, organisation=county, year=2008, total="20000")
        services.confirm_return(by=tree["city"][1], returned=back, on=date(2009, 1, 5))
        assert balances(at_city) == {
            "granted": Decimal(300000),
            "available": Decimal(190000),
            "allocated": Decimal(110000),
        }
        with pytest.raises(RuleBroken, match=r"已从 19,999\.00 元变为"):
            services.carry_over(by=finance, organisation=county, year=2008, total="19999")
        act = services.carry_over(by=finance, organisation=county, year=2008, total="20000")
    [line] = act.lines.all()
    assert balances(at_county) == {
        "granted": Decimal("120000.50"),
        "reserved": Decimal(5000),
        "spent": Decimal(85000),
        "returned": Decimal("10000.50"),
        "carried": Decimal(20000),
    }
    assert balances(line.into) == {"granted": Decimal(20000), "available": Decimal(20000)}
    next_year = line.into
    assert (next_year.year, next_year.kind, next_year.name) == (2009, "central", at_county.name)
    assert (next_year.origin, next_year.allocation) == (at_province, to_county)

    # What was carried still goes back the way it came, and what is released later is carried too.
    with at("2009-02-10"):
        services.post_one(
            by=finance,
            source=at_county,
            move=Move.RELEASED,
            on=date(2009, 2, 10),
            key="批:放回",
            amount="5000",
            summary="退回批次",
        )
        again = services.carry_over(by=finance, organisation=county, year=2008, total="5000")
        assert [one.into for one in again.lines.all()] == [next_year]
        late = services.return_money(
            by=finance, source=next_year, amount="25000", why="全部缴回", on=date(2009, 2, 10)
        )
        services.confirm_return(by=tree["city"][1], returned=late, on=date(2009, 2, 10))
    assert balances(next_year) == {"granted": Decimal(25000), "returned": Decimal(25000)}
    assert balances(at_city)["allocated"] == Decimal(85000)
    assert queries.ledger_is_intact()
    drain()


def test_a_donors_wish_is_kept_through(tree, at):
    """The donor gave it for the schooling of children: that goes with the money."""
    province, finance = tree["province"]
    with at("2008-06-02"):
        source = services.open_source(
            by=finance,
            organisation=province,
            kind="donation",
            name="爱心助学金",
            year=2008,
            donor="湘江实业有限公司",
            wish="资助困难职工子女上大学",
            aid_types=["education"],
        )
        services.receive_money(
            by=finance, source=source, amount="50000", on=date(2008, 6, 2), summary="捐款到账"
        )
        _, at_city = sent_down(tree, source, "province", "city", "20000", date(2008, 6, 2))
        _, at_county = sent_down(tree, at_city, "city", "county", "8000", date(2008, 6, 2))
    with at("2009-01-04"):
        act = services.carry_over(
            by=tree["county"][1], organisation=tree["county"][0], year=2008, total="8000"
        )
    kept = [at_city, at_county, act.lines.get().into]
    assert {one.donor for one in kept} == {"湘江实业有限公司"}
    assert {one.wish for one in kept} == {"资助困难职工子女上大学"}
    for one in kept:
        assert queries.may_pay(one, tier="county", aid_type="education", on=date(2009, 1, 4)) == ""
        refusal = queries.may_pay(one, tier="county", aid_type="living", on=date(2009, 1, 4))
        assert "爱心助学金" in refusal
        assert "不得用于生活救助" in refusal
        assert "只能用于子女助学" in refusal


def test_own_money_is_help_from_above_below(tree, at):
    province, finance = tree["province"]
    with at("2008-03-03"):
        source = services.open_source(
            by=finance, organisation=province, kind="own", name="留成经费", year=2008
        )
        services.receive_money(
            by=finance, source=source, amount="900", on=date(2008, 3, 3), summary="到账"
        )
        _, below = sent_down(tree, source, "province", "city", "400", date(2008, 3, 3))
        assert below.kind == "upper_union"
        # Another one of the same name stands beside it.
        _, second = sent_down(tree, source, "province", "city", "100", date(2008, 3, 3))
        assert [below.name, second.name] == ["留成经费", "留成经费（下达）"]


def received(organisation):
    """What the brief says came in, in March 2008."""
    period = Period(starts_on=date(2008, 3, 1), ends_on=date(2008, 3, 31))
    return compute(fact_of("funds.money_received"), organisation, period).value


def test_money_that_came_in_is_counted_once(tree, at):
    """In the province once; in the city's own brief it came from above; carried, nowhere."""
    with at("2008-03-03"):
        source = services.open_source(
            by=tree["province"][1],
            organisation=tree["province"][0],
            kind="central",
            name="中央财政帮扶资金",
            year=2007,
        )
        services.receive_money(
            by=tree["province"][1],
            source=source,
            amount="1000",
            on=date(2008, 3, 3),
            summary="中央财政下达",
        )
        _, at_city = sent_down(tree, source, "province", "city", "400", date(2008, 3, 3))
        sent_down(tree, at_city, "city", "county", "150", date(2008, 3, 3))
        services.carry_over(
            by=tree["city"][1], organisation=tree["city"][0], year=2007, total="250"
        )
    assert received(tree["province"][0]) == 1000
    assert received(tree["city"][0]) == 400
    assert received(tree["county"][0]) == 150
    assert received(tree["beside"][0]) == 0
