"""What the rules say of a family, and that it is kept with what was decided."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.criteria import services as criteria
from assistance.criteria.models import RuleSet
from assistance.households import queries, services
from assistance.households.models import Assessment, Circumstances, HardshipFile, Member
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from ground.places.services import set_local_rule

DAY = date(2008, 5, 20)


@pytest.fixture
def dibao(db):
    set_local_rule(
        code="households.dibao_monthly",
        value=Decimal(200),
        valid_from=date(2008, 1, 1),
        source="测试",
    )


def test_a_family_as_the_rules_see_it(opened, dibao):
    """R1 and R3: (12,000 - 4,800) ÷ 2 ÷ 12 = 300 yuan, above 200 and below twice of it: relative."""
    file = opened()
    HardshipFile.objects.filter(pk=file.pk).update(annual_income=12000, rigid_expenses=4800)
    Member.objects.create(file=file, relation="child", name="小花")
    Member.objects.create(file=file, relation="parent", name="老张", standing="deceased")
    Circumstances.objects.create(
        file=file, floor_area=Decimal("60.00"), dwellings=1, vehicle="substitute", event="none"
    )
    file.refresh_from_db()
    facts = queries.facts_of([file], on=DAY)[file.pk]
    assert (facts.members, facts.living_together, facts.area_per_head) == (2, 2, 30)
    assert (facts.dibao, facts.vehicle, facts.employs_others) == (200, "substitute", None)
    verdict = queries.verdict_of(file, on=DAY)
    assert (verdict.outcome, verdict.category) == ("relative", "relative")
    assert "＝ 300.00 元" in next(one for one in verdict.sentences if one.holds).text


def test_a_car_speaks_against_it(opened, dibao):
    file = opened()
    HardshipFile.objects.filter(pk=file.pk).update(annual_income=0, rigid_expenses=0)
    Circumstances.objects.create(file=file, vehicle="own")
    file.refresh_from_db()
    assert queries.verdict_of(file, on=DAY).outcome == "excluded"


def test_where_no_rules_hold_the_file_is_shown_and_says_so(
    office, opened, walk, at, client_of, person
):
    told = f"没有在 {DAY} 有效的建档标准（1个地区），请先发布"
    with at("2008-05-20"):
        file = walk(opened(), "draft")
        seed = RuleSet.objects.get(is_seed=True)
        criteria.withdraw_ruleset(by=person("office"), ruleset=seed, on=DAY, reason="另行制定")
        verdict = queries.verdict_of(file, on=DAY)
        assert (verdict.outcome, verdict.ruleset_id) == ("unknown", None)
        assert [one.text for one in verdict.sentences] == [told]
        auditor = client_of(office.auditor)
        page = auditor.get(reverse("households:file", args=[file.pk]))
        assert (page.status_code, told in page.text) == (200, True)
        said = auditor.get(f"/api/v1/households/files/{file.pk}").json()
        assert said["recommendation"]["outcome"] == "unknown"
        with pytest.raises(RuleBroken) as refused:  # a decision needs rules
            services.submit_file(by=office.keeper, file=file)
    assert (refused.value.code, file.steps.filter(kind="submitted").count()) == ("no_ruleset", 0)


def test_many_families_cost_no_more_queries_than_one(opened, dibao, django_assert_num_queries):
    files = [opened(holder_name=f"张{number}") for number in range(5)]
    with CaptureQueriesContext(connection) as one:
        queries.facts_of(files[:1], on=DAY)
    with django_assert_num_queries(len(one)):
        queries.facts_of(files, on=DAY)


def test_what_the_rules_said_is_kept_with_the_decision(office, opened, walk, dibao, at):
    with at("2008-05-20"):
        file = walk(opened())
    submitted, approved = Assessment.objects.select_related("step", "ruleset")
    assert (submitted.step.kind, approved.step.kind) == ("submitted", "approved")
    assert (submitted.by, approved.by) == (office.keeper, office.approver)
    assert json.loads(approved.facts)["yearly_income"] == "12000.00"
    assert "12,000.00" in approved.sentences
    assert approved.ruleset.is_seed
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts, sentences FROM households_assessment")
        assert not any("yearly_income" in text or "{" in text for text in cursor.fetchone())
    with pytest.raises(IntegrityError, match="kept as it was"):
        Assessment.objects.filter(pk=approved.pk).update(outcome="deep")
    assert file.state == "active"


def test_a_class_is_changed_with_the_rules_beside_it(office, opened, walk, dibao):
    file = walk(opened())
    services.reclassify_file(by=office.approver, file=file, category="deep", reason="收入下降")
    step = file.steps.last()
    assert (step.kind, step.opinion) == (
        "reclassified",
        "困难类别 相对困难→深度困难：收入下降",
    )
    assert step.assessment.outcome == "none"  # nobody declared that anything happened
    assert HardshipFile.objects.get().category == "deep"


@pytest.mark.parametrize(
    ("wanted", "now", "told"),
    [
        ({"tier": "national"}, ("relative", "national"), "建档标准 区县级→全国级"),
        (
            {"category": "relative", "tier": "basic"},
            ("relative", "basic"),
            "建档标准 区县级→基层",
        ),
        (
            {"category": "deep", "tier": "provincial"},
            ("deep", "provincial"),
            "困难类别 相对困难→深度困难；建档标准 区县级→省级",
        ),
    ],
)
def test_the_money_may_change_with_the_class_or_without(
    office, opened, walk, dibao, wanted, now, told
):
    file = walk(opened())
    moved = RecordedEvent.objects.filter(name="households.file_moved").count()
    services.reclassify_file(by=office.approver, file=file, reason="上级备案", **wanted)
    file.refresh_from_db()
    assert (file.category, file.tier, file.state) == (*now, "active")
    step = file.steps.last()
    assert (step.kind, step.opinion) == ("reclassified", f"{told}：上级备案")
    assert Assessment.objects.filter(step=step).count() == 1
    assert RecordedEvent.objects.filter(name="households.file_moved").count() == moved + 1


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({}, "class_unchanged"),
        ({"category": "relative", "tier": "county"}, "class_unchanged"),
        ({"tier": "world"}, "choice_unknown"),
        ({"category": "rich"}, "choice_unknown"),
    ],
)
def test_a_class_that_is_no_other_is_refused(office, opened, walk, wanted, code):
    file = walk(opened())
    before = file.steps.count()
    with pytest.raises(RuleBroken) as refused:
        services.reclassify_file(by=office.approver, file=file, reason="上级备案", **wanted)
    assert refused.value.code == code
    file.refresh_from_db()
    assert (file.category, file.tier, file.steps.count()) == ("relative", "county", before)
