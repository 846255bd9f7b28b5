from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assistance.pairing import services as pairing
from assistance.pairing.models import PairingGroup
from assistance.planning import queries, services
from assistance.planning.models import (
    AgencyProfile,
    EnterpriseProfile,
    PairingPlan,
    ProposedPair,
    Ruling,
    Solution,
)
from ground.accounts.models import ScopeGrant
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.jobs.models import Job
from ground.kernel.errors import RuleBroken
from tests.planning.conftest import pairs_of


def refused(call, **arguments):
    before = Entry.objects.count(), RecordedEvent.objects.count(), Ruling.objects.count()
    with pytest.raises(RuleBroken) as broken:
        call(**arguments)
    after = Entry.objects.count(), RecordedEvent.objects.count(), Ruling.objects.count()
    assert before == after
    return broken.value


# --- profiles ---


def test_a_profile_is_kept_and_changed(drafted):
    profile = AgencyProfile.objects.get(organisation=drafted.labour)
    assert (profile.functions, profile.capacity) == (["labour"], 1)
    before = RecordedEvent.objects.filter(name="planning.profile_changed").count()
    services.keep_agency_profile(by=drafted.office, organisation=drafted.labour, capacity=1)
    assert RecordedEvent.objects.filter(name="planning.profile_changed").count() == before
    services.keep_agency_profile(by=drafted.office, organisation=drafted.labour, capacity=3)
    profile.refresh_from_db()
    assert (profile.functions, profile.capacity, profile.headcount) == (["labour"], 3, 30)
    assert RecordedEvent.objects.filter(name="planning.profile_changed").count() == before + 1
    line = Entry.objects.filter(action="planning.agency_profile_kept").latest("pk")
    assert line.details == {"fields": ["capacity"]}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"functions": ["magic"]}, "functions"),
        ({"capacity": 201}, "capacity"),
        ({"headcount": -1}, "headcount"),
        ({"latitude": Decimal(29)}, "longitude"),
        ({"latitude": Decimal(91), "longitude": Decimal(1)}, "latitude"),
        ({"sector": "x"}, "sector"),
    ],
)
def test_a_wrong_agency_profile_is_refused(drafted, values, field):
    broken = refused(
        services.keep_agency_profile, by=drafted.office, organisation=drafted.labour, **values
    )
    assert list(broken.fields) == [field]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"needs": ["gold"]}, "needs"),
        ({"industry": "Z"}, "industry"),
        ({"team_size": 0}, "team_size"),
        ({"social_insurance": {"pension": "much"}}, "social_insurance"),
        ({"social_insurance": {"dental": "full"}}, "social_insurance"),
    ],
)
def test_a_wrong_enterprise_profile_is_refused(drafted, values, field):
    broken = refused(
        services.keep_enterprise_profile, by=drafted.office, organisation=drafted.cement, **values
    )
    assert list(broken.fields) == [field]


def test_each_profile_on_its_own_side(drafted):
    keep = services.keep_agency_profile
    assert refused(keep, by=drafted.office, organisation=drafted.cement).code == "not_an_agency"
    keep = services.keep_enterprise_profile
    assert refused(keep, by=drafted.office, organisation=drafted.tax).code == "not_a_link_point"


def test_many_profiles_take_some_statements(drafted, make_organisation):
    def statements(count):
        rows = [
            (make_organisation(f"厂{count}-{number}"), {"needs": ["tax"]})
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as asked:
            services.keep_enterprise_profiles(by=drafted.office, rows=rows)
        return len(asked)

    assert statements(1) == statements(5)
    assert EnterpriseProfile.objects.count() == 3 + 6


# --- drafts and rulings ---


def test_a_plan_says_what_is_wrong_with_it(drafted):
    given = {
        "by": drafted.office,
        "organisation": drafted.taoyuan,
        "year": 2009,
        "starts_on": date(2009, 1, 1),
    }
    draft = services.draft_plan
    assert refused(draft, **given | {"year": 1999}).code == "year_unlikely"
    assert refused(draft, **given | {"starts_on": date(2008, 1, 1)}).code == "start_outside_year"
    zeros = dict.fromkeys(drafted.plan.weights, 0)
    assert refused(draft, **given, weights=zeros).code == "weights_all_zero"
    wrong = drafted.plan.weights | {"size": 101}
    assert list(refused(draft, **given, weights=wrong).fields) == ["size"]
    assert refused(draft, **given | {"organisation": drafted.tax}).code == "not_an_office"
    again = refused(draft, **given | {"organisation": drafted.root})
    assert again.code == "plan_unfinished"
    assert PairingPlan.objects.count() == 1


def test_rulings_on_pairs(drafted):
    pair = {"by": drafted.office, "plan": drafted.plan, "agency": drafted.labour}
    pin, forbid = services.pin_pair, services.forbid_pair
    assert refused(pin, **pair, enterprise=drafted.cement, reason=" ").code == "reason_missing"
    services.pin_pair(**pair, enterprise=drafted.cement, reason="县委决定")
    again = refused(forbid, **pair, enterprise=drafted.cement, reason="亲属")
    assert again.code == "ruling_exists"
    beyond = refused(pin, **pair, enterprise=drafted.spinning, reason="县委决定")
    assert beyond.code == "pins_beyond_capacity"
    assert "“县劳动局”共指定2家企业，超过可联系的1家" in beyond.message
    swapped = pair | {"agency": drafted.cement}
    assert refused(pin, **swapped, enterprise=drafted.cement, reason="x").code == "not_an_agency"
    ruling = Ruling.objects.get()
    services.lift_ruling(by=drafted.office, ruling=ruling)
    assert refused(services.lift_ruling, by=drafted.office, ruling=ruling).code == "ruling_gone"


def test_conflicts_of_interest_last(drafted, at):
    both = {"by": drafted.office, "plan": drafted.plan, "enterprise": drafted.spinning}
    services.forbid_pair(**both, agency=drafted.labour, reason="亲属", conflict_of_interest=True)
    services.forbid_pair(**both, agency=drafted.tax, reason="本年不合适")
    with at("2009-11-20"):
        later = services.draft_plan(
            by=drafted.office, organisation=drafted.root, year=2010, starts_on=date(2010, 1, 1)
        )
    kept = later.rulings.get()
    assert (kept.agency, kept.conflict_of_interest, kept.reason) == (drafted.labour, True, "亲属")


def test_only_forbidden_pairs_are_conflicts(drafted):
    with pytest.raises(IntegrityError, match="ruling_conflict_forbids"), transaction.atomic():
        Ruling.objects.create(
            plan=drafted.plan,
            agency=drafted.labour,
            enterprise=drafted.cement,
            kind="pin",
            conflict_of_interest=True,
            made_by=drafted.office,
            made_at=drafted.plan.made_at,
        )


# --- solving ---


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


# --- decisions ---


def test_who_makes_a_plan_does_not_approve_it(solved, person):
    colleague = person("office")
    services.submit_plan(by=colleague, plan=solved.plan)
    for one in (solved.office, colleague):
        assert refused(services.approve_plan, by=one, plan=solved.plan).code == "same_person"
    with pytest.raises(IntegrityError, match="plan_approver_is_another"), transaction.atomic():
        PairingPlan.objects.filter(pk=solved.plan.pk).update(
            state="approved", approved_by=colleague
        )


def test_a_submitted_plan_rests_until_it_is_sent_back(solved):
    services.submit_plan(by=solved.office, plan=solved.plan)
    assert (
        refused(services.ask_solution, by=solved.office, plan=solved.plan).code == "plan_not_draft"
    )
    back = services.send_back_plan
    assert refused(back, by=solved.leader, plan=solved.plan, reason="").code == "reason_missing"
    plan = back(by=solved.leader, plan=solved.plan, reason="请照顾花炮厂")
    assert (plan.state, plan.submitted_by) == ("draft", None)
    assert refused(services.approve_plan, by=solved.leader, plan=plan).code == "plan_not_proposed"


def test_an_unsolved_plan_is_not_submitted(drafted):
    broken = refused(services.submit_plan, by=drafted.office, plan=drafted.plan)
    assert broken.code == "nothing_chosen"


def test_a_draft_is_dropped_with_its_solutions(solved):
    services.drop_plan(by=solved.office, plan=solved.plan, reason="重新编制")
    assert (PairingPlan.objects.count(), ProposedPair.objects.count()) == (0, 0)


def test_approval_brings_the_groups_about_once(solved, drain, at):
    services.submit_plan(by=solved.office, plan=solved.plan)
    with at("2008-12-20"):
        services.approve_plan(by=solved.leader, plan=solved.plan)
        drain()
    solved.plan.refresh_from_db()
    assert solved.plan.established_at is not None
    group = PairingGroup.objects.get(link_point=solved.spinning)
    assert (group.state, group.lead_agency, group.year) == ("active", solved.labour, 2009)
    assert (group.proposed_by, group.approved_by) == (solved.office, solved.leader)
    assert ScopeGrant.objects.filter(over=solved.spinning, organisation=solved.labour).exists()
    assert RecordedEvent.objects.filter(name="pairing.group_approved").count() == 3
    assert RecordedEvent.objects.filter(name="planning.plan_established").count() == 1
    assert services.establish_groups(plan=solved.plan) == 0
    assert PairingGroup.objects.count() == 3


def test_a_later_round_goes_on_where_the_earlier_ended(solved, drain, solve, make_organisation, at):
    services.submit_plan(by=solved.office, plan=solved.plan)
    services.approve_plan(by=solved.leader, plan=solved.plan)
    drain()
    late = make_organisation("鑫玉花纺织厂", parent=solved.taoyuan)
    services.keep_enterprise_profile(by=solved.office, organisation=late, needs=["labour"])
    with at("2009-06-01"):
        second = services.draft_plan(
            by=solved.office, organisation=solved.root, year=2009, starts_on=date(2009, 6, 1)
        )
        second = solve(second, solved.office)
    assert second.round == 2
    assert pairs_of(second.chosen) == {("市总工会办公室", "鑫玉花纺织厂")}


def test_last_years_groups_end_when_the_plan_begins(drafted, solve, drain, at):
    with at("2008-01-04"):
        old = pairing.propose_group(
            by=drafted.office,
            year=2008,
            link_point=drafted.cement,
            lead_agency=drafted.tax,
            members=[],
            starts_on=date(2008, 1, 4),
        )
        pairing.approve_group(by=drafted.leader, group=old)
    with at("2008-12-20"):
        plan = solve(drafted.plan, drafted.office)
        pair = plan.chosen.pairs.get(agency=drafted.tax)
        assert "去年已结对" in pair.because
        services.submit_plan(by=drafted.office, plan=plan)
        services.approve_plan(by=drafted.leader, plan=plan)
        drain()
        old.refresh_from_db()
        assert old.state == "active"
    from ground.events.services import begin_day

    with at("2009-01-01"):
        begin_day(date(2009, 1, 1))
        drain()
    old.refresh_from_db()
    assert (old.state, old.ends_on) == ("ended", date(2008, 12, 31))
    kept = ScopeGrant.objects.filter(over=drafted.cement).values_list("organisation", flat=True)
    assert list(kept) == [drafted.tax.pk]
