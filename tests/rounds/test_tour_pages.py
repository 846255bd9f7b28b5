"""A leader's round on its pages: planned, ordered, changed, finished."""

from django.urls import reverse

from assistance.rounds.models import LeaderRound, RoundStop


def typed(world, **more):
    return {
        "theme": "集中走访",
        "leader_name": "雷立敬",
        "organiser": world.office.organisation_id,
        "starts_on": "2008-06-27",
        "ends_on": "2008-06-27",
        "stops-TOTAL_FORMS": "2",
        "stops-INITIAL_FORMS": "0",
        "stops-0-link_point": "杰新纺织公司",
        "stops-0-planned_on": "2008-06-27",
        "stops-0-contact_phone": "13800138000",
        "stops-1-link_point": "海利农药化工有限公司",
        "stops-1-planned_on": "2008-06-27",
        **more,
    }


def test_a_round_is_planned_on_a_page_and_printed(world, at, client_of):
    client = client_of(world.office)
    with at("2008-06-26"):
        blank = client.get(reverse("rounds:plan")).context["form"]
        assert blank["organiser"].value() == world.office.organisation_id
        refused = client.post(reverse("rounds:plan"), typed(world, theme=""))
        assert "13800138000" in refused.content.decode()
        assert not LeaderRound.objects.exists()
        unknown = client.post(reverse("rounds:plan"), typed(world, **{"stops-1-link_point": "无"}))
        assert "没有找到“无”" in unknown.content.decode()
        sent = client.post(reverse("rounds:plan"), typed(world))
        tour = LeaderRound.objects.get()
        assert sent.url == reverse("rounds:tour", args=[tour.pk])
        sheet = client.get(reverse("rounds:sheet", args=[tour.pk])).content.decode()
        page = client.get(sent.url).content.decode()
    assert "13800138000" in sheet
    assert "13800138000" not in page
    assert sheet.index("杰新纺织公司") < sheet.index("海利农药化工有限公司")


def test_the_order_is_suggested_without_losing_what_was_typed(world, make_organisation, client_of):
    make_organisation("腾飞实业有限公司", parent=world.county)
    more = {
        "stops-TOTAL_FORMS": "3",
        "stops-2-link_point": "腾飞实业有限公司",
        "stops-2-planned_on": "2008-06-27",
        "suggest_order": "1",
    }
    page = client_of(world.office).post(reverse("rounds:plan"), typed(world, **more))
    rows = [row["link_point"].value() for row in page.context["rows"] if row["link_point"].value()]
    assert rows == ["杰新纺织公司", "腾飞实业有限公司", "海利农药化工有限公司"]
    assert "13800138000" in page.content.decode()
    assert not LeaderRound.objects.exists()


def test_a_round_is_changed_skipped_and_finished_by_its_organiser_alone(world, at, client_of):
    client = client_of(world.office)
    with at("2008-06-26"):
        client.post(reverse("rounds:plan"), typed(world))
        tour = LeaderRound.objects.get()
        address = reverse("rounds:change", args=[tour.pk])
        assert client.get(address).status_code == 200
        changed = client.post(address, typed(world, theme="汛期走访"))
        assert changed.status_code == 302
        county = client_of(world.county_office)
        assert county.get(reverse("rounds:tour", args=[tour.pk])).status_code == 200
        assert county.get(address).status_code == 404
        for stop in RoundStop.objects.all():
            skip = reverse("rounds:skip", args=[tour.pk, stop.pk])
            assert county.post(skip, {"reason": "不去"}).status_code == 404
            client.post(skip, {"reason": "防汛会议"})
        client.post(reverse("rounds:finish", args=[tour.pk]))
    tour.refresh_from_db()
    assert (tour.theme, tour.state) == ("汛期走访", "done")
