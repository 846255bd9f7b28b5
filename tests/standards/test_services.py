"""Standards are drafted by one, published by another, final from then on, nearest area first."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from assistance.standards import queries, rules, services
from assistance.standards.models import AidRule, Standard
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import NotAllowed, RuleBroken

from .cases import asked

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2008, 1, 1)


def national():
    return Standard.objects.get(is_seed=True)


def drafted(world, division=None, by=None, **changed):
    values = {
        "by": by or world.editor,
        "name": "救助标准",
        "division": division,
        "valid_from": NEW_YEAR,
        "source": "常工发〔2008〕2号",
        **changed,
    }
    return services.draft_standard(**values)


def set_amount(world, standard, amount="800", code="living_fixed", by=None, **more):
    values = {
        "by": by or world.editor,
        "standard": standard,
        "kind": "fixed",
        "code": code,
        "label": "生活救助",
        "source": "第三条",
        "scope": {"aid_type": "living"},
        "parameters": {"amount": amount},
        **more,
    }
    return services.set_rule(**values)


def refusal(service, **arguments):
    before = (Standard.objects.count(), AidRule.objects.count(), Entry.objects.count())
    with pytest.raises(RuleBroken) as refused:
        service(**arguments)
    assert (Standard.objects.count(), AidRule.objects.count(), Entry.objects.count()) == before
    return refused.value.code


def test_a_draft_is_a_copy_that_is_published_by_another_person(world, at):
    with at("2008-06-26"):
        standard = drafted(world, world.city, copied_from=national())
        assert standard.rules.count() == national().rules.count()
        set_amount(world, standard)
        assert refusal(services.publish_standard, by=world.editor, standard=standard) == (
            "publisher_is_maker"
        )
        published = services.publish_standard(by=world.publisher, standard=standard)
    assert (published.version, published.state) == (1, "published")
    assert RecordedEvent.objects.filter(name="standards.standard_published").count() == 1
    assert refusal(set_amount, world=world, standard=published) == "ruleset_final"
    for change in (
        lambda: Standard.objects.filter(pk=published.pk).update(name="改"),
        lambda: published.rules.update(label="改"),
        lambda: published.rules.all().delete(),
        lambda: AidRule.objects.filter(standard=national()).delete(),
    ):
        with pytest.raises(DatabaseError, match="final"), transaction.atomic():
            change()


def test_the_nearest_area_wins_item_by_item(world):
    for division, amount in ((world.city, "800"), (world.county, "500")):
        standard = drafted(world, division)
        set_amount(world, standard, amount)
        services.publish_standard(by=world.publisher, standard=standard)
    day = date(2008, 6, 26)
    held = queries.standards_of([world.city.pk, world.county.pk, world.other_county.pk, None], day)
    found = [rules.propose(one, asked(on=day)).amount for one in held.values()]
    assert found == [Decimal(800), Decimal(500), Decimal(800), None]
    central = asked("medical", on=day, source_kind="central", out_of_pocket="70", member=1)
    assert [rules.propose(one, central).amount for one in held.values()] == [Decimal(70)] * 4
    before = queries.standards_for(world.county, date(2007, 12, 31))
    assert rules.propose(before, asked(on=day)).amount is None


def test_it_is_withdrawn_from_a_day_on_and_what_was_decided_stays(world):
    standard = drafted(world)
    set_amount(world, standard)
    standard = services.publish_standard(by=world.publisher, standard=standard)
    assert standard.version == 2
    services.withdraw_standard(
        by=world.publisher, standard=standard, on=date(2008, 6, 1), reason="另有新文件"
    )
    held = [queries.standards_for(None, date(2008, day, 1)) for day in (5, 6)]
    assert [rules.propose(one, asked()).amount for one in held] == [Decimal(800), None]


def test_what_is_refused(world):
    standard = drafted(world)
    set_amount(world, standard)
    assert refusal(services.publish_standard, by=world.publisher, standard=drafted(world)) == (
        "no_amount"
    )
    cases = {
        "rule_code_taken": {},
        "rule_code": {"code": "大写"},
        "two_amounts": {"code": "again"},
        "rule_kind": {"code": "other", "kind": "magic"},
        "rule_parameter": {"code": "other", "parameters": {"amount": "1", "eval": "1"}},
        "criterion_incomplete": {"code": "other", "parameters": {"amount": "1.001"}},
    }
    for code, changed in cases.items():
        assert refusal(set_amount, world=world, standard=standard, **changed) == code
    caps = {"whom": "household", "span": "year", "counts": "item"}
    for more in ({}, {"amount": "5", "months": "5"}, {"counts": "source", "amount": "5"}):
        wrong = {"code": "cap", "kind": "cap", "parameters": {**caps, **more}}
        assert refusal(set_amount, world=world, standard=standard, **wrong) == (
            "criterion_incomplete"
        )
    with pytest.raises(NotAllowed):
        drafted(world, world.city, by=world.county_editor)


def test_two_versions_side_by_side(world):
    first = drafted(world, copied_from=national())
    set_amount(world, first)
    living = first.rules.get(code="central_living")
    parameters = {**living.parameters, "months": "8"}
    services.set_rule(
        by=world.editor,
        standard=first,
        rule=living,
        kind="cap",
        code="central_living",
        label=living.label,
        source=living.source,
        scope=living.scope,
        parameters=parameters,
    )
    services.drop_rule(by=world.editor, rule=first.rules.get(code="education_once"))
    first.refresh_from_db()
    found = rules.changes(national().typed, Standard.objects.get(pk=first.pk).typed)
    changed = {row["code"]: row["change"] for row in found if row["change"] != "same"}
    assert changed == {
        "central_living": "changed",
        "education_once": "dropped",
        "living_fixed": "added",
    }
