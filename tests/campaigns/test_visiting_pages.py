"""Pages of groups, routes and goods: from the plan to the door, on paper, and the figures that follow by themselves."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import CampaignGoods, Enrolment, VisitGroup, VisitRoute, VisitTarget
from ground.accounts.roles import Role
from ground.privacy.models import Release
from tests.campaigns.steps import approve_all, pay_everything, pay_out

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def test_from_the_plan_to_the_door(  # noqa: PLR0915 -- one way, page after page
    county, source, winter, enrolled, rice, person, client_of, at, drain
):
    campaign = winter()
    planner = client_of(county.planner)
    liaison = client_of(person(Role.LIAISON, county.agency))
    with at("2008-01-12"):
        first, second, third = (enrolled(campaign, 500) for _ in range(3))
        store = rice.organisation.stores.get()
        lay = {"goods": rice.pk, "store": store.pk, "quantity": "3", "unit_value": ""}
        assert planner.post(url("lay_down_goods", campaign.pk), lay).url == url(
            "goods", campaign.pk
        )
        line = CampaignGoods.objects.get()
        assert (
            f">{rice.name}（3袋）</option>"
            in planner.get(url("goods", campaign.pk)).content.decode()
        )
        many = planner.post(
            url("lay_down_goods", campaign.pk), lay | {"quantity": "900"}, follow=True
        )
        assert "不足900袋：发放前请先入库" in many.content.decode()
        planner.post(url("lay_down_goods", campaign.pk), lay)
        quota = {"quota-line": line.pk, "quota-unit": county.factory.pk, "quota-quantity": "9"}
        answer = planner.post(url("goods_quota", campaign.pk), quota)
        assert "还可安排3袋" in answer.content.decode()
        planner.post(url("goods_quota", campaign.pk), quota | {"quota-quantity": "3"})
        allot = {"allot-line": line.pk, "allot-quantity": "1", "allot-unit": county.factory.pk}
        planner.post(url("allot_goods", campaign.pk), allot)
        assert "已安排" in planner.get(url("goods", campaign.pk)).content.decode()
        approve_all(county, campaign)
        pay_out(county, campaign)
        drain()
        group = {"name": "第一慰问组", "agency": county.agency.pk, "leader": "董丽丽"}
        group |= {"post": "县政协主席", "level": "county"}
        planner.post(url("form_visit_group", campaign.pk), group)
        made = VisitGroup.objects.get()
        again = planner.post(url("form_visit_group", campaign.pk), group).content.decode()
        assert "同名的组已存在" in again
        planner.post(url("add_visitor", made.pk), {"name": "赵记者", "level": "staff"})
        planner.post(url("add_visitor", made.pk), {"name": "赵记者", "level": "staff"})
        assert [str(one) for one in made.members.all()] == ["董丽丽（县政协主席）", "赵记者"]
        days = {"days-first": "2008-01-30", "days-last": "2008-01-30"}
        planner.post(url("propose_routes", campaign.pk), days)
    route = VisitRoute.objects.get()
    targets = list(VisitTarget.objects.order_by("place"))
    assert [one.enrolment_id for one in targets] == [first.pk, second.pk, third.pk]
    with at("2008-01-29"):
        pay_everything(county, source)
        drain()
        planner.post(url("move_target", targets[2].pk), {"way": "up"})
        assert list(route.targets.values_list("enrolment", flat=True)) == [
            first.pk,
            third.pk,
            second.pk,
        ]
        reporter = made.members.get(name="赵记者")
        planner.post(url("appoint_leader", targets[1].pk), {"member": reporter.pk})
        early = liaison.get(url("route", route.pk)).content.decode()
        assert "已慰问，登记" not in early
    with at("2008-01-30"):
        planner.post(url("load_goods", route.pk))
        assert liaison.get(url("routes_today")).url == url("route", route.pk)
        shown = liaison.get(url("route", route.pk)).content.decode()
        assert (shown.count("已慰问，登记"), shown.count("物资已领出")) == (3, 3)
        assert "骆*云" in shown
        assert "骆秋云" not in shown
        key = targets[0].pk
        five = ["call", "message", "letter", "asking", "solving"]
        typed = {f"t{key}-done": five, f"t{key}-cash": "500", f"t{key}-note": ""}
        answer = liaison.post(url("hand_over", key), typed).content.decode()
        assert "必填" in answer
        assert VisitTarget.objects.get(pk=key).state == "planned"
        typed[f"t{key}-note"] = "联系医院复查"
        assert liaison.post(url("hand_over", key), typed).url == url("route", route.pk)
        gone = targets[1].pk
        typed = {f"m{gone}-on": "2008-01-30", f"m{gone}-reason": "走亲戚"}
        assert "晚于原定日期" in liaison.post(url("carry_over", gone), typed).content.decode()
        typed[f"m{gone}-on"] = "2008-01-31"
        liaison.post(url("carry_over", gone), typed)
        liaison.post(url("take_back", targets[2].pk), {"reason": "明天再去"})
    assert [one.state for one in VisitTarget.objects.order_by("pk")] == [
        "visited",
        "missed",
        "planned",
        "planned",
    ]
    assert Enrolment.objects.get(pk=first.pk).is_complete
    shown = planner.get(url("visiting", campaign.pk)).content.decode()
    assert "董丽丽" in shown
    report = planner.get(url("report", campaign.pk)).content.decode()
    assert "入户慰问" in report
    masked = planner.get(url("route", route.pk) + "?export=pdf")
    assert masked["Content-Type"] == "application/pdf"
    asked = planner.get(url("route", route.pk) + "?export=xlsx&full=1").content.decode()
    assert "用途" in asked
    full = planner.post(url("route", route.pk) + "?export=xlsx&full=1", {"reason": "入户慰问签收"})
    assert full["Content-Type"].startswith("application/vnd.openxmlformats")
    assert [one.title for one in Release.objects.filter(personal=True)] == [
        "2008年“送温暖”活动第一慰问组慰问名单"
    ]


def test_the_figures_follow_an_event_by_themselves(
    county, source, winter, enrolled, client_of, at, drain
):
    campaign = winter()
    planner = client_of(county.planner)
    with at("2008-01-12"):
        enrolled(campaign, 500)
        approve_all(county, campaign)
        pay_out(county, campaign)
        drain()
        page = planner.get(url("campaign", campaign.pk)).content.decode()
        asked = re.search(r'hx-get="([^"]+)" hx-trigger="every 1s"', page).group(1)
        assert planner.get(asked).status_code == 204
    with at("2008-01-29"):
        pay_everything(county, source)
        new_day = planner.get(asked)  # time has gone on, and so has the light
        asked = re.search(r'hx-get="([^"]+)"', new_day.content.decode()).group(1)
        assert planner.get(asked).status_code == 204  # the event has not arrived
        drain()
        answer = planner.get(asked)
        assert answer.status_code == 200
        assert "1 个对象到位" in answer.content.decode()
        assert 'id="bars" hx-swap-oob="true"' in answer.content.decode()
        with CaptureQueriesContext(connection) as few:
            planner.get(asked)
        for _ in range(2):
            enrolled(campaign, 400)
        with CaptureQueriesContext(connection) as many:
            planner.get(asked)
    assert len(few) == len(many)


def test_lists_ask_no_more_for_three_than_for_one(county, winter, enrolled, client_of, at):
    campaign = winter()
    planner = client_of(county.planner)
    counts = []
    for number in range(2):
        with at("2008-01-12"):
            for _ in range(1 + number):
                enrolled(campaign, 500)
            approve_all(county, campaign)
            group = {"name": f"第{number}组", "agency": county.agency.pk, "leader": f"组长{number}"}
            planner.post(
                url("form_visit_group", campaign.pk), group | {"post": "主任", "level": "unit"}
            )
            lay = {"lay-group": VisitGroup.objects.earliest("pk").pk, "lay-on": "2008-01-30"}
            planner.post(url("lay_route", campaign.pk), lay | {"lay-unit": county.factory.pk})
        with at("2008-01-30"):
            route = VisitRoute.objects.get()
            asked = {"route": route.pk, "visiting": campaign.pk, "goods": campaign.pk}
            for name, pk in asked.items():
                planner.get(url(name, pk))
                with CaptureQueriesContext(connection) as made:
                    assert planner.get(url(name, pk)).status_code == 200
                counts.append((name, len(made)))
    assert VisitTarget.objects.count() == 3
    assert counts[:3] == counts[3:]


def test_of_another_county_there_is_nothing(county, winter, approved, client_of, at):
    with at("2008-01-12"):
        campaign = winter()
        approved(campaign, 500)
        planner = client_of(county.planner)
        group = {"name": "一组", "agency": county.agency.pk, "leader": "董丽丽", "level": "county"}
        planner.post(url("form_visit_group", campaign.pk), group)
        days = {"days-first": "2008-01-30", "days-last": "2008-01-30"}
        planner.post(url("propose_routes", campaign.pk), days)
        target = VisitTarget.objects.get()
        stranger = client_of(county.elsewhere)
        for name, pk in (
            ("visiting", campaign.pk),
            ("goods", campaign.pk),
            ("route", target.route_id),
            ("visit_group", target.route.group_id),
        ):
            assert stranger.get(url(name, pk)).status_code == 404
        for name in ("hand_over", "carry_over", "move_target", "take_off_route", "take_back"):
            assert stranger.post(url(name, target.pk)).status_code == 404
    assert VisitTarget.objects.get().cash is None
