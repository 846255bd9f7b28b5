"""受助人 on the papers of money: a student of a family, somebody without a file, a place."""

from io import BytesIO

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from assistance.aid import services as aid
from assistance.aid.events import PaymentsReturned
from assistance.aid.models import Beneficiary, Payment
from campaigns import queries, services
from campaigns.handlers import mark_back_again
from campaigns.models import Enrolment
from campaigns.queries.publishing import told_of
from ground.kernel import clock
from runtime.story.people import id_number
from tests.campaigns.steps import approve_all, pay_everything, pay_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(county, source, winter, enrolled, at):
    """A family, a migrant worker without a file and a building site, in one batch."""
    campaign = winter()
    with at("2008-01-20"):
        enrolled(campaign, 500)
        enrolled(
            campaign,
            400,
            person_class="migrant",
            person=services.Outsider("欧阳建国", id_number("19780304", 5)),
            unit=county.factory,
        )
    with at("2008-01-29"):
        approve_all(county, campaign)
        pay_out(county, campaign)
        site = aid.Helped("沅水大桥工地", is_place=True)
        aid.plan_payments(
            by=county.planner,
            wanted=[aid.Wanted("t:1", 900, county.factory.pk, helped=site)],
            aid_type="condolence",
            reason="夏送清凉",
            given_on=clock.today(),
        )
        pay_everything(county, source)
    return Payment.objects.order_by("-pk").first().batch


def rows_of(answer):
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_who_has_no_file_stands_by_name_on_the_list_that_is_signed(paid, county, client_of):
    finance = client_of(county.finance)
    number = id_number("19780304", 5)
    page = finance.get(reverse("aid:batch", args=[paid.pk])).content.decode()
    assert "欧**国" in page
    assert "欧阳建国" not in page
    assert "沅水大桥工地" in page
    roll = reverse("aid:payout_roll", args=[paid.pk])
    shown = finance.get(roll).content.decode()
    assert number[-4:] in shown
    posted = rows_of(finance.get(f"{roll}?export=xlsx"))
    told = [row for row in posted if row[1] in {"欧**国", "沅水大桥工地"}]
    assert [(row[1], row[-1]) for row in told] == [
        ("欧**国", None),
        ("沅水大桥工地", "另附花名册"),
    ]
    assert number[-4:] not in str(posted)
    assert [row[-1] for row in posted if row[0] == 1] == [None]


def test_the_whole_name_is_frozen_with_the_payment(paid):
    one = Beneficiary.objects.get(name="欧阳建国")
    payee = one.payment.payee
    assert (payee.name, payee.relation, payee.id_tail) == (one.name, "self", one.id_tail)
    assert not hasattr(Beneficiary.objects.get(is_place=True).payment, "payee")
    other = Payment.objects.filter(beneficiary=None).first()
    with pytest.raises(DatabaseError, match="when it is planned"), transaction.atomic():
        Beneficiary.objects.create(payment=other, name="他人")
    for change in ("UPDATE aid_beneficiary SET name = '他人'", "DELETE FROM aid_beneficiary"):
        with (
            pytest.raises(DatabaseError, match="is frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_of_a_student_both_names_are_told(county, family, source, client_of, at):
    """The parent collects; the list says for whom."""
    file = family()
    with at("2008-08-20"):
        planned = aid.plan_payments(
            by=county.planner,
            wanted=[aid.Wanted("t:1", 3000, file.unit_id, file.pk, aid.Helped("李晓红"))],
            aid_type="education",
            reason="金秋助学金",
            given_on=clock.today(),
        )
        pay_everything(county, source)
    batch = Payment.objects.get(pk=planned["t:1"]).batch
    finance = client_of(county.finance)
    page = finance.get(reverse("aid:payment", args=[planned["t:1"]])).content.decode()
    assert "（受助人李*红）" in page
    [line] = [
        row
        for row in rows_of(
            finance.get(f"{reverse('aid:payout_roll', args=[batch.pk])}?export=xlsx")
        )
        if row[-1]
    ][1:]
    assert line[-1] == "受助人李*红"


def test_what_the_bank_sends_back_later_is_under_way_again(paid, drain, at):
    with at("2008-01-29"):
        drain()
    one = Payment.objects.get(beneficiary__name="欧阳建国")
    told = PaymentsReturned(batch_id=paid.pk, payment_ids=(one.pk,), amount=one.amount)
    mark_back_again(told)  # late: it has been paid since
    assert Enrolment.objects.get(payment=one).state == "reached"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE aid_payment SET state = 'returned' WHERE id = %s", [one.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    mark_back_again(told)
    assert Enrolment.objects.get(payment=one).state == "planned"


def test_what_comes_back_is_told_with_what_was_reached(paid, county, client_of, drain, at):
    with at("2008-01-29"):
        drain()
    one = Payment.objects.get(beneficiary__name="欧阳建国")
    campaign = Enrolment.objects.get(payment=one).campaign
    with at("2008-02-01"):
        assert queries.recovered_of(campaign) == 0
        aid.recover(by=county.finance, payment=one, amount="150", reason="多发")
        report, told = (
            queries.report_of(campaign),
            told_of(campaign, with_names=False, on=clock.today()),
        )
        assert (report.total.paid, report.recovered) == (900, 150)
        assert told.figures["whole"]["recovered"] == "150.00"
        client = client_of(county.planner)
        page = client.get(reverse("aid:payment", args=[one.pk])).content.decode()
        assert f">{campaign.name}</a>" in page  # whence the money came, by its name
        page = client.get(reverse("campaigns:campaign", args=[campaign.pk])).content.decode()
        assert "其中已追回" in page
        paths = (county.community.path,)
        assert queries.recovered_of(campaign, paths=paths) == 0  # not of that unit
        page = client.get(reverse("campaigns:report", args=[campaign.pk])).content.decode()
        assert "到位金额中已追回 150.00 元" in page
        words = client.get(reverse("campaigns:written_report", args=[campaign.pk])).content.decode()
        assert "其中已追回150元" in words
