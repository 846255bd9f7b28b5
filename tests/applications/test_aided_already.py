"""What a family got counts, wherever it came from: shown, taken off, and not given twice."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.applications import queries, services
from assistance.applications.models import Application
from assistance.applications.services import Asked
from assistance.households.models import HardshipFile, Member

from .conftest import TODAY
from .refusing import refusal

pytestmark = pytest.mark.django_db


def test_a_proposal_counts_what_came_in_between(office, family, brought, county_standard, at):
    """1,500 a time, 2,000 a year: the second request was recommended before the first was granted."""
    file = family()
    first = brought(file, occasion="上半年")
    second = brought(file, occasion="下半年")
    assert (first.proposed_amount, second.proposed_amount) == (1500, 1500)
    with at(TODAY):
        services.approve_application(by=office.approver, application=first, amount="1500")
        said = refusal(
            services.approve_application, by=office.approver, application=second, amount="1500"
        )
        assert said.message == "批准金额高于现在的建议金额 500.00 元，请写明理由"
        done = services.approve_application(by=office.approver, application=second, amount="500")
    assert done.proposed_amount == 500


def test_the_same_item_is_not_applied_for_twice(office, family, brought, begun, at, drain):
    file = family()
    first = brought(file, "approved")
    again = {"by": office.keeper, "file": file, "asked": Asked(aid_type="living")}
    with at("2008-09-01"):
        said = refusal(services.open_application, **again)
        assert said.code == "applied_already"
        assert "2008-06-26 申请，已批准；2008-06-26 款项 4,000.00 元，待编批" in said.message
        aid.void_payment(by=office.keeper, payment=first.payment, reason="重复")
        drain()
        first.refresh_from_db()
        assert first.state == "lapsed"
        assert services.open_application(**again).pk
    with at("2009-01-01"):
        assert services.open_application(**again).year == 2009


def test_study_aid_that_a_campaign_gave_is_shown_and_not_given_again(office, family, begun, at):
    file = family()
    child = file.members.get(relation="child")
    with at("2008-08-20"):
        aid.plan_payment(
            key="campaigns.target:1",
            aid_type="education",
            link_point=file.unit,
            file=file,
            reason="金秋助学",
            amount="3000",
            given_on=date(2008, 8, 20),
            origin="campaigns.campaign:1",
        )
    one = begun(
        file, ("application", "school"), aid_type="education", member=child.pk, on="2008-09-10"
    )
    with at("2008-09-10"):
        said = refusal(services.recommend_application, by=office.keeper, application=one)
    assert (said.code, said.message) == (
        "already_aided",
        "同一事项已经救助过，不再重复：2008-08-20 子女助学 3,000.00 元（资金来源未定，办理中）",
    )


def test_aid_follows_the_people_not_the_file(office, family, brought, at):
    """What the family got on an earlier file counts on the new one; what another family got does not."""
    old = family("active")
    with at("2008-03-01"):
        aid.plan_payment(
            key="x:1",
            aid_type="living",
            link_point=old.unit,
            file=old,
            reason="救助",
            amount="5500",
            given_on=date(2008, 3, 1),
        )
    holder = old.members.get(relation="holder")
    Member.objects.filter(file=old).update(in_open_file=False)
    HardshipFile.objects.filter(pk=old.pk).update(state="exited", ended_on=date(2008, 4, 1))
    new = family()
    number = Member.objects.get(file=new, relation="holder")
    number.id_no, number.id_hash = holder.id_no, holder.id_hash
    number.save()
    assert brought(new).proposed_amount == 500
    assert brought(family()).proposed_amount == 4000


def test_what_somebody_got_without_a_file_counts_on_a_later_one(office, family, brought, at):
    """Through a campaign, say: in the proposal, and in the family's history once it is paid or planned."""
    file = family()
    holder = file.members.get(relation="holder")
    with at("2008-03-01"):
        given = aid.plan_payment(
            key="campaigns.target:2",
            aid_type="living",
            link_point=file.unit,
            reason="送温暖",
            amount="5500",
            given_on=date(2008, 3, 1),
            helped=aid.Helped(holder.name, holder.id_no),
        )
    assert brought(file).proposed_amount == 500
    [year] = queries.help_of(file, Payment.objects.all())
    assert [one.pk for one in year.payments] == [given.pk]
    assert (year.total, year.planned) == (0, 5500)


def test_facts_for_many_take_as_many_queries_as_for_one(office, family, begun):
    one = [begun(family())]
    three = [*one, begun(family()), begun(family(), aid_type="temporary", papers=())]

    def count(applications):
        rows = list(
            Application.objects.filter(pk__in=[each.pk for each in applications]).select_related(
                "unit", "file", "member"
            )
        )
        with CaptureQueriesContext(connection) as held:
            assert len(queries.facts_of(rows, on=date(2008, 6, 26))) == len(rows)
        return len(held)

    assert count(one) == count(three) <= 12
