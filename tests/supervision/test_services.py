"""From the scheme to the confirmed result, refusals included, on a real PostgreSQL."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.supervision import queries, services
from assistance.supervision.measures import all_measures, opened, tallies
from assistance.supervision.models import (
    Appeal,
    AssessmentScheme,
    Award,
    Ranking,
    Sheet,
)
from assistance.supervision.services import GivenScore
from ground.events.events import DayBegan
from ground.events.services import publish
from ground.jobs.models import Job
from ground.kernel.errors import RuleBroken
from tests.supervision.test_schemes import names

pytestmark = pytest.mark.django_db


def test_a_computed_score_equals_the_count_of_its_records_and_says_so(scoring, at):
    with at("2008-12-02"):
        scoring.compute()
    score = scoring.score("1")
    assert score.value == len(score.counted) == 2
    assert score.computed == Decimal(30)
    assert score.sentence == "1个双联点，目标4次，实际2次，60×2÷4＝30分"
    records = opened(
        next(one for one in all_measures() if one.code == "visits.made"),
        queries.span_of(scoring.scheme),
        score.counted,
    )
    assert [record.label[:10] for record in records] == ["2008-05-14", "2008-06-17"]
    late = scoring.score("2")
    assert (late.value, late.base, late.computed) == (0, 1, 0)
    assert (late.counted, len(late.others)) == ([], 1)
    apart = scoring.score("1", scoring.apart)
    assert (apart.computed, apart.sentence) == (0, "没有目标任务，不得分")
    assert scoring.score("2", scoring.apart).computed == 20
    assert scoring.sheet().computed_total == 30
    assert scoring.sheet(scoring.apart).computed_total == 20


def test_an_agencys_own_target_counts_before_that_of_the_scheme(scoring, at):
    with at("2008-12-02"):
        services.set_targets(
            by=scoring.editor,
            commitment=scoring.sheet().commitment,
            targets={"1": Decimal(2)},
            promises="",
        )
        scoring.compute()
    assert scoring.score("1").computed == 60
    assert scoring.score("1", scoring.member).computed == 0


def test_every_measure_gives_values_that_equal_their_records(scoring):
    span = queries.span_of(scoring.scheme)
    for one in all_measures():
        found, per = tallies(one, span, queries.agencies_of(scoring.scheme))
        for tally in found.values():
            if one.unit != "元":
                assert tally.value == len(tally.counted), one.code
            if not per:
                assert tally.base == len(tally.counted) + len(tally.others), one.code
            shown = opened(one, span, [*tally.counted, *tally.others])
            assert len(shown) == len(tally.counted) + len(tally.others), one.code
    money, _ = tallies(
        next(one for one in all_measures() if one.code == "money.given"),
        span,
        queries.agencies_of(scoring.scheme),
    )
    assert money[scoring.lead.pk].value == 600


def test_computing_takes_as_many_queries_for_one_agency_as_for_many(
    scoring, make_organisation, django_assert_num_queries
):
    scheme = AssessmentScheme.objects.get(pk=scoring.scheme.pk)
    span = queries.span_of(scheme)
    with CaptureQueriesContext(connection) as captured:
        list(services.to_compute(scheme, span))
    before = len(captured)
    for number in range(5):
        make_organisation(f"新单位{number}", "agency")
    services.enrol_agencies(scheme)
    with django_assert_num_queries(before):
        assert len(list(services.to_compute(scheme, span))) == 8 * 2


def test_the_job_computes_and_opens_the_sheets(scoring, at, drain):
    with at("2008-12-02"):
        job = services.ask_to_compute(by=scoring.editor, scheme=scoring.scheme)
        drain()
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.outcome) == ("done", {"scores": 6})
    assert scoring.score("1").computed == 30


def test_a_day_told_twice_moves_a_scheme_once(published, drain):
    for _ in range(2):
        services.advance_on(on=date(2008, 12, 1))
    published.scheme.refresh_from_db()
    assert published.scheme.state == "self_scoring"
    assert names().count("supervision.self_scoring_opened") == 1
    for _ in range(2):
        services.advance_on(on=date(2008, 12, 11))
    published.scheme.refresh_from_db()
    assert published.scheme.state == "checking"
    assert set(Sheet.objects.values_list("state", flat=True)) == {"missed"}
    assert names().count("supervision.self_scoring_closed") == 1


def test_the_clock_opens_self_scoring(published, at, drain):
    with at("2008-12-01"):
        publish(DayBegan(on=date(2008, 12, 1)))
        drain()
    published.scheme.refresh_from_db()
    assert published.scheme.state == "self_scoring"


def test_self_scores_are_within_the_item_and_complete(scoring, at):
    sheet = scoring.sheet()
    with at("2008-12-03"):
        with pytest.raises(RuleBroken, match="0至60之间"):
            services.save_self_scores(
                by=scoring.liaison, sheet=sheet, given=[GivenScore("1", Decimal(61))]
            )
        with pytest.raises(RuleBroken, match="还有指标未打分，不能提交：2、3"):
            services.hand_in_self_scores(
                by=scoring.liaison, sheet=sheet, given=[GivenScore("1", Decimal(60))]
            )
        assert scoring.score("1").self_score is None
        services.save_self_scores(
            by=scoring.liaison, sheet=sheet, given=[GivenScore("1", Decimal(60), "共4次")]
        )
    sheet.refresh_from_db()
    assert (sheet.state, sheet.self_total) == ("open", 60)


def test_deductions_are_taken_away_from_the_total(scoring, at):
    given = [GivenScore(code, Decimal(5)) for code in "12345"]
    with at("2008-12-03"):
        sheet = services.hand_in_self_scores(by=scoring.liaison, sheet=scoring.sheet(), given=given)
    assert sheet.self_total == 5 + 5 + 5 + 5 - 5


def test_the_office_says_why_it_departs_from_the_records(scoring, at):
    with at("2008-12-12"):
        scoring.compute()
        with pytest.raises(RuleBroken, match="请写明核查情况"):
            services.check_sheet(
                by=scoring.editor, sheet=scoring.sheet(), given=[GivenScore("1", Decimal(45))]
            )
        services.check_sheet(
            by=scoring.editor,
            sheet=scoring.sheet(),
            given=[GivenScore("1", Decimal(45), "电话核实另有1次")],
        )
    score = scoring.score("1")
    assert (score.office_score, score.office_by) == (45, scoring.editor)


def test_results_are_not_announced_before_every_item_is_scored(scoring, at):
    services.advance_on(on=date(2008, 12, 11))
    with at("2008-12-12"):
        scoring.compute()
        services.adopt_computed(by=scoring.editor, scheme=scoring.scheme)
        with pytest.raises(RuleBroken, match="3（3个单位）"):
            services.announce_results(by=scoring.editor, scheme=scoring.scheme)
    scoring.scheme.refresh_from_db()
    assert scoring.scheme.state == "checking"


def test_from_self_score_through_appeal_to_the_ranking(provisional, at):
    """自评—核查—申诉—改分—排名。"""
    world = provisional
    assert world.scheme.appeal_until == date(2008, 12, 19)
    assert (world.sheet().final_total, world.sheet(world.apart).final_total) == (48, 20)
    with at("2008-12-15"):
        appeal = services.raise_appeal(
            by=world.liaison,
            score=world.score("1"),
            reason="另有两次走访未登记",
            evidence="派车单",
        )
        with pytest.raises(RuleBroken, match="已提出过申诉"):
            services.raise_appeal(by=world.liaison, score=world.score("1"), reason="再次申诉")
        with pytest.raises(RuleBroken, match="打分的人不能复核"):
            services.decide_appeal(by=world.editor, appeal=appeal, score=Decimal(45), reason="属实")
        services.decide_appeal(
            by=world.colleague, appeal=appeal, score=Decimal(45), reason="核实一次"
        )
    appeal.refresh_from_db()
    assert (appeal.state, appeal.score_before, appeal.score_after) == ("upheld", 30, 45)
    assert (world.score("1").final, world.score("1").office_score) == (45, 30)
    assert world.sheet().final_total == 63
    with at("2008-12-19"), pytest.raises(RuleBroken, match="期满后才能审定"):
        services.confirm_results(by=world.leader, scheme=world.scheme)
    with at("2008-12-22"):
        with pytest.raises(RuleBroken, match="申诉期限已过"):
            services.raise_appeal(
                by=world.member_liaison, score=world.score("1", world.member), reason="晚了"
            )
        with pytest.raises(RuleBroken, match="另一人审定"):
            services.confirm_results(by=world.editor, scheme=world.scheme)
        services.confirm_results(by=world.leader, scheme=world.scheme)
    ranked = Ranking.objects.order_by("place", "pk").values_list(
        "sheet__agency__name", "place", "total", "grade"
    )
    assert list(ranked) == [
        ("市政协办", 1, 63, "合格"),
        ("市安监局", 2, 20, "不合格"),
        ("市水利局", 2, 20, "不合格"),
    ]
    assert "supervision.results_confirmed" in names()


def test_nothing_is_confirmed_while_an_appeal_waits(provisional, at):
    with at("2008-12-15"):
        services.raise_appeal(by=provisional.liaison, score=provisional.score("1"), reason="有异议")
    with at("2008-12-22"), pytest.raises(RuleBroken, match="还有1件申诉没有复核"):
        services.confirm_results(by=provisional.leader, scheme=provisional.scheme)
    assert Ranking.objects.count() == 0


def test_a_dismissed_appeal_leaves_the_score(provisional, at):
    with at("2008-12-15"):
        appeal = services.raise_appeal(
            by=provisional.liaison, score=provisional.score("1"), reason="有异议"
        )
        services.decide_appeal(
            by=provisional.colleague, appeal=appeal, score=Decimal(30), reason="无新证据"
        )
    assert Appeal.objects.get().state == "dismissed"
    assert provisional.sheet().final_total == 48


def test_awards_are_proposed_by_one_and_made_public_by_another(provisional, at):
    world = provisional
    with at("2008-12-22"):
        with pytest.raises(RuleBroken, match="“已审定”阶段才能"):
            services.propose_award(
                by=world.editor,
                scheme=world.scheme,
                kind="winner_unit",
                agency=world.lead,
                citation="走访扎实",
            )
        services.confirm_results(by=world.leader, scheme=world.scheme)
        with pytest.raises(RuleBroken, match="先进个人请填写姓名"):
            services.propose_award(
                by=world.editor,
                scheme=world.scheme,
                kind="advanced_person",
                agency=world.lead,
                citation="走访扎实",
            )
        award = services.propose_award(
            by=world.editor,
            scheme=world.scheme,
            kind="winner_unit",
            agency=world.lead,
            citation="走访扎实",
        )
        with pytest.raises(RuleBroken, match="提名的人不能审定"):
            services.grant_award(by=world.editor, award=award)
        services.grant_award(by=world.leader, award=award)
    assert Award.objects.get().state == "granted"
    with pytest.raises(RuleBroken, match="不能撤回"):
        services.withdraw_award(by=world.editor, award=award)
