"""Going around the services: what was published, announced, confirmed and signed stays."""

import pytest
from django.db import DatabaseError, connection, transaction

from assistance.supervision import services

pytestmark = pytest.mark.django_db


def refused(sql, *, says):
    with (
        pytest.raises(DatabaseError, match=says),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE supervision_assessmentscheme SET title = 'x'", "final"),
        ("UPDATE supervision_assessmentscheme SET full_marks = 1", "final"),
        ("UPDATE supervision_assessmentscheme SET state = 'draft'", "from published to draft"),
        ("UPDATE supervision_assessmentscheme SET state = 'closed'", "from published to closed"),
        ("DELETE FROM supervision_assessmentscheme", "final"),
        ("UPDATE supervision_scoreitem SET maximum = 1", "final"),
        ("DELETE FROM supervision_scoreitem", "final"),
        ("DELETE FROM supervision_score", "never removed"),
        ("DELETE FROM supervision_sheet", "never removed"),
        ("DELETE FROM supervision_targetcommitment", "final"),
    ],
)
def test_a_published_scheme_is_final(published, sql, says):
    refused(sql, says=says)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE supervision_score SET computed = 1", "frozen"),
        ("UPDATE supervision_score SET counted = '{}', value = 9", "frozen"),
        ("UPDATE supervision_score SET office_score = 1", "frozen"),
        ("UPDATE supervision_score SET self_score = 1", "frozen"),
        ("UPDATE supervision_sheet SET self_total = 1", "frozen"),
        ("UPDATE supervision_assessmentscheme SET appeal_until = '2009-01-01'", "stays announced"),
        (
            "UPDATE supervision_assessmentscheme SET confirmed_by_id = announced_by_id",
            "scheme_confirmer_is_another",
        ),
        ("UPDATE supervision_assessmentscheme SET state = 'closed'", "scheme_closed_is_confirmed"),
    ],
)
def test_what_was_announced_is_frozen(provisional, sql, says):
    refused(sql, says=says)


def test_what_was_confirmed_is_frozen(provisional, at):
    with at("2008-12-22"):
        services.confirm_results(by=provisional.leader, scheme=provisional.scheme)
    refused("UPDATE supervision_score SET final = 100", says="frozen")
    refused("UPDATE supervision_sheet SET final_total = 100", says="frozen")
    refused("UPDATE supervision_ranking SET place = 1", says="written once")
    refused("DELETE FROM supervision_ranking", says="written once")
    refused("UPDATE supervision_assessmentscheme SET confirmed_on = now()", says="final")


def test_an_appeal_is_decided_by_another(provisional, at):
    with at("2008-12-15"):
        services.raise_appeal(by=provisional.liaison, score=provisional.score("1"), reason="有异议")
    decided = "UPDATE supervision_appeal SET state = 'dismissed', score_after = 1, decision = 'x', "
    refused(decided + "decided_by_id = scored_by_id", says="appeal_decider_is_another")
    refused(decided + "decided_by_id = raised_by_id", says="appeal_decider_is_another")
    refused("UPDATE supervision_appeal SET reason = 'x'", says="as it was raised")
    refused("DELETE FROM supervision_appeal", says="as it was raised")


def test_signed_targets_are_final(published, at):
    with at("2008-01-12"):
        services.sign_for_agency(
            by=published.liaison, commitment=published.sheet().commitment, signatory="林红"
        )
    refused(
        'UPDATE supervision_targetcommitment SET targets = \'{"1": "1"}\''
        " WHERE agency_signed_on IS NOT NULL",
        says="final",
    )
    refused(
        "UPDATE supervision_targetcommitment"
        " SET office_signed_by_id = agency_signed_by_id, office_signed_on = now()"
        " WHERE agency_signed_on IS NOT NULL",
        says="commitment_two_people",
    )
