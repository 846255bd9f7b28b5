"""Proposals: made by one, told to the family, decided by another; families outside the files."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from assistance.households.models import HardshipFile
from assistance.households.queries import verdict_of
from assistance.reviews import services
from assistance.reviews.models import Proposal
from ground.accounts.roles import Role
from ground.places.models import LocalRule
from tests.reviews.conftest import refused

pytestmark = pytest.mark.django_db


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


def test_what_the_rules_said_is_kept_with_the_proposal(on_file, proposed, office, at, client_of):
    with at("2008-06-02"):
        file = on_file()
        kept = proposed(file).assessment
        assert (kept.file, kept.step, kept.by) == (file, None, office.keeper)
        assert kept.outcome == verdict_of(file, on=date(2008, 6, 2)).outcome
        url = reverse("reviews:proposal", args=[kept.proposal.pk])
        page = client_of(office.approver).get(url).content.decode()
        assert f"提出时按标准的建议</dt><dd>{kept.get_outcome_display()}</dd>" in page
        told = client_of(office.keeper).get("/api/v1/reviews/proposals").json()["results"]
        assert [one["recommended"] for one in told] == [kept.outcome]
