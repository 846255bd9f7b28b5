"""The list that hangs: when, where, whom one tells; of one unit; not posted before it was screened."""

from datetime import date

import pypdfium2
import pytest
from django.urls import reverse

from assistance.notices import services as notices
from campaigns import services
from campaigns.models import Campaign
from ground.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db


def text_of(answer):
    pages = pypdfium2.PdfDocument(b"".join(answer))
    return "".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "")


@pytest.fixture
def screened(county, winter, enrolled, family, at):
    campaign = winter()
    with at("2008-01-16"):
        enrolled(campaign, 500)
        enrolled(campaign, 600, file=family(unit=county.community))
        services.screen(by=county.planner, campaign=campaign)
    return campaign


def test_what_hangs_says_where_when_and_whom_to_call(county, screened, client_of, at):
    sheet = reverse("campaigns:notice_sheet", args=[screened.pk])
    planner = client_of(county.planner)
    with at("2008-01-17"):
        blank = text_of(planner.get(sheet))
        assert "监督电话：" in blank
        assert "公示时间：" in blank
        notices.set_desk(
            by=county.approver, organisation=county.office, phone="0736-7788990", contact="权益部"
        )
        services.end_collecting(by=county.planner, campaign=screened)
        services.post_notice(
            by=county.planner,
            campaign=screened,
            place="县总一楼公示栏",
            starts_on=date(2008, 1, 17),
            ends_on=date(2008, 1, 24),
        )
        posted = text_of(planner.get(sheet))
        assert "2008-01-17 至 2008-01-24" in posted
        assert "县总一楼公示栏" in posted
        assert "0736-7788990（权益部）" in posted
        assert "莲花湖社区" in posted
        own = text_of(planner.get(f"{sheet}?unit={county.factory.pk}"))
        assert "莲花湖社区" not in own
        assert "600.00" not in own
        assert "500.00" in own
        empty = planner.get(f"{sheet}?unit={county.agency.pk}", follow=True).content.decode()
        assert "没有符合条件的对象可以公示" in empty
        for wrong in (999_999, "x"):
            told = planner.get(f"{sheet}?unit={wrong}", follow=True).content.decode()
            assert "这个单位不在名单里" in told


def test_who_came_after_the_list_was_hung_hangs_first(county, screened, enrolled, at):
    with at("2008-01-17"):
        services.end_collecting(by=county.planner, campaign=screened)
        Campaign.objects.update(notice_days=5)
        days = {"starts_on": date(2008, 1, 17), "ends_on": date(2008, 1, 24)}
        posted = {"by": county.planner, "campaign": screened, "place": "公示栏"}
        services.post_notice(**posted, **days)
        enrolled(screened, 700)  # on the very day
        services.screen(by=county.planner, campaign=screened)
    with at("2008-01-24"):
        with pytest.raises(RuleBroken, match="有1个对象在公示之后才列入"):
            services.approve_roster(by=county.publisher, campaign=screened)
        again = {"starts_on": date(2008, 1, 24), "ends_on": date(2008, 1, 31)}
        services.post_notice(**posted, **again)
    with at("2008-01-31"):
        services.approve_roster(by=county.publisher, campaign=screened)
    assert set(screened.enrolments.values_list("state", flat=True)) == {"approved"}


def test_nobody_hangs_before_being_screened(county, screened, at):
    services.end_collecting(by=county.planner, campaign=screened)
    with at("2008-01-17"), pytest.raises(RuleBroken) as refused:
        services.post_notice(
            by=county.planner,
            campaign=screened,
            place="公示栏",
            starts_on=date(2008, 1, 15),
            ends_on=date(2008, 1, 25),
        )
    assert refused.value.fields == {"starts_on": "不早于 2008-01-16"}
