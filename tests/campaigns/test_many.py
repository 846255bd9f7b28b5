"""What is done at once with everybody whom the roster is narrowed to."""

from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from campaigns import services
from campaigns.models import ChecklistTick, Enrolment
from ground.audit.models import Entry
from ground.kernel.errors import RuleBroken
from tests.campaigns.steps import approve_all, pay_out


def url(name, campaign, query=""):
    return f"{reverse(f'campaigns:{name}', args=[campaign.pk])}?{query}"


def of_unit(unit):
    return Enrolment.objects.filter(unit=unit)


def test_off_the_roster_by_filter(county, winter, enrolled, family, client_of):
    campaign, client = winter(), client_of(county.planner)
    for _ in range(3):
        enrolled(campaign, 500)
    stays = enrolled(campaign, 500, file=family(unit=county.community))
    query = f"unit={county.factory.pk}"
    page = client.get(url("withdraw_many", campaign, query))
    assert page.context["number"] == 3
    assert "单位：杰新纺织公司" in page.content.decode()
    answer = client.post(
        url("withdraw_many", campaign, query), {"reason": "该厂另有安排", "seen": "3"}
    )
    assert answer.url == reverse("campaigns:roster", args=[campaign.pk]) + f"?{query}"
    assert list(Enrolment.objects.filter(state="listed")) == [stays]
    gone = of_unit(county.factory)
    assert set(gone.values_list("state", "withdrawn_reason", "households")) == {
        ("withdrawn", "该厂另有安排", 0)
    }
    assert Entry.objects.filter(action="campaign.withdrawn").count() == 3


@pytest.mark.parametrize(("seen", "code"), [(2, "list_changed"), (-1, "list_changed")])
def test_never_more_than_were_seen(county, winter, enrolled, seen, code):
    campaign = winter()
    for _ in range(3):
        enrolled(campaign, 500)
    with pytest.raises(RuleBroken) as refused:
        services.withdraw_many(
            by=county.planner,
            campaign=campaign,
            among=Enrolment.objects.all(),
            seen=seen,
            reason="不再需要",
        )
    assert refused.value.code == code
    assert Enrolment.objects.filter(state="listed").count() == 3


def test_whose_money_is_planned_stays(county, winter, enrolled, drain):
    campaign = winter()
    enrolled(campaign, 500)
    approve_all(county, campaign)
    pay_out(county, campaign)
    later = enrolled(campaign, 600)
    taken = services.withdraw_many(
        by=county.planner,
        campaign=campaign,
        among=Enrolment.objects.all(),
        seen=1,
        reason="不再需要",
    )
    assert taken == 1
    assert set(Enrolment.objects.values_list("amount", "state")) == {
        (later.amount, "withdrawn"),
        (500, "planned"),
    }


def test_things_done_for_many(county, winter, enrolled, at, client_of):
    campaign = winter()
    first, second = enrolled(campaign), enrolled(campaign)
    client = client_of(county.liaison)
    with at("2008-01-20"):
        services.tick(by=county.liaison, enrolment=first, code="call", done_on=date(2008, 1, 15))
        assert client.get(url("tick_many", campaign)).context["number"] == 1
        client.post(url("tick_many", campaign), {"done_on": "2008-01-20", "seen": "1"})
        for duty in ("message", "letter", "asking"):
            client.post(
                url("tick_many", campaign, f"duty={duty}"), {"done_on": "2008-01-20", "seen": "2"}
            )
        assert ChecklistTick.objects.count() == 8
        assert ChecklistTick.objects.get(enrolment=first, code="call").done_on == date(2008, 1, 15)
        with pytest.raises(RuleBroken, match="逐个登记"):
            services.tick_many(
                by=county.liaison,
                campaign=campaign,
                among=Enrolment.objects.all(),
                seen=2,
                code="solving",
                done_on=date(2008, 1, 20),
            )
        for one in (first, second):
            services.tick(
                by=county.liaison,
                enrolment=one,
                code="solving",
                done_on=date(2008, 1, 20),
                note="减免学费",
            )
        assert Enrolment.objects.filter(is_complete=True).count() == 2
        services.untick(by=county.liaison, enrolment=first, code="call")
        client.post(url("tick_many", campaign), {"done_on": "2008-01-20", "seen": "1"})
    assert Enrolment.objects.filter(is_complete=True).count() == 2


def test_what_leaves_is_what_is_seen(county, winter, enrolled, family, client_of, tmp_path):
    campaign = winter()
    enrolled(campaign, 500)
    other = enrolled(campaign, 500, file=family(unit=county.community))
    query = f"unit={county.community.pk}&state=listed&export=xlsx"
    answer = client_of(county.planner).get(url("roster", campaign, query))
    sheet = tmp_path / "roster.xlsx"
    sheet.write_bytes(b"".join(answer) if answer.streaming else answer.content)
    cells = [cell for row in openpyxl.load_workbook(sheet).active.values for cell in row if cell]
    assert other.file.file_no in cells
    assert sum(str(cell).startswith("T2008-") for cell in cells) == 1


def test_who_may_not(county, winter, enrolled, client_of):
    campaign = winter()
    enrolled(campaign)
    liaison, elsewhere = client_of(county.liaison), client_of(county.elsewhere)
    asked = {"reason": "不再需要", "seen": "1"}
    assert liaison.post(url("withdraw_many", campaign), asked).status_code == 403
    assert elsewhere.post(url("withdraw_many", campaign), asked).status_code == 404
    assert elsewhere.post(url("tick_many", campaign), {"seen": "1"}).status_code == 404
    assert Enrolment.objects.get().state == "listed"
