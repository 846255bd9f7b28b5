"""Somebody with all rights on the database changes what an entry was booked for: it is named."""

from datetime import date

import pytest

from assistance.funds import queries, services
from assistance.funds.models import FundSource
from tests.funds.passing import central_money, sent_down
from tests.funds.tampering import faults_of, tamper

ON = date(2008, 2, 1)


@pytest.fixture
def passed(tree, at):
    """Down from the province to the city, from there to the county; something came back from each."""
    with at("2008-03-01"):
        source = central_money(tree)
        city, there = sent_down(tree, source, "province", "city", "300000", ON)
        county, below = sent_down(tree, there, "city", "county", "120000", ON)
        back = services.return_money(
            by=tree["county"][1], source=below, amount="10000", why="结余", on=ON
        )
        services.confirm_return(by=tree["city"][1], returned=back, on=ON)
        lost = services.return_money(
            by=tree["city"][1], source=there, amount="500", why="多给", on=ON
        )
        services.refuse_return(by=tree["province"][1], returned=lost, reason="没有收到")
        refused = services.allocate(
            by=tree["city"][1],
            source=there,
            to=tree["county"][0],
            amount="7",
            purpose="误下达",
            on=ON,
        )
        services.refuse_allocation(by=tree["county"][1], allocation=refused, reason="不是我们的")
    return {
        "city": city,
        "county": county,
        "return": back,
        "books": [one[0].pk for one in tree.values()],
    }


def test_honest_papers(passed):
    assert [faults_of(book) for book in passed["books"]] == [[], [], [], []]


def test_honest_papers_over_new_years_eve(passed, tree, at):
    with at("2009-01-05"):
        city, finance = tree["city"]
        left = queries.to_carry(city, 2008).total
        services.carry_over(by=finance, organisation=city, year=2008, total=left)
        assert faults_of(city.pk) == []
    tamper("UPDATE funds_carryover SET amount = amount + 1")
    assert any(one.endswith("合计与各笔资金不同") for one in faults_of(city.pk))
    tamper("UPDATE funds_carryline SET amount = amount + 1")
    assert len([one for one in faults_of(city.pk) if one.startswith("结转")]) == 2


@pytest.mark.parametrize(
    "change", ["amount = amount + 500", '"on" = "on" - 1', "to_id = made_for_id"]
)
def test_an_allocation(passed, tree, change):
    one = passed["city"]
    tamper(f"UPDATE funds_allocation SET {change} WHERE id = {one.pk}")
    said = f"下达 {one.pk}（2008年生活救助）：与凭证 {one.entry_id} 不同（金额、资金、日期或单位）"
    assert faults_of(tree["province"][0].pk) == [said]


def test_an_allocation_in_the_book_below(passed, tree):
    one = passed["city"]
    one.refresh_from_db()
    tamper(f"UPDATE funds_allocation SET amount = amount + 500 WHERE id = {one.pk}")
    [said] = faults_of(tree["city"][0].pk)
    assert f"与凭证 {one.received_entry_id} 不同" in said


def test_an_allocation_that_forgot_its_receipt(passed, tree):
    one = passed["city"]
    one.refresh_from_db()
    entry = one.received_entry
    tamper(
        "UPDATE funds_allocation SET state = 'sent', decided_by_id = NULL, decided_for_id = NULL,"
        f" decided_on = NULL, received_entry_id = NULL WHERE id = {one.pk}"
    )
    [said] = faults_of(tree["city"][0].pk)
    assert said == f"凭证 {entry.pk}（{entry.on}）：没有一笔下达、缴回或结转与它对应"


def test_a_return(passed, tree):
    one = passed["return"]
    tamper(f"UPDATE funds_fundreturn SET amount = amount + 500 WHERE id = {one.pk}")
    for unit in ("county", "city"):
        [said] = faults_of(tree[unit][0].pk)
        assert said.startswith(f"缴回 {one.pk}（结余）：与凭证")


@pytest.mark.parametrize(
    "change", ["donor = '别人'", "wish = '随便'", "donor = '', wish = '助学甲'"]
)
def test_who_gave_and_for_what(root, finance, change):
    source = services.open_source(
        by=finance,
        organisation=root,
        kind="donation",
        name="爱心款",
        year=2008,
        donor="甲",
        wish="助学",
    )
    assert faults_of(root.pk) == []
    tamper(f"UPDATE funds_fundsource SET {change} WHERE id = {source.pk}")
    assert faults_of(root.pk) == [
        f"资金 {source.pk}（爱心款（2008））：捐赠人或捐赠意愿与设立时不同"
    ]


def test_who_gave_what_was_passed_on(tree, at):
    """Opened before the trail was told of gifts: still held against where it came from."""
    with at("2008-03-01"):
        province, finance = tree["province"]
        source = services.open_source(
            by=finance, organisation=province, kind="donation", name="爱心款", year=2008, donor="甲"
        )
        services.receive_money(by=finance, source=source, amount="10", on=ON, summary="捐款")
        sent_down(tree, source, "province", "city", "10", ON)
    tamper("UPDATE audit_entry SET details = details - 'gift' WHERE action = 'funds.source_opened'")
    city = tree["city"][0].pk
    assert faults_of(city) == []
    tamper(f"UPDATE funds_fundsource SET donor = '乙' WHERE organisation_id = {city}")
    opened = FundSource.objects.get(organisation=city)
    assert faults_of(city) == [f"资金 {opened.pk}（爱心款（2008））：捐赠人或捐赠意愿与设立时不同"]
