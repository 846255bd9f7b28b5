"""What an older version kept of campaigns is carried over, and back again."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection

from assistance.aid import services as aid
from campaigns import queries
from campaigns.models import Campaign, Enrolment


@pytest.fixture
def older(county, source, family):
    """The tables of the version before, with a campaign that runs: a family, cash of a visit, a void one."""
    file, gone = family(), family()
    planned = [
        aid.plan_payment(
            key=f"old:{number}",
            aid_type="condolence",
            link_point=one.unit if one else county.community,
            file=one,
            reason="救助款",
            amount=amount,
            given_on=date(2008, 1, 29),
        )
        for number, (one, amount) in enumerate([(file, 4000), (None, 3000), (gone, 900)])
    ]
    aid.void_payment(by=county.planner, payment=planned[2], reason="重复")
    call_command("migrate", "campaigns", "0001", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO campaigns_campaign (kind, name, year, theme, starts_on, ends_on, budget,"
            " state, organiser_id, planned_by_id, published_by_id, source_id) VALUES"
            " ('send_warmth', '旧活动', 2008, '', '2008-01-10', '2008-02-05', 20000, 'published',"
            " %s, %s, %s, %s) RETURNING id",
            [county.office.pk, county.planner.pk, county.publisher.pk, source.pk],
        )
        [campaign] = cursor.fetchone()
        for one in planned:
            cursor.execute(
                "INSERT INTO campaigns_target (campaign_id, file_id, link_point_id, payment_id)"
                " VALUES (%s, %s, %s, %s)",
                [campaign, one.file_id, one.link_point_id, one.pk],
            )
    yield campaign
    call_command("migrate", "campaigns", verbosity=0)


def targets():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.state, c.source_id IS NOT NULL, t.file_id IS NOT NULL, p.amount"
            " FROM campaigns_target t JOIN campaigns_campaign c ON c.id = t.campaign_id"
            " JOIN aid_payment p ON p.id = t.payment_id ORDER BY t.id"
        )
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_targets_become_enrolments_and_targets_again(older, source):
    before = targets()
    call_command("migrate", "campaigns", verbosity=0)
    campaign = Campaign.objects.get(pk=older)
    assert (campaign.state, campaign.settle_by) == ("executing", date(2008, 2, 5))
    assert campaign.money.get().source == source
    assert [(one.code, one.value) for one in campaign.rules.all()] == [
        ("file_active", None),
        ("has_amount", None),
        ("per_time", Decimal(6000)),
    ]
    assert list(
        Enrolment.objects.order_by("pk").values_list("state", "amount", "came_from", "households")
    ) == [
        ("planned", Decimal(4000), "by_hand", 1),
        ("planned", Decimal(3000), "visited", 0),
        ("withdrawn", Decimal(900), "by_hand", 1),
    ]
    assert queries.held_by(campaign) == Decimal(7000)
    call_command("migrate", "campaigns", "0001", verbosity=0)
    assert targets() == before
    assert before[0] == ("published", True, True, Decimal(4000))
