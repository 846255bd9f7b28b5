"""A plan is solved: proposed, explained, solved again, refused in words where it cannot be."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.planning import queries, services
from assistance.planning.models import (
    AgencyProfile,
    EnterpriseProfile,
    PairingPlan,
    Solution,
)
from ground.events.models import RecordedEvent
from ground.jobs.models import Job
from tests.planning.conftest import pairs_of
from tests.planning.test_services import refused


def test_the_machine_proposes_and_says_why(solved):
    solution = solved.plan.chosen
    assert solved.plan.state == "draft"
    assert (solution.number, solution.is_proven, solution.gap) == (1, True, 0)
    assert (solution.enterprises_covered, solution.enterprises) == (3, 3)
    assert pairs_of(solution) == {
        ("县劳动局", "杰新纺织公司"),
        ("县税务局", "已酉水泥厂"),
        ("县工商局", "合口出口花炮厂"),
    }
    pair = solution.pairs.get(agency=solved.labour)
    assert (
        pair.because
        == "职能对口：用工、社保；行业对口：制造业；同在桃源县；30名干部联系12名困难职工"
    )
    assert pair.is_lead
    assert pair.parts["function"] == 100
    weighed = sum(points * solved.plan.weights[part] for part, points in pair.parts.items())
    assert pair.score == Decimal(weighed) / sum(solved.plan.weights.values())
    assert [one["title"] for one in solution.messages] == ["1个单位没有安排"]
    assert sum(solution.distribution) == solution.pair_count == 3
    assert solution.inputs_at.date() == date(2008, 11, 21)
    assert RecordedEvent.objects.filter(name="planning.plan_solved").count() == 1
    job = Job.objects.get()
    assert (job.state, job.outcome) == ("done", {"solution": solution.pk, "pairs": 3})


def test_counties_do_not_reach_into_each_other(drafted, solve):
    """Without its own agency the fireworks factory is taken by the city, never by Taoyuan."""
    services.keep_agency_profile(by=drafted.office, organisation=drafted.market, capacity=0)
    found = pairs_of(solve(drafted.plan, drafted.office).chosen)
    assert ("市总工会办公室", "合口出口花炮厂") in found


def test_without_divisions_the_tree_is_the_area(drafted, solve):
    for one in (drafted.root, drafted.taoyuan, drafted.linli):
        one.division = None
        one.save()
    services.keep_agency_profile(by=drafted.office, organisation=drafted.market, capacity=0)
    plan = solve(drafted.plan, drafted.office)
    assert ("市总工会办公室", "合口出口花炮厂") in pairs_of(plan.chosen)
    pair = plan.chosen.pairs.get(agency=drafted.labour)
    assert "同在桃源县“双联”办" in pair.because


def test_rulings_are_kept_when_it_is_solved_again(solved, solve):
    pin = {"by": solved.office, "plan": solved.plan, "reason": "县委决定"}
    services.pin_pair(**pin, agency=solved.labour, enterprise=solved.cement)
    services.forbid_pair(**pin, agency=solved.market, enterprise=solved.fireworks)
    outdated = refused(services.submit_plan, by=solved.office, plan=solved.plan)
    assert outdated.code == "solution_outdated"
    plan = solve(solved.plan, solved.office)
    assert (plan.chosen.number, plan.solutions.count()) == (2, 2)
    assert pairs_of(plan.chosen) == {
        ("县劳动局", "已酉水泥厂"),
        ("县税务局", "杰新纺织公司"),
        ("市总工会办公室", "合口出口花炮厂"),
    }
    pinned = plan.chosen.pairs.get(is_pinned=True)
    assert pinned.because.startswith("指定：县委决定；")
    first = plan.solutions.get(number=1)
    rows = queries.differences(first, plan.chosen)
    assert {(one.was is None, one.now is None) for one in rows} == {(True, False), (False, True)}
    assert rows.count() == 6


def test_what_cannot_be_had_is_said_in_words(drafted, solve):
    services.keep_agency_profile(by=drafted.office, organisation=drafted.city, capacity=0)
    services.keep_agency_profile(by=drafted.office, organisation=drafted.market, capacity=0)
    services.keep_agency_profile(by=drafted.office, organisation=drafted.tax, capacity=0)
    solution = solve(drafted.plan, drafted.office).chosen
    said = {one["title"]: one["text"] for one in solution.messages}
    assert solution.enterprises_covered == 1
    assert "合口出口花炮厂：服务范围包括它们的参联单位一个也没有" in said["1家企业没有单位可以联系"]
    short = said["1家企业没有落实单位"]
    assert "（县劳动局）共可联系1家，而这一范围有2家企业，还差1家" in short


def test_nothing_to_solve_is_said_before(drafted):
    AgencyProfile.objects.update(capacity=0)
    ask = {"by": drafted.office, "plan": drafted.plan}
    assert refused(services.ask_solution, **ask).code == "no_agencies"
    AgencyProfile.objects.update(capacity=1)
    EnterpriseProfile.objects.update(operating_state="closed")
    assert refused(services.ask_solution, **ask).code == "no_enterprises"
    assert Job.objects.count() == 0


def test_pins_that_no_longer_fit_are_named(drafted):
    pin = {"by": drafted.office, "plan": drafted.plan, "reason": "县委决定"}
    services.pin_pair(**pin, agency=drafted.labour, enterprise=drafted.cement)
    services.keep_agency_profile(by=drafted.office, organisation=drafted.labour, capacity=2)
    services.pin_pair(**pin, agency=drafted.labour, enterprise=drafted.spinning)
    services.keep_agency_profile(by=drafted.office, organisation=drafted.labour, capacity=1)
    broken = refused(services.ask_solution, by=drafted.office, plan=drafted.plan)
    assert broken.code == "pins_beyond_capacity"


def test_a_pin_of_who_takes_no_part_is_named(drafted):
    services.pin_pair(
        by=drafted.office,
        plan=drafted.plan,
        agency=drafted.labour,
        enterprise=drafted.cement,
        reason="县委决定",
    )
    services.keep_enterprise_profile(
        by=drafted.office, organisation=drafted.cement, operating_state="closed"
    )
    broken = refused(services.ask_solution, by=drafted.office, plan=drafted.plan)
    assert broken.code == "pin_takes_no_part"
    assert "“县劳动局 → 已酉水泥厂”的指定无法照办" in broken.message


def test_a_solve_that_is_cancelled_gives_the_plan_back(drafted, drain):
    from ground.jobs.services import cancel

    job = services.ask_solution(by=drafted.office, plan=drafted.plan)
    drafted.plan.refresh_from_db()
    assert drafted.plan.state == "solving"
    pair = {"agency": drafted.labour, "enterprise": drafted.cement}
    broken = refused(services.pin_pair, by=drafted.office, plan=drafted.plan, reason="x", **pair)
    assert broken.code == "plan_solving"
    cancel(by=drafted.office, job=job)
    drain()
    drafted.plan.refresh_from_db()
    assert (drafted.plan.state, Solution.objects.count()) == ("draft", 0)


def test_the_number_of_queries_does_not_grow(drafted, make_organisation):
    def asked():
        plan = PairingPlan.objects.select_related("organisation").get(pk=drafted.plan.pk)
        with CaptureQueriesContext(connection) as found:
            queries.inputs_of(plan)
        return len(found)

    before = asked()
    rows = [(make_organisation(f"厂{number}"), {"needs": ["tax"]}) for number in range(4)]
    services.keep_enterprise_profiles(by=drafted.office, rows=rows)
    assert asked() == before
