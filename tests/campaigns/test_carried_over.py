"""What a version of the program before kept of the kinds of campaign is carried over, and back again."""

import pytest
from django.core.management import call_command
from django.db import connection

from campaigns.models import Campaign
from tests.campaigns.steps import plan_of_kind


@pytest.mark.django_db(transaction=True)
def test_campaigns_keep_their_kind_back_and_forth(county, winter, source):
    campaign = winter()
    call_command("migrate", "campaigns", "0003", verbosity=0)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, kind, state FROM campaigns_campaign")
            assert cursor.fetchall() == [(campaign.pk, "send_warmth", "collecting")]
    finally:
        call_command("migrate", "campaigns", verbosity=0)
    again = Campaign.objects.get(pk=campaign.pk)
    assert (again.kind.label, again.kind_version.number) == ("送温暖", 1)
    spring = plan_of_kind(county, source, "send_coolness", windows=None)
    try:
        with pytest.raises(RuntimeError, match="give no money"):
            call_command("migrate", "campaigns", "0003", verbosity=0)
    finally:  # later migrations were undone before that one refused
        call_command("migrate", "campaigns", verbosity=0)
    assert Campaign.objects.get(pk=spring.pk).kind.label == "夏送清凉"
