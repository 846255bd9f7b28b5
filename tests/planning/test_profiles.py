"""Profiles of agencies and enterprises: kept, refused, many at once."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.planning import services
from assistance.planning.models import (
    AgencyProfile,
    EnterpriseProfile,
)
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from tests.planning.test_services import refused


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
