"""Yearly reviews by the calendar, samples, what a review comes to; refusals write nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assistance.households import services as households
from assistance.households.models import HardshipFile, Step
from assistance.reviews import services
from assistance.reviews.models import Proposal, Review, ReviewRound
from ground.accounts.roles import Role
from ground.events.events import DayBegan
from ground.events.services import publish
from ground.kernel.errors import RuleBroken
from ground.places.models import LocalRule

pytestmark = pytest.mark.django_db


def refused(code, service, **arguments):
    with pytest.raises(RuleBroken) as broken:
        service(**arguments)
    assert broken.value.code == code


def draw(office, at, on="2008-06-02", **values):
    asked = {
        "by": office.approver,
        "organisation": office.union,
        "year": 2008,
        "seed": "36 08 17",
        "due_on": date(2008, 7, 31),
        "share": Decimal(100),
    }
    with at(on):
        return services.draw_sample(**(asked | values))


def test_a_review_falls_due_a_year_after_the_family_was_last_looked_at(on_file, due):
    file = on_file("2008-01-10")
    assert due("2008-12-10") == []  # 30 days before 10 January are 11 December
    [review] = due("2008-12-11")
    assert (review.file, review.kind, review.due_on) == (file, "yearly", date(2009, 1, 10))
    assert review.round.year == 2008
    assert due("2008-12-11") == due("2008-12-12") == [review]


def test_the_day_is_told_twice_and_opens_once(on_file, at, drain):
    on_file("2008-01-10")
    for _ in range(2):
        with at("2009-01-10"), transaction.atomic():
            publish(DayBegan(on=date(2009, 1, 10)))
        drain()
    assert Review.objects.count() == 1


def test_the_calendar_opens_in_the_same_statements_for_one_file_and_for_three(on_file, at):
    on_file("2008-01-10")
    with at("2008-12-20"), CaptureQueriesContext(connection) as first:
        assert services.open_due_reviews(date(2008, 12, 20)) == 1
    on_file("2008-01-10")
    on_file("2008-01-10")
    with at("2008-12-21"), CaptureQueriesContext(connection) as second:
        assert services.open_due_reviews(date(2008, 12, 21)) == 2
    assert len(second) <= len(first)


def test_another_interval_from_a_day_on(on_file, due):
    on_file("2008-01-10")
    LocalRule.objects.create(
        code="reviews.months_between", valid_from=date(2008, 6, 1), value=6, source="县办法"
    )
    assert [one.due_on for one in due("2008-06-20")] == [date(2008, 7, 10)]


def test_who_stays_is_confirmed_and_due_a_year_later(on_file, due, at, office):
    file = on_file("2008-01-10")
    [review] = due("2009-01-05")
    with at("2009-01-08"):
        done = services.record_review(
            by=office.keeper, review=review, way="visit", result="stays", done_on=date(2009, 1, 7)
        )
        refused(
            "review_not_open",
            services.record_review,
            by=office.keeper,
            review=review,
            way="visit",
            result="stays",
            done_on=date(2009, 1, 7),
        )
    file.refresh_from_db()
    assert (done.state, done.reviewer, file.confirmed_on) == (
        "done",
        office.keeper,
        date(2009, 1, 8),
    )
    assert Step.objects.filter(file=file, kind="confirmed").count() == 1
    assert due("2009-12-01") == []
    assert len(due("2009-12-10")) == 1


def test_who_was_not_reached_comes_again_after_a_month(on_file, due, at, office):
    on_file("2008-01-10")
    [review] = due("2009-01-05")
    with at("2009-01-08"):
        services.record_review(
            by=office.keeper,
            review=review,
            way="phone",
            result="unreached",
            done_on=date(2009, 1, 8),
            finding="电话三次无人接听",
        )
    assert due("2009-02-06") == []
    assert len(due("2009-02-07")) == 1


def test_a_sample_can_be_drawn_again(on_file, office, at):
    files = [on_file() for _ in range(6)]
    first = draw(office, at, share=Decimal(50))
    keys = set(first.reviews.values_list("file_id", flat=True))
    assert (len(keys), first.population) == (3, 6)
    first.reviews.all().delete()
    again = draw(office, at, share=Decimal(50))
    assert set(again.reviews.values_list("file_id", flat=True)) == keys
    assert again.population_hash == first.population_hash
    other = draw(office, at, share=Decimal(100))
    assert set(other.reviews.values_list("file_id", flat=True)) == {f.pk for f in files} - keys
    refused(
        "nothing_to_draw",
        services.draw_sample,
        by=office.approver,
        organisation=office.union,
        year=2008,
        seed="1",
        due_on=date(2099, 1, 1),
        number=1,
    )
    assert ReviewRound.objects.count() == 3


def test_strata_are_named(on_file, office, at):
    on_file()
    assert draw(office, at, strata="area").reviews.get().stratum == office.unit.name
    Review.objects.all().delete()
    assert draw(office, at, strata="category").reviews.get().stratum == "相对困难"


def test_nobody_spot_checks_a_file_they_had_in_hand(on_file, office, at, fresh):
    on_file()
    review = draw(office, at).reviews.get()
    with at("2008-06-10"):
        for hand in (office.keeper, office.second):
            refused(
                "reviewer_kept_the_file",
                services.assign_review,
                by=office.approver,
                review=review,
                reviewer=hand,
            )
            refused(
                "reviewer_kept_the_file",
                services.record_review,
                by=hand,
                review=review,
                way="visit",
                result="stays",
                done_on=date(2008, 6, 9),
            )
        refused(
            "reviewer_without_permission",
            services.assign_review,
            by=office.approver,
            review=review,
            reviewer=office.elsewhere,
        )
        services.assign_review(by=office.approver, review=review, reviewer=fresh)
        refused(
            "review_of_another",
            services.record_review,
            by=office.second,
            review=review,
            way="visit",
            result="stays",
            done_on=date(2008, 6, 9),
        )
        review.refresh_from_db()
        assert (review.state, review.reviewer) == ("open", fresh)
        services.record_review(
            by=fresh, review=review, way="visit", result="stays", done_on=date(2008, 6, 9)
        )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"result": "out"}, "result_unfit"),
        ({"result": "stays", "way": "letter"}, "way_missing"),
        ({"result": "exit"}, "finding_missing"),
        ({"result": "reclassify", "finding": "x", "category": "relative"}, "class_unchanged"),
        (
            {"result": "reclassify", "finding": "x", "category": "relative", "tier": "county"},
            "class_unchanged",
        ),
        ({"result": "reclassify", "finding": "x", "tier": "world"}, "choice_unknown"),
        ({"result": "cancel", "finding": "x"}, "cause_missing"),
        ({"result": "stays", "done_on": date(2009, 2, 1)}, "review_day_outside"),
        ({"result": "stays", "done_on": date(2008, 1, 9)}, "review_day_outside"),
    ],
)
def test_a_result_that_does_not_fit(on_file, due, at, office, values, code):
    on_file("2008-01-10")
    [review] = due("2009-01-05")
    asked = {"by": office.keeper, "review": review, "way": "visit", "done_on": date(2009, 1, 7)}
    with at("2009-01-08"):
        refused(code, services.record_review, **(asked | values))
    review.refresh_from_db()
    assert (review.state, Proposal.objects.count()) == ("open", 0)


def test_a_review_that_finds_the_family_out_of_hardship_proposes_its_exit(
    on_file, due, at, office, drain
):
    file = on_file("2008-01-10")
    [review] = due("2009-01-05")
    with at("2009-01-08"):
        services.record_review(
            by=office.keeper,
            review=review,
            way="visit",
            result="exit",
            done_on=date(2009, 1, 8),
            finding="女儿就业，月收入3000元",
        )
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.cause, proposal.review) == ("exit", "out_of_hardship", review)
    file.refresh_from_db()
    assert file.state == "active"
    assert due("2009-03-01") == []  # while the proposal waits
    with at("2009-03-02"):
        refused(
            "family_not_informed",
            services.decide_proposal,
            by=office.approver,
            proposal=proposal,
            accept=True,
        )
        services.inform_family(
            by=office.keeper, proposal=proposal, informed_on=date(2009, 3, 1), way="visit"
        )
        services.decide_proposal(by=office.approver, proposal=proposal, accept=True)
    drain()
    file.refresh_from_db()
    assert (file.state, file.ended_on) == ("exited", date(2009, 3, 2))
    assert due("2009-08-02") == []
    [call] = due("2009-08-03")  # six months after the exit, 30 days before
    assert (call.kind, call.due_on) == ("follow_up", date(2009, 9, 2))
    with at("2009-09-02"):
        refused(
            "result_unfit",
            services.record_review,
            by=office.keeper,
            review=call,
            way="phone",
            result="stays",
            done_on=date(2009, 9, 2),
        )
        services.record_review(
            by=office.keeper, review=call, way="phone", result="out", done_on=date(2009, 9, 2)
        )
    assert due("2009-12-31") == []


def test_an_ended_file_needs_no_review_and_no_decision(on_file, due, at, office, proposed, drain):
    file = on_file("2008-01-10")
    [review] = due("2009-01-05")
    with at("2009-01-06"):
        waits = proposed(file, kind="cancel", cause="moved")
        households.cancel_file(by=office.approver, file=file, reason="重复建档")
        refused(
            "file_moved_on",
            services.record_review,
            by=office.keeper,
            review=review,
            way="visit",
            result="stays",
            done_on=date(2009, 1, 6),
        )
    drain()
    review.refresh_from_db()
    waits.refresh_from_db()
    assert (review.state, waits.state) == ("lapsed", "withdrawn")


def test_what_the_database_keeps(on_file, due, proposed, office):
    file = on_file("2008-01-10")
    [review] = due("2009-01-05")
    with pytest.raises(IntegrityError, match="review_open_once"), transaction.atomic():
        Review.objects.create(round=review.round, kind="yearly", file=file, due_on=date(2009, 1, 1))
    with pytest.raises(IntegrityError, match="review_done_says_what"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(state="done")
    proposal = proposed(file)
    with pytest.raises(IntegrityError, match="proposal_decider_is_another"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state="refused", decided_by=office.keeper, decided_on=date(2009, 1, 1)
        )
    with pytest.raises(IntegrityError, match="proposal_exit_after_informing"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state="accepted", decided_by=office.approver, decided_on=date(2009, 1, 1)
        )
    with pytest.raises(IntegrityError, match="proposal_open_once"), transaction.atomic():
        Proposal.objects.create(
            file=file,
            kind="exit",
            cause="moved",
            reason="x",
            proposed_by=office.keeper,
            proposed_on=date(2009, 1, 1),
        )


def test_proposals_one_at_a_time_decided_by_another(on_file, proposed, office, at, person):
    with at("2009-01-05"):
        file = on_file("2008-01-10")
        proposal = proposed(
            file, by=office.approver, kind="reclassify", cause="changed", category="deep"
        )
        refused(
            "proposal_waits",
            services.propose,
            by=office.keeper,
            file=file,
            kind="cancel",
            cause="moved",
            reason="迁出",
        )
        refused(
            "decider_is_proposer",
            services.decide_proposal,
            by=office.approver,
            proposal=proposal,
            accept=True,
        )
        refused(
            "proposal_of_another",
            services.withdraw_proposal,
            by=office.keeper,
            proposal=proposal,
            reason="x",
        )
        other = person(Role.APPROVER, office.union)
        refused(
            "reason_missing", services.decide_proposal, by=other, proposal=proposal, accept=False
        )
        services.decide_proposal(by=other, proposal=proposal, accept=True)
        refused(
            "proposal_decided", services.decide_proposal, by=other, proposal=proposal, accept=True
        )
    file.refresh_from_db()
    assert (file.category, file.state) == ("deep", "active")


def test_a_review_may_find_another_tier_alone(on_file, due, at, office):
    file = on_file("2008-01-10")
    [review] = due("2009-01-05")
    with at("2009-01-08"):
        services.record_review(
            by=office.keeper,
            review=review,
            way="visit",
            result="reclassify",
            done_on=date(2009, 1, 8),
            finding="省总工会已备案",
            category="relative",
            tier="provincial",
        )
        review.refresh_from_db()
        assert (review.category, review.tier) == ("", "provincial")
        proposal = Proposal.objects.get()
        assert (proposal.kind, proposal.category, proposal.tier) == (
            "reclassify",
            "",
            "provincial",
        )
        services.decide_proposal(by=office.approver, proposal=proposal, accept=True)
    file.refresh_from_db()
    assert (file.category, file.tier, file.state) == ("relative", "provincial", "active")
    assert file.steps.last().opinion == ("建档标准 区县级→省级：家庭情况变化：复核后调整")


def test_an_exit_carries_no_class(on_file, proposed, office):
    proposed(on_file("2008-01-10"), category="deep", tier="national")
    assert Proposal.objects.values_list("category", "tier").get() == ("", "")


def test_what_the_family_says_against_it_is_answered_and_sealed(on_file, proposed, office, at):
    with at("2009-01-05"):
        file = on_file("2008-01-10")
        proposal = proposed(file)
        services.inform_family(
            by=office.keeper,
            proposal=proposal,
            informed_on=date(2009, 1, 5),
            way="phone",
            objection="女儿只是临时工",
        )
        refused(
            "reason_missing",
            services.decide_proposal,
            by=office.approver,
            proposal=proposal,
            accept=True,
        )
        services.decide_proposal(
            by=office.approver, proposal=proposal, accept=False, decision="女儿就业不稳定，继续帮扶"
        )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.objection) == ("refused", "女儿只是临时工")
    with connection.cursor() as cursor:
        cursor.execute("SELECT objection FROM reviews_proposal")
        assert "女儿" not in cursor.fetchone()[0]
    file.refresh_from_db()
    assert file.state == "active"


def test_a_region_leaves_the_family_time_to_object(on_file, proposed, office, at):
    LocalRule.objects.create(
        code="reviews.objection_workdays", valid_from=date(2008, 6, 1), value=5, source="县办法"
    )
    with at("2009-03-02"):  # a Monday
        proposal = proposed(on_file("2008-01-10"))
        services.inform_family(
            by=office.keeper, proposal=proposal, informed_on=date(2009, 3, 2), way="phone"
        )
    for day, may in (("2009-03-06", False), ("2009-03-09", True)):
        with at(day):
            if may:
                services.decide_proposal(by=office.approver, proposal=proposal, accept=True)
            else:
                refused(
                    "family_may_still_object",
                    services.decide_proposal,
                    by=office.approver,
                    proposal=proposal,
                    accept=True,
                )
    assert HardshipFile.objects.get().ended_on == date(2009, 3, 9)


def test_a_family_without_a_file(office, at):
    with at("2009-03-02"):
        family = services.record_unfiled(
            by=office.keeper,
            unit=office.unit,
            found_on=date(2009, 3, 1),
            source="visit",
            name="李四",
            note="丈夫病重",
        )
        refused(
            "verified_outside",
            services.verify_unfiled,
            by=office.keeper,
            family=family,
            verified_on=date(2009, 2, 1),
            is_missed=True,
        )
        services.verify_unfiled(
            by=office.keeper, family=family, verified_on=date(2009, 3, 2), is_missed=True
        )
        refused(
            "unfiled_verified",
            services.verify_unfiled,
            by=office.keeper,
            family=family,
            verified_on=date(2009, 3, 2),
            is_missed=False,
        )
    family.refresh_from_db()
    assert (family.is_missed, family.name) == (True, "李四")
