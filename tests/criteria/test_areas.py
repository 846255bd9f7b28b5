"""Which set holds where on which day, and who writes the rules of an area."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.criteria import queries, services
from assistance.criteria.models import RuleSet
from ground.kernel.errors import NotAllowed
from ground.places.models import Division
from tests.criteria.sets import NEW_YEAR, drafted, national, published, refusal


def test_the_nearest_area_wins_and_the_one_that_began_last(world):
    city = published(world, world.city)
    county = published(world, world.county, valid_from=date(2008, 7, 1))
    later = published(world, world.city, valid_from=date(2009, 1, 1))
    keys = [world.city.pk, world.county.pk, world.other_county.pk, None]
    june = queries.rulesets_for(keys, date(2008, 6, 30))
    assert [june[key] for key in keys] == [city, city, city, national()]
    july = queries.rulesets_for(keys, date(2008, 7, 1))
    assert [july[key] for key in keys] == [city, county, city, national()]
    next_year = queries.rulesets_for(keys, date(2009, 1, 1))
    assert [next_year[key] for key in keys] == [later, county, later, national()]


def test_many_divisions_cost_as_many_queries_as_one(world):
    def queries_for(keys):
        with CaptureQueriesContext(connection) as seen:
            queries.rulesets_for(keys, NEW_YEAR)
            queries.dibao_of(keys, NEW_YEAR)
        return len(seen)

    more = [
        Division.objects.create(
            code=f"4307{number}",
            name=f"区{number}",
            level="county",
            parent=world.city,
            valid_from=NEW_YEAR,
        ).pk
        for number in range(30, 60)
    ]
    assert queries_for([world.county.pk]) == queries_for([world.county.pk, *more])


def test_the_standard_is_the_local_rule_of_the_nearest_division(world):
    keys = [world.city.pk, world.county.pk, world.other_county.pk, None]
    assert queries.dibao_of(keys, NEW_YEAR) == {
        world.city.pk: Decimal(550),
        world.county.pk: Decimal(500),
        world.other_county.pk: Decimal(550),
    }
    assert queries.dibao_for(world.county, date(2007, 12, 31)) is None


def test_a_set_that_is_withdrawn_still_held_on_the_days_before(world):
    ruleset = published(world, world.city)
    withdraw = {"by": world.publisher, "ruleset": ruleset, "reason": "已由省里统一"}
    early = {**withdraw, "on": date(2007, 12, 31)}
    assert refusal(services.withdraw_ruleset, **early) == "end_before_start"
    services.withdraw_ruleset(**withdraw, on=date(2008, 7, 1))
    assert queries.ruleset_for(world.city, date(2008, 6, 30)) == ruleset
    assert queries.ruleset_for(world.city, date(2008, 7, 1)) == national()
    again = {**withdraw, "on": date(2008, 8, 1)}
    assert refusal(services.withdraw_ruleset, **again) == "ruleset_not_published"


def test_a_set_that_ends_gives_way(world):
    published(world, world.city, valid_to=date(2008, 12, 31))
    assert queries.ruleset_for(world.city, date(2008, 12, 31)).division == world.city
    assert queries.ruleset_for(world.city, date(2009, 1, 1)) == national()


def test_each_office_writes_the_rules_of_its_own_area(world):
    own = drafted(world, world.county, by=world.county_editor)
    for division in (None, world.city, world.other_county):
        with pytest.raises(NotAllowed):
            drafted(world, division, by=world.county_editor)
    services.publish_ruleset(by=world.county_approver, ruleset=own)
    foreign = drafted(world, world.city)
    with pytest.raises(NotAllowed):
        services.publish_ruleset(by=world.county_approver, ruleset=foreign)
    with pytest.raises(NotAllowed):
        drafted(world, world.county, by=world.liaison)
    see = "criteria.see_rules"
    assert foreign not in RuleSet.objects.visible_to(world.county_editor, see)
    assert own in RuleSet.objects.visible_to(world.liaison, see)  # what is published is for all
    assert list(RuleSet.objects.visible_to(world.admin, see)) == []


def test_where_several_cities_share_an_installation_none_writes_for_the_others(world, person):
    from ground.accounts import services as accounts

    elsewhere = accounts.add_organisation(by=None, name="邻市总工会", kind="union")
    stranger = person("office", elsewhere)
    with pytest.raises(NotAllowed):
        drafted(world, None, by=stranger)
    with pytest.raises(NotAllowed):
        drafted(world, None)
    withdraw = {"by": stranger, "ruleset": national(), "on": NEW_YEAR, "reason": "不要"}
    with pytest.raises(NotAllowed):
        services.withdraw_ruleset(**withdraw)
    assert drafted(world, world.county).division == world.county
