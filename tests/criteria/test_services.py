"""Sets are drafted by one, published by another, and final from then on."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from assistance.criteria import queries, rules, services
from assistance.criteria.models import Criterion, RuleSet
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.criteria.sets import DEEP, NEW_YEAR, drafted, national, published, refusal


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
            barrier.wait(60)
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
            barrier.wait(60)
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
