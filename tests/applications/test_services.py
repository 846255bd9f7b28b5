"""The way of an application: complete, recommended, reviewed, decided by three people, planned once."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from assistance.aid.models import Payment
from assistance.applications import queries, services
from assistance.applications.models import Application
from assistance.applications.services import Asked, Outsider
from assistance.households.models import HardshipFile, Member
from ground.events.models import RecordedEvent
from ground.events.queries import why
from tests.households.conftest import id_number

from .conftest import TODAY
from .refusing import refusal

pytestmark = pytest.mark.django_db


def test_living_aid_goes_from_the_first_word_to_a_planned_payment(office, family, brought):
    one = brought(family(), "approved")
    assert (one.state, one.proposed_amount, one.decided_amount) == ("approved", 4000, 4000)
    assert one.standard.is_seed
    assert one.proposal["sentences"][0]["text"] == (
        "中央财政生活救助上限：每户每年不超过当地低保标准 500.00 元 × 12 个月 ＝ 6,000.00 元；还没有已得的救助"
    )
    payment = Payment.objects.get()
    assert payment == one.payment
    assert (payment.key, payment.amount, payment.aid_type, payment.file) == (
        f"applications.application:{one.pk}",
        Decimal(4000),
        "living",
        one.file,
    )
    told = RecordedEvent.objects.filter(name__startswith="applications.").order_by("pk")
    assert [event.name.removeprefix("applications.application_") for event in told] == [
        "recommended",
        "reviewed",
        "approved",
    ]
    chain = [event.name for event in why(payment.event_id)]
    assert chain == ["aid.payment_planned", "applications.application_approved"]


def test_what_is_missing_is_said_once_and_together(office, family, begun, at):
    one = begun(family(), papers=(), aid_type="medical", reason="", asked=None, is_relative=None)
    with at(TODAY):
        said = refusal(services.recommend_application, by=office.keeper, application=one)
    assert said.message == (
        "提交复核前还缺：申请事由、申请金额、为哪位家庭成员申请、本年自付医疗费、是否工作人员亲属、"
        "申请书、诊断证明、自付费用票据"
    )


def test_three_people_and_the_database_holds_it(office, family, brought, at):
    one = brought(family(), "recommended")
    with at(TODAY):
        assert (
            refusal(services.review_application, by=office.keeper, application=one).code
            == "own_work"
        )
        one = services.review_application(by=office.second, application=one)
        decide = {"application": one, "amount": "4000"}
        for by in (office.keeper, office.second):
            assert refusal(services.approve_application, by=by, **decide).code == "own_work"
    rows = Application.objects.filter(pk=one.pk)
    for wrong in (
        {"reviewed_by": office.keeper},
        {"decided_by": office.second, "decided_on": date(2008, 6, 26), "state": "rejected"},
        {"state": "approved"},
        {"state": "approved", "decided_by": office.approver, "decided_amount": 4000},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_another_amount_than_proposed_needs_a_reason(office, family, brought, at):
    one = brought(family())
    with at(TODAY):
        for amount in ("3999.99", "4000.01"):
            said = refusal(
                services.approve_application, by=office.approver, application=one, amount=amount
            )
            assert said.code == "reason_missing"
        done = services.approve_application(
            by=office.approver, application=one, amount="4500", decided_reason="子女同时患病"
        )
    assert (done.proposed_amount, done.decided_amount) == (4000, 4500)
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=one.pk).update(decided_amount=1)


def test_a_family_without_a_file_takes_the_temporary_route(office, family, at, county_standard):
    person = Outsider(name="周大生", id_no=id_number(700), mobile="13800000700")
    asked = Asked(aid_type="temporary", reason="火灾", asked="2000", is_relative=False)
    outside = {"by": office.keeper, "unit": office.unit, "person": person}
    with at(TODAY):
        assert (
            refusal(services.open_outside, **outside, asked=Asked(aid_type="living")).code
            == "aid_type_not_offered"
        )
        filed = Outsider(name="刘春生", id_no=family().members.get(relation="holder").id_no)
        assert (
            refusal(services.open_outside, **outside | {"person": filed}, asked=asked).code
            == "person_on_file"
        )
        one = services.open_outside(**outside, asked=asked)
        assert refusal(services.open_outside, **outside, asked=asked).code == "applied_already"
        for kind in ("application", "id_copy"):
            services.add_paper(by=office.keeper, application=one, kind=kind)
        one = services.recommend_application(by=office.keeper, application=one)
        assert one.proposed_amount is None
        one = services.review_application(by=office.second, application=one)
        one = services.approve_application(
            by=office.approver,
            application=one,
            amount="2000",
            decided_reason="房屋烧毁，党组会议研究",
        )
        again = services.open_outside(
            **outside, asked=Asked(aid_type="temporary", occasion="第二次")
        )
        [received] = queries.received_by([again])[again.pk]
    assert (received.amount, received.aid_type, one.payment.file) == (2000, "temporary", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_no, reason FROM applications_application WHERE id = %s", [one.pk])
        assert not any(id_number(700) in value or "火灾" in value for value in cursor.fetchone())


def test_it_is_returned_withdrawn_or_rejected_with_a_reason(office, family, brought, at):
    with at(TODAY):
        one = brought(family())
        back = services.return_application(by=office.approver, application=one, reason="票据不清")
        assert (back.state, back.reviewed_by, back.remark) == ("draft", None, "票据不清")
        assert (
            refusal(
                services.withdraw_application, by=office.keeper, application=one, reason=" "
            ).code
            == "reason_missing"
        )
        assert (
            services.withdraw_application(
                by=office.keeper, application=one, reason="不申请了"
            ).state
            == "withdrawn"
        )
        other = brought(family())
        done = services.reject_application(by=office.chief, application=other, reason="不符合条件")
        assert (done.state, done.opinion, done.payment) == ("rejected", "不符合条件", None)
        assert (
            refusal(
                services.approve_application, by=office.approver, application=other, amount="1"
            ).code
            == "application_state"
        )


def test_only_a_family_on_file_is_aided(office, family, brought, at):
    with at(TODAY):
        gone = family("exited")
        said = refusal(
            services.open_application, by=office.keeper, file=gone, asked=Asked(aid_type="living")
        )
        assert said.code == "file_not_active"
        one = brought(family())
        Member.objects.filter(file=one.file).update(in_open_file=False)
        HardshipFile.objects.filter(pk=one.file_id).update(
            state="exited", ended_on=date(2008, 6, 1)
        )
        assert (
            refusal(
                services.approve_application, by=office.approver, application=one, amount="4000"
            ).code
            == "file_not_active"
        )


def test_a_relative_of_staff_is_shown_to_whoever_pays(office, family, brought, at):
    one = brought(family(), "approved", is_relative=True, relative_note="会计秦某之弟")
    one.payment.refresh_from_db()
    assert one.payment.relative_of == "会计秦某之弟"


def test_what_is_kept_about_a_destroyed_family_goes_and_what_was_paid_stays(
    office, family, brought
):
    one = brought(family(), "approved", is_relative=True, relative_note="会计之弟")
    other = brought(family(), "approved")
    assert services.forget_files(files=[one.file_id]) == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.reason, one.relative_note, one.papers.count()) == ("", "", 0)
    assert (one.state, one.decided_amount, one.payment.amount) == ("approved", 4000, 4000)
    assert (other.reason, other.papers.count()) == ("本人患病", 1)
