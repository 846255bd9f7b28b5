"""What a review comes to, and who may make it; refusals write nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from assistance.households import services as households
from assistance.households.models import Step
from assistance.reviews import services
from assistance.reviews.models import Proposal, Review
from tests.reviews.conftest import draw, refused

pytestmark = pytest.mark.django_db


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
