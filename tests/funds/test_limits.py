"""What a source may pay: by its kind, by itself, by who gave the money; each with its dates."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.funds import queries, services
from assistance.funds.models import KindLimit, SourceLimit
from assistance.funds.rules import Move
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from ground.web.workbench import waiting_for

DAY = date(2008, 3, 3)


def opened(by, organisation, kind, name="资金", **more):
    return services.open_source(
        by=by, organisation=organisation, kind=kind, name=name, year=2008, **more
    )


@pytest.mark.parametrize("kind", ["local", "upper_union", "own", "donation", "employer"])
@pytest.mark.parametrize("tier", ["national", "county", "basic", ""])
def test_only_central_money_asks_for_a_national_file(root, finance, kind, tier):
    source = opened(finance, root, kind)
    assert queries.may_pay(source, tier=tier, aid_type="living", on=DAY) == ""
    central = opened(finance, root, "central", "中央资金")
    refusal = queries.may_pay(central, tier=tier, aid_type="living", on=DAY)
    if tier == "national":
        assert refusal == ""
    else:
        family = {"county": "区县级档案的家庭", "basic": "基层档案的家庭", "": "没有建档的家庭"}
        assert refusal.startswith(
            f"中央财政资金不得用于{family[tier]}：只能用于全国级档案的家庭（2000-01-01起"
        )


def test_an_office_changes_the_rule_for_itself_from_a_day_on(root, finance, make_organisation, at):
    county, beside = (
        make_organisation("桃源县总工会", "union"),
        make_organisation("临澧县总工会", "union"),
    )
    here, there = opened(finance, county, "central"), opened(finance, beside, "central")
    with at("2008-03-01"):
        with pytest.raises(RuleBroken, match="只能从今天或以后"):
            services.limit_kind(
                by=finance,
                organisation=county,
                kind="central",
                valid_from=date(2008, 2, 29),
                reason="湘工发",
            )
        services.limit_kind(
            by=finance,
            organisation=county,
            kind="central",
            tiers=["provincial", "national"],
            valid_from=DAY,
            reason="湘工发〔2008〕9号",
        )
    asked = {"tier": "provincial", "aid_type": "living"}
    assert queries.may_pay(here, on=date(2008, 3, 2), **asked)
    assert queries.may_pay(here, on=DAY, **asked) == ""
    assert queries.may_pay(there, on=DAY, **asked)
    [row] = queries.limits_of_kinds(DAY, county.path)
    assert row.tiers == ["national", "provincial"]


def test_a_sources_own_limit_has_dates_and_narrows_only(root, finance, at):
    source = opened(finance, root, "central")
    with at("2008-03-01"):
        services.limit_source(
            by=finance, source=source, valid_from=DAY, reason="预算批复", aid_types=["medical"]
        )
        with pytest.raises(RuleBroken, match="请从列表中选择"):
            services.limit_source(
                by=finance, source=source, valid_from=DAY, reason="x", aid_types=["party"]
            )
        with pytest.raises(RuleBroken, match="请填写依据"):
            services.limit_source(by=finance, source=source, valid_from=DAY, reason=" ")
    asked = {"tier": "national", "aid_type": "living"}
    assert queries.may_pay(source, on=date(2008, 3, 2), **asked) == ""
    assert "不得用于生活救助" in queries.may_pay(source, on=DAY, **asked)
    assert queries.may_pay(source, on=DAY, tier="county", aid_type="medical")  # its kind's rule
    assert (SourceLimit.objects.count(), KindLimit.objects.count()) == (1, 1)


def test_one_question_for_many_sources(root, finance):
    sources = [opened(finance, root, "central", f"资金{number}") for number in range(3)]
    for part in (sources[:1], sources):
        with CaptureQueriesContext(connection) as seen:
            found = queries.allowed_of(part, DAY)
        assert len(found) == len(part)
        assert len(seen) == 2


def test_a_donor_belongs_to_a_donation(root, finance):
    with pytest.raises(RuleBroken, match="只有“社会捐助”的资金才登记捐赠人"):
        opened(finance, root, "own", donor="某公司")
    given = opened(finance, root, "donation", donor=" 某\n公司 ", wish="助学")
    assert (given.donor, given.wish) == ("某 公司", "助学")


def test_little_left_is_told_once(source, finance, at, drain):
    """Ten percent of 30,000 by the first rule: told below 3,000.00, and again only after there was more."""

    def moved(move, amount, number):
        services.post_one(
            by=finance,
            source=source,
            move=move,
            on=date(2008, 1, 4),
            key=f"批:{number}",
            amount=amount,
            summary="批次",
        )
        drain()
        source.refresh_from_db()
        return source.low_since, RecordedEvent.objects.filter(name="funds.balance_low").count()

    day = date(2008, 1, 4)
    with at("2008-01-04"):
        assert moved(Move.RESERVED, "27000", 1) == (None, 0)
        assert moved(Move.RESERVED, "0.01", 2) == (day, 1)
        assert [one.title for one in waiting_for(finance) if one.group == "资金"] == [
            "“送温暖专项资金”余额不足"
        ]
        assert moved(Move.RESERVED, "5", 3) == (day, 1)
        assert moved(Move.RELEASED, "27000", 4) == (None, 1)
        assert moved(Move.RESERVED, "27000", 5) == (day, 2)


def test_of_two_rows_the_last_of_a_day_counts_and_each_says_how_it_stands(
    root, finance, client_of, at
):
    source = opened(finance, root, "own")

    def limit(day, *types):
        return services.limit_source(
            by=finance, source=source, valid_from=day, reason="批复", aid_types=types
        ).pk

    with at("2008-03-01"):
        old = limit(date(2008, 3, 1), "living")
        wrong = limit(date(2008, 3, 20), "education")
        right = limit(date(2008, 3, 20), "medical")
    with at("2008-03-05"):
        now = limit(date(2008, 3, 5), "legal_aid")
        told = queries.standing_of(source.limits.all(), date(2008, 3, 10))
        assert told == {
            old: "至2008-03-04",
            now: "现行",
            wrong: "已被同日的规定代替",
            right: "尚未生效",
        }
        [coming] = queries.coming_of(source, date(2008, 3, 10))
        assert (coming.since, list(coming.aid_types)) == (date(2008, 3, 20), ["medical"])
        for path in (f"/funds/{source.pk}/", f"/funds/{source.pk}/limits/"):
            page = client_of(finance).get(path).content.decode()
            assert "2008-03-20起，“" in page
            assert "子女助学" not in page.split("以后的范围")[-1].split("这笔资金的规定")[0]
    assert queries.may_pay(source, tier="", aid_type="education", on=date(2008, 3, 20))
    assert queries.may_pay(source, tier="", aid_type="medical", on=date(2008, 3, 20)) == ""


def test_what_is_to_come_from_above_is_told_below(root, finance, make_organisation, at):
    county = make_organisation("桃源县总工会", "union")
    mine = opened(finance, county, "own")
    with at("2008-03-01"):
        services.limit_kind(
            by=finance,
            organisation=root,
            kind="own",
            valid_from=DAY,
            reason="常工发",
            tiers=["county"],
        )
        [coming] = queries.coming_of(mine, date(2008, 3, 1))
        assert (coming.of, coming.since) == ("本级工会经费资金", DAY)
        assert queries.coming_of(mine, DAY) == []


def test_each_level_can_only_narrow_and_what_came_down_keeps_the_limits_of_who_gave_it(
    root, finance, make_organisation, person, at
):
    county = make_organisation("桃源县总工会", "union")
    below = person("finance", county)
    given = opened(finance, root, "central")
    with at("2008-03-03"):
        services.receive_money(by=finance, source=given, amount="900", on=DAY, summary="到账")
        sent = services.allocate(
            by=finance, source=given, to=county, amount="500", purpose="救助", on=DAY
        )
        services.confirm_allocation(by=below, allocation=sent, on=DAY)
        [mine] = sent.sources.all()
        asked = {"tier": "county", "aid_type": "living", "on": DAY}
        assert queries.may_pay(mine, **asked)
        services.limit_kind(
            by=below, organisation=county, kind="central", valid_from=DAY, reason="县里决定不限"
        )
        assert "不得用于区县级档案的家庭" in queries.may_pay(mine, **asked)
        own = opened(below, county, "own", "本级")
        services.limit_kind(
            by=finance,
            organisation=root,
            kind="own",
            valid_from=DAY,
            reason="x",
            tiers=["national"],
        )
        services.limit_kind(
            by=below, organisation=county, kind="own", valid_from=DAY, reason="不限"
        )
        assert queries.may_pay(own, **asked)


def test_a_receipt_of_long_ago_is_a_slip_of_the_pen(source, finance, at):
    told = {"by": finance, "source": source, "amount": "5", "summary": "到账"}
    with at("2008-03-03"):
        with pytest.raises(RuleBroken, match="早于2008年度资金可能到账的日子"):
            services.receive_money(on=date(1900, 1, 1), **told)
        services.receive_money(on=date(2007, 12, 31), **told)
