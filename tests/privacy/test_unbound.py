"""What the version before sealed for a column alone is taken over once, and then bound to its row."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from assistance.pairing.models import Cadre
from assistance.pairing.services import mobile_hash
from ground.audit import sealing
from ground.audit.sealing import Unreadable

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(make_organisation):
    """Four cadres; the mobiles of two lie as the version before sealed them, one has none, one lies open."""
    agency = make_organisation("市国税局", kind="agency")
    mobiles = ["13800000001", "13800000002", "", "13800000004"]
    made = Cadre.objects.bulk_create(
        Cadre(agency=agency, name=f"干部{mobile[-1:]}", mobile=mobile, joined_on=date(2008, 1, 1))
        for mobile in mobiles
    )
    with connection.cursor() as cursor:
        for cadre, mobile in zip(made[:2], mobiles[:2], strict=True):
            text = sealing.seal(mobile, "pairing.cadre.mobile")
            cursor.execute(
                "UPDATE pairing_cadre SET mobile = %s, mobile_hash = '' WHERE id = %s",
                [text, cadre.pk],
            )
        cursor.execute(
            "UPDATE pairing_cadre SET mobile = '13800000004' WHERE id = %s", [made[3].pk]
        )
    return [one.pk for one in made]


def test_it_opens_only_after_it_was_bound(before):
    with pytest.raises(Unreadable):
        _ = Cadre.objects.get(pk=before[0]).mobile
    call_command("reseal", "--unbound", "--rehash", stdout=io.StringIO())
    found = Cadre.objects.in_bulk(before)
    assert [found[pk].mobile for pk in before] == ["13800000001", "13800000002", "", "13800000004"]
    assert found[before[0]].mobile_hash == mobile_hash("13800000001")
    call_command("reseal", "--unbound", stdout=io.StringIO())  # once more changes nothing
    assert Cadre.objects.get(pk=before[1]).mobile == "13800000002"


def test_a_value_bound_to_another_row_is_still_refused(before):
    call_command("reseal", "--unbound", stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pairing_cadre SET mobile = (SELECT mobile FROM pairing_cadre WHERE id = %s) WHERE id = %s",
            [before[0], before[1]],
        )
    with pytest.raises(CommandError, match=f"pairing.cadre {before[1]}"):
        call_command("reseal", "--unbound", stdout=io.StringIO())
