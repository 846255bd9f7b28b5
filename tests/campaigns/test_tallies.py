"""Tallies are what a recount says, whatever happens; and the database holds what the services promise."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import queries, services
from campaigns.models import Campaign, CampaignMoney, Enrolment, Tally
from ground.kernel.errors import RuleBroken
from tests.campaigns.steps import approve_all, pay_out


def told_of(campaign):
    """What the tallies say, by unit and state, without what is nothing."""
    columns = ("unit_id", "state", "number", "households", "people", "amount", "complete")
    rows = Tally.objects.filter(campaign=campaign, number__gt=0).values_list(*columns)
    return {(unit, state): tuple(told) for unit, state, *told in rows}


def counted(campaign):
    """The same, from the rows."""
    found = {}
    for one in Enrolment.objects.filter(campaign=campaign):
        n, h, p, a, c = found.get((one.unit_id, one.state), (0, 0, 0, Decimal(0), 0))
        found[one.unit_id, one.state] = (
            n + 1,
            h + one.households,
            p + one.people,
            a + (one.amount or 0),
            c + one.is_complete,
        )
    return found


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enrol", "screen", "approve", "pay", "withdraw", "reach", "back", "void"]),
        st.integers(0, 5),
    ),
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_tallies_equal_a_recount(county, winter, family, enrolled, steps):
    with transaction.atomic():
        campaign = winter(budget=Decimal(9000))
        services.end_collecting(by=county.planner, campaign=campaign)
        for what, number in steps:
            try:
                with transaction.atomic():
                    walk(county, campaign, family, enrolled, what, number)
            except RuleBroken:
                pass
            assert told_of(campaign) == counted(campaign)
            held = queries.held_by(campaign)
            assert held <= Decimal(9000)
        transaction.set_rollback(True)


def walk(county, campaign, family, enrolled, what, number):
    rows = list(Enrolment.objects.filter(campaign=campaign).order_by("pk"))
    chosen = rows[number % len(rows)] if rows else None
    if what == "enrol":
        unit = county.factory if number % 2 else county.community
        enrolled(campaign, 500 * (number + 1), file=family(unit=unit))
    elif what == "screen":
        services.screen(by=county.planner, campaign=campaign)
    elif what == "approve":
        approve_all(county, campaign)
    elif what == "pay":
        pay_out(county, campaign)
    elif what == "withdraw" and chosen:
        services.withdraw(by=county.planner, enrolment=chosen, reason="不再需要")
    elif chosen and chosen.payment_id:
        if what == "reach":
            services.mark_reached([chosen.payment_id])
        elif what == "back":
            services.mark_under_way([chosen.payment_id])
        elif what == "void":
            services.give_up_payment(chosen.payment_id)


def test_raw_rows_are_counted_too(county, winter, enrolled):
    """By whatever hand: an insert, a move to another unit, a removal, many in one statement."""
    campaign = winter()
    one, two = enrolled(campaign, 100), enrolled(campaign, 200)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE campaigns_enrolment SET unit_id = %s, amount = asked, state = 'eligible'"
            " WHERE campaign_id = %s",
            [county.community.pk, campaign.pk],
        )
    assert told_of(campaign) == {(county.community.pk, "eligible"): (2, 2, 2, Decimal(300), 0)}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM campaigns_enrolment WHERE id = %s", [two.pk])
    assert told_of(campaign) == counted(campaign)
    assert one.pk


def test_the_database_keeps_the_budget(county, winter, enrolled):
    campaign = winter(budget=Decimal(5000))
    for _ in range(2):
        enrolled(campaign, 3000)
    services.screen(by=county.planner, campaign=campaign)
    with pytest.raises(IntegrityError, match="goes beyond its budget"), transaction.atomic():
        Enrolment.objects.update(state="approved")
    assert queries.held_by(campaign) == 0


@pytest.mark.parametrize("state", ["listed", "eligible", "ineligible"])
def test_nobody_jumps(winter, approved, state):
    approved(winter())
    with pytest.raises(IntegrityError, match="does not go from approved"), transaction.atomic():
        Enrolment.objects.update(state=state)
    with pytest.raises(IntegrityError, match="enrolment_planned_has_payment"), transaction.atomic():
        Enrolment.objects.update(state="planned")


def test_a_campaign_does_not_go_back_and_stays_as_it_was_laid_down(county, winter):
    campaign = winter()
    for change in ({"state": "planned"}, {"budget": 30000}, {"year": 2009}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Campaign.objects.filter(pk=campaign.pk).update(**change)


def test_the_money_is_the_budget(winter):
    campaign = winter(published=False)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="is not its budget"), transaction.atomic():
        CampaignMoney.objects.filter(campaign=campaign).update(amount=1)


def test_no_approval_by_who_planned_or_listed(county, winter, enrolled):
    campaign = winter()
    one = enrolled(campaign)
    with pytest.raises(IntegrityError, match="campaign_approver_is_another"), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(approved_by=county.planner)
    with pytest.raises(IntegrityError, match="enrolment_approver_is_another"), transaction.atomic():
        Enrolment.objects.filter(pk=one.pk).update(approved_by=county.planner)
    with pytest.raises(IntegrityError, match="exception_by_another"), transaction.atomic():
        Enrolment.objects.filter(pk=one.pk).update(
            override_by=county.planner, overridden_by=county.planner, override_reason="x"
        )
    assert Tally.objects.filter(campaign=campaign, number__gt=0).count() == 1
