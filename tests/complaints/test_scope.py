"""Who must not know of a complaint does not: in no list, count, paper, trail, choice or export."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from assistance.complaints import queries, services
from assistance.complaints.briefs import received
from assistance.complaints.models import Complaint, Inquiry
from assistance.complaints.permissions import HANDLE_COMPLAINT, SEE_COMPLAINTS
from assistance.complaints.workbench import complaints_standing, complaints_to_handle
from ground.accounts.models import User
from ground.accounts.roles import Role
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.kernel.periods import Period
from ground.web.trail import visible_entries
from tests.complaints.conftest import hold

pytestmark = pytest.mark.django_db
SEE = SEE_COMPLAINTS.code


def sees(user: User) -> bool:
    return Complaint.objects.visible_to(User.objects.get(pk=user.pk), SEE).exists()


def test_the_office_above_keeps_it_and_the_unit_does_not_see_it(office, tell):
    complaint = tell()
    assert complaint.office == office.county
    assert all(sees(one) for one in (office.keeper, office.second, office.auditor, office.city))
    assert not any(sees(one) for one in (office.inside, office.elsewhere, office.desk))


def test_who_holds_a_role_above_as_well_is_still_of_the_unit(office, tell):
    tell()
    assert not sees(hold(office.inside, office.county, Role.OFFICE))
    below = hold(office.keeper, office.factory, Role.UNION_STAFF)
    assert not sees(below)


def test_a_complaint_about_the_office_goes_above_it(office, tell):
    complaint = tell(unit=office.county)
    assert complaint.office == office.root
    assert sees(office.city)
    assert not any(sees(one) for one in (office.keeper, office.second, office.auditor))


def test_about_the_top_only_people_from_elsewhere_hear_it_or_nobody(office, tell, person):
    with pytest.raises(RuleBroken) as broken:
        tell(unit=office.root)
    assert broken.value.code == "nobody_to_hear"
    assert not Complaint.objects.exists()
    overseer = hold(person(Role.LIAISON, office.county), office.root, Role.APPROVER)
    tell(unit=office.root)
    assert sees(overseer)
    assert not sees(office.city)


def test_the_person_complained_about_does_not_see_it(office, tell):
    complaint = tell(unit=office.other)
    services.sort_complaint(
        by=office.second,
        complaint=complaint,
        kind="favouritism",
        unit=office.other,
        about_user=office.keeper,
    )
    assert not sees(office.keeper)
    assert sees(office.second)
    with pytest.raises(NotAllowed):
        services.accept_complaint(by=office.keeper, complaint=complaint)


def test_sorting_takes_it_out_of_the_sight_of_the_unit_and_up(office, tell):
    complaint = tell(unit=None)
    assert complaint.office == office.county
    assert sees(office.keeper)
    services.sort_complaint(
        by=office.keeper, complaint=complaint, kind="diversion", unit=office.county
    )
    complaint.refresh_from_db()
    assert complaint.office == office.root
    assert not sees(office.keeper)
    with pytest.raises(NotAllowed):
        services.accept_complaint(by=office.keeper, complaint=complaint)


def test_an_accepted_one_that_proves_to_be_about_the_accepter_s_unit_is_accepted_anew(
    office, accepted
):
    services.sort_complaint(
        by=office.keeper, complaint=accepted, kind="diversion", unit=office.county
    )
    accepted.refresh_from_db()
    assert (accepted.state, accepted.decided_by) == ("received", None)
    services.accept_complaint(by=office.city, complaint=accepted)


def test_neither_counts_nor_workbench_nor_trail_tell_the_unit_s_staff(office, tell, client_of):
    complaint = tell(unit=office.county)
    services.open_complaint(by=office.city, complaint=complaint)
    spy = hold(office.auditor, office.root, Role.AUDITOR)
    assert not visible_entries(spy).filter(subject__startswith="complaints.").exists()
    lines = visible_entries(User.objects.get(pk=office.city_auditor.pk))
    assert lines.filter(subject=f"complaints.complaint:{complaint.pk}").count() == 2
    both = hold(office.keeper, office.root, Role.OFFICE)
    assert complaints_standing(both) == []
    assert complaints_to_handle(both) == []
    client = client_of(both)
    for path in ("/complaints/", "/complaints/figures/", "/complaints/?q=桃源"):
        page = client.get(path)
        assert page.status_code == 200
        assert "诉〔2008〕1号" not in page.content.decode()
        assert page.content.decode().count("优亲厚友") <= 1  # the filter's own word
    assert "这一年没有投诉举报" in client.get("/complaints/figures/?year=2008").content.decode()
    assert client.get(f"/complaints/{complaint.pk}/").status_code == 404
    assert client.get(f"/api/v1/complaints/{complaint.pk}").status_code == 404
    assert client.get("/api/v1/complaints").json()["results"] == []
    for step in ("sort", "accept", "refuse", "assign", "answer", "close", "review", "papers"):
        assert client.post(f"/complaints/{complaint.pk}/{step}/").status_code == 404, step
    shown = client_of(office.city).get("/complaints/")
    assert "诉〔2008〕1号" in shown.content.decode()


def test_a_brief_tells_kinds_and_never_whom(office, tell):
    tell()
    tell(unit=office.county)
    period = Period(starts_on=date(2008, 6, 1), ends_on=date(2008, 6, 30))
    rows = received(office.county, period)
    labels = {rows.record(one).label for one in rows.queryset}
    assert labels == {"优亲厚友（网上反映）"}
    # Of the one about the county itself its brief knows nothing: it is kept by the city.
    assert not rows.queryset.filter(unit=office.county).exists()


def test_who_may_handle_it_is_nobody_of_the_unit(office, accepted):
    people = queries.hearers(office.county, unit=office.factory)
    assert office.inside not in people
    assert {office.keeper, office.second, office.third, office.city} <= set(people)
    with pytest.raises(RuleBroken) as broken:
        services.assign_handler(by=office.keeper, complaint=accepted, handler=office.inside)
    assert broken.value.code == "handler_not_allowed"
    assert not Inquiry.objects.exists()
    assert office.auditor not in people
    assert office.inside.may(HANDLE_COMPLAINT.code)


def test_the_database_refuses_hands_that_are_not_clean(office, looking):
    inquiry = looking.inquiries.get()
    for changed in ({"handler": office.inside}, {"assigned_by": office.inside}):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            Inquiry.objects.filter(pk=inquiry.pk).update(**changed)
        assert "complaint_hands_are_clean" in str(error.value.__cause__.diag.constraint_name)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=looking.pk).update(decided_by=office.inside)
    moved = hold(office.third, office.factory, Role.LIAISON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(handler=moved)
