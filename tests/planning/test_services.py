from datetime import date

import pytest
from django.db import IntegrityError, transaction

from assistance.pairing import services as pairing
from assistance.pairing.models import PairingGroup
from assistance.planning import services
from assistance.planning.models import (
    PairingPlan,
    ProposedPair,
    Ruling,
)
from ground.accounts.models import ScopeGrant
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.planning.conftest import pairs_of


def refused(call, **arguments):
    before = Entry.objects.count(), RecordedEvent.objects.count(), Ruling.objects.count()
    with pytest.raises(RuleBroken) as broken:
        call(**arguments)
    after = Entry.objects.count(), RecordedEvent.objects.count(), Ruling.objects.count()
    assert before == after
    return broken.value


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
