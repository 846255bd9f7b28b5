"""Sets are drafted by one, published by another, final from then on, and found by area and day."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assistance.criteria import queries, rules, services
from assistance.criteria.models import Criterion, RuleSet
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.places.models import Division

NEW_YEAR = date(2008, 1, 1)
DEEP = {"measure": "net", "divisor": "all", "upper": "1.2", "category": "deep"}


def national():
    return RuleSet.objects.get(is_seed=True)


def drafted(world, division=None, by=None, **changed):
    values = {
        "by": by or world.editor,
        "name": "困难职工建档标准",
        "division": division,
        "valid_from": NEW_YEAR,
        "source": "常工发〔2008〕1号",
        "copied_from": national(),
        **changed,
    }
    return services.draft_ruleset(**values)


def published(world, division=None, **changed):
    ruleset = drafted(world, division, **changed)
    return services.publish_ruleset(by=world.publisher, ruleset=ruleset)


def refusal(service, **arguments):
    before = (RuleSet.objects.count(), Criterion.objects.count(), Entry.objects.count())
    with pytest.raises(RuleBroken) as refused:
        service(**arguments)
    assert (RuleSet.objects.count(), Criterion.objects.count(), Entry.objects.count()) == before
    return refused.value.code


def test_the_national_default_comes_with_its_sources(db):
    ruleset = queries.ruleset_for(None, date(2008, 6, 26))
    assert (ruleset.is_seed, ruleset.version, ruleset.published_by) == (True, 1, None)
    assert {row.kind for row in ruleset.criteria.all()} == set(rules.KINDS)
    assert all(row.source and row.words for row in ruleset.criteria.all())
    facts = rules.Facts(
        dibao=Decimal(550),
        yearly_income=Decimal(38_400),
        rigid_expenses=Decimal(12_000),
        members=4,
    )
    assert rules.weigh(ruleset.rules, facts).outcome == "deep"


def test_a_draft_is_a_copy_that_is_published_by_another_person(world, at):
    with at("2008-06-26"):
        ruleset = drafted(world, world.city)
        assert ruleset.criteria.count() == national().criteria.count()
        deep = ruleset.criteria.get(code="deep_income")
        services.set_criterion(
            by=world.editor,
            ruleset=ruleset,
            criterion=deep,
            kind="income_test",
            code="deep_income",
            label="深度困难",
            source="常工发〔2008〕1号",
            parameters=DEEP,
        )
        assert refusal(services.publish_ruleset, by=world.editor, ruleset=ruleset) == (
            "publisher_is_maker"
        )
        services.publish_ruleset(by=world.publisher, ruleset=ruleset)
    ruleset.refresh_from_db()
    assert (ruleset.state, ruleset.version, ruleset.published_on) == (
        "published",
        1,
        date(2008, 6, 26),
    )
    [event] = RecordedEvent.objects.filter(name="criteria.ruleset_published")
    assert event.payload["division_id"] == world.city.pk
    assert queries.ruleset_for(world.county, NEW_YEAR) == ruleset
    assert queries.ruleset_for(None, NEW_YEAR) == national()
    assert [row["change"] for row in rules.changes(
        [row.typed for row in national().criteria.all()],
        [row.typed for row in ruleset.criteria.all()],
    )].count("changed") == 1  # fmt: skip


def test_the_database_keeps_maker_and_publisher_apart(world):
    ruleset = drafted(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleSet.objects.filter(pk=ruleset.pk).update(
            state="published", version=2, published_by=world.editor, published_on=NEW_YEAR
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleSet.objects.filter(pk=ruleset.pk).update(
            state="published", version=2, published_on=NEW_YEAR
        )


def test_a_published_set_never_changes(world):
    ruleset = published(world, world.city)
    row = ruleset.criteria.first()
    arguments = {"by": world.editor, "ruleset": ruleset}
    head = {"name": "另一个", "valid_from": NEW_YEAR, "source": "x"}
    assert refusal(services.change_ruleset, **arguments, **head) == "ruleset_final"
    assert refusal(services.drop_ruleset, **arguments) == "ruleset_final"
    assert refusal(services.drop_criterion, by=world.editor, criterion=row) == "ruleset_final"
    assert (
        refusal(
            services.set_criterion,
            **arguments,
            kind="income_test",
            code="more",
            label="又一条",
            source="x",
            parameters=DEEP,
        )
        == "ruleset_final"
    )
    for change in (
        lambda: RuleSet.objects.filter(pk=ruleset.pk).update(name="改"),
        lambda: RuleSet.objects.filter(pk=ruleset.pk).update(state="draft"),
        lambda: RuleSet.objects.filter(pk=ruleset.pk)._raw_delete("default"),
        lambda: ruleset.criteria.update(source="改"),
        lambda: ruleset.criteria.all()._raw_delete("default"),
        lambda: Criterion.objects.create(
            ruleset=ruleset, code="new", kind="borderline", label="x", category="deep", source="x"
        ),
    ):
        with pytest.raises(DatabaseError, match="final"), transaction.atomic():
            change()


def test_a_correction_is_a_new_version_and_the_later_number_wins(world):
    first = published(world, world.city)
    second = published(world, world.city, copied_from=first)
    assert (first.version, second.version) == (1, 2)
    assert queries.ruleset_for(world.city, NEW_YEAR) == second


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


def test_what_does_not_fit_together_is_not_published(world):
    ruleset = drafted(world, world.city, copied_from=None)
    publish = {"by": world.publisher, "ruleset": ruleset}
    assert refusal(services.publish_ruleset, **publish) == "no_income_test"
    write = {"by": world.editor, "ruleset": ruleset, "label": "一", "source": "据"}
    services.set_criterion(**write, kind="income_test", code="deep_income", parameters=DEEP)
    near = {"category": "relative", "percent": "10"}
    services.set_criterion(**write, kind="borderline", code="near", parameters=near)
    assert refusal(services.publish_ruleset, **publish) == "borderline_without_test"
    same = {**write, "kind": "borderline", "code": "near", "parameters": near}
    assert refusal(services.set_criterion, **same) == "criterion_code_taken"
    assert refusal(services.set_criterion, **{**same, "code": "Near!"}) == "criterion_code"
    assert refusal(services.set_criterion, **{**same, "code": "b2", "source": " "}) == (
        "criterion_words"
    )
    row = ruleset.criteria.get(code="near")
    services.drop_criterion(by=world.editor, criterion=row)
    assert refusal(services.drop_criterion, by=world.editor, criterion=row) == "criterion_gone"
    changed = {**same, "criterion": row, "code": "near2"}
    assert refusal(services.set_criterion, **changed) == "criterion_gone"
    assert services.publish_ruleset(**publish).version == 1


def test_a_draft_is_thrown_away_but_not_under_its_copy(world):
    ruleset = drafted(world, world.city)
    copy = drafted(world, world.city, copied_from=ruleset)
    arguments = {"by": world.editor, "ruleset": ruleset}
    assert refusal(services.drop_ruleset, **arguments) == "ruleset_copied"
    services.drop_ruleset(by=world.editor, ruleset=copy)
    services.drop_ruleset(**arguments)
    assert list(RuleSet.objects.all()) == [national()]
    assert refusal(services.drop_ruleset, **arguments) == "ruleset_gone"


@pytest.mark.django_db(transaction=True)
def test_two_drafts_published_at_the_same_moment_get_two_numbers(world):
    drafts = [drafted(world, world.city) for _ in range(4)]
    barrier, failures = threading.Barrier(4), []

    def go(ruleset):
        try:
            barrier.wait(10)
            services.publish_ruleset(by=world.publisher, ruleset=ruleset)
        except Exception as error:  # noqa: BLE001 -- told below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(one,)) for one in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    numbers = RuleSet.objects.filter(division=world.city).values_list("version", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_one_draft_published_twice_at_the_same_moment_is_published_once(world):
    ruleset = drafted(world, world.city)
    barrier, failures = threading.Barrier(2), []

    def go():
        try:
            barrier.wait(10)
            services.publish_ruleset(by=world.publisher, ruleset=ruleset)
        except RuleBroken as broken:
            failures.append(broken.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == ["ruleset_final"]
    assert RecordedEvent.objects.filter(name="criteria.ruleset_published").count() == 1
