"""Things that happen at the same moment: one application for an item, one grant, one payment."""

from datetime import date

import pytest

from assistance.aid.models import Payment
from assistance.applications import services
from assistance.applications.models import Application
from assistance.applications.services import Asked, Outsider
from tests.at_once import at_once
from tests.households.conftest import id_number

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2008, 6, 26)


def test_two_applications_for_one_item_are_one(office, family):
    file = family()
    asked = Asked(aid_type="living", asked="4000")

    def apply(by):
        return lambda: services.open_application(by=by, file=file, asked=asked).state

    ended = at_once(apply(office.keeper), apply(office.second), on=DAY)
    assert sorted(ended) == ["applied_already", "draft"]
    person = Outsider(name="周大生", id_no=id_number(701))
    outside = Asked(aid_type="temporary")

    def come(by):
        return lambda: (
            services.open_outside(by=by, unit=office.unit, person=person, asked=outside).state
        )

    assert sorted(at_once(come(office.keeper), come(office.second), on=DAY)) == [
        "applied_already",
        "draft",
    ]
    assert Application.objects.count() == 2


def test_one_application_is_granted_once(office, family, brought):
    one = brought(family())

    def approve(by):
        return lambda: services.approve_application(by=by, application=one, amount="4000").state

    ended = at_once(approve(office.approver), approve(office.chief), on=DAY)
    assert sorted(ended) == ["application_state", "approved"]
    assert Payment.objects.count() == 1


def test_two_grants_at_once_stay_within_the_year_of_the_household(
    office, family, brought, county_standard
):
    """1,500 a time, 2,000 a year: of two approvals at once the later one sees the earlier."""
    file = family()
    ones = [brought(file, occasion=occasion) for occasion in ("上半年", "下半年")]

    def approve(one, by):
        return lambda: services.approve_application(by=by, application=one, amount="1500").state

    ended = at_once(approve(ones[0], office.approver), approve(ones[1], office.chief), on=DAY)
    assert sorted(ended) == ["approved", "reason_missing"]
    assert [one.amount for one in Payment.objects.all()] == [1500]
