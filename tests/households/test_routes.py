"""Routes that an office lays down: drafted, put in order, published by another, walked by files."""

from datetime import date

import pytest
from django.db import Error, transaction
from django.urls import reverse

from assistance.households import queries, services
from assistance.households.models import Gate, Route
from ground.events.models import RecordedEvent
from ground.kernel.errors import NotAllowed
from ground.places.models import Division
from tests.at_once import at_once

from .conftest import refused, standing


def labels(route):
    return list(route.gates.order_by("position").values_list("label", flat=True))


def test_gates_are_added_reordered_renamed_and_dropped(offices, draft, at):
    by = offices[0]
    with at("2008-04-20"):
        route = draft()
        assert labels(route) == ["初审", "入户调查", "家庭经济状况核对", "公示", "审批"]
        added = services.add_gate(
            by=by, route=route, kind="opinion", label="街道工会意见", actor="keeper", workdays=5
        )
        assert labels(route)[-2:] == ["街道工会意见", "审批"]
        services.move_gate(by=by, gate=added, to=1)
        services.move_gate(by=by, gate=route.gates.get(kind="notice"), to=3)
        services.drop_gate(by=by, gate=route.gates.get(kind="check"))
        services.change_gate(
            by=by, gate=added, kind="opinion", label="社区意见", actor="keeper", workdays=3
        )
        services.move_gate(by=by, gate=route.gates.get(kind="review"), to=99)
    assert labels(route) == ["社区意见", "公示", "入户调查", "审批", "初审"]
    assert list(route.gates.order_by("position").values_list("position", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
    ]


def test_a_file_walks_the_way_that_was_laid_down(office, offices, draft, opened, walk, at):
    with at("2008-04-20"):
        route = draft()
        opinion = services.add_gate(
            by=offices[0],
            route=route,
            kind="opinion",
            label="街道工会意见",
            actor="keeper",
            workdays=5,
        )
        services.move_gate(by=offices[0], gate=opinion, to=1)
        services.drop_gate(by=offices[0], gate=route.gates.get(kind="review"))
        before = walk(opened(), "review")
        services.publish_route(by=offices[1], route=route)
    with at("2008-05-05"):
        file = walk(opened(), "review")
        assert queries.standing_of(file) == "待街道工会意见"
        assert file.gate_due_on == date(2008, 5, 12)
        assert refused(services.review_file, by=office.second, file=file) == "file_wrong_state"
        moved = services.give_opinion(by=office.second, file=file, opinion="情况属实")
        assert standing(moved) == "investigation"
    before.refresh_from_db()
    assert before.gate.label == "初审"
    services.review_file(by=office.second, file=before)
    assert queries.in_force(Route.objects.all(), date(2008, 5, 5)).get() == route


def test_published_by_another_from_a_day_to_come_and_whole(offices, draft, at):
    first, second = offices
    with at("2008-04-20"):
        route = draft()
        assert refused(services.publish_route, by=first, route=route) == "publisher_is_maker"
        approval = route.gates.get(kind="approval")
        services.move_gate(by=first, gate=approval, to=1)
        assert refused(services.publish_route, by=second, route=route) == "route_not_approved"
        services.move_gate(by=first, gate=approval, to=9)
    with at("2008-05-02"):
        assert refused(services.publish_route, by=second, route=route) == "route_in_the_past"
    with at("2008-04-20"):
        services.publish_route(by=second, route=route)
        again = draft()
        assert refused(services.publish_route, by=second, route=again) == "route_exists"
        gate = route.gates.first()
        assert refused(services.drop_gate, by=first, gate=gate) == "route_published"
        assert refused(services.drop_route, by=first, route=route) == "route_published"
    with pytest.raises(Error), transaction.atomic():
        Gate.objects.filter(pk=gate.pk).update(label="别的")
    assert RecordedEvent.objects.filter(name="households.route_published").count() == 1


def test_what_is_typed_is_checked(offices, draft, at):
    by = offices[0]
    with at("2008-04-20"):
        assert refused(draft, name=" ") == "route_name"
        assert refused(draft, source="") == "route_source"
        route = draft()
        gate = {"by": by, "route": route, "kind": "opinion", "label": "意见", "actor": "keeper"}
        for changes, code in [
            ({"label": " "}, "gate_unnamed"),
            ({"kind": "other"}, "gate_kind"),
            ({"kind": "approval"}, "approval_by_keeper"),
            ({"workdays": 0}, "gate_deadline"),
            ({"workdays": 251}, "gate_deadline"),
        ]:
            assert refused(services.add_gate, **(gate | changes)) == code
        for number in range(7):
            services.add_gate(**(gate | {"label": f"意见{number}"}))
        assert refused(services.add_gate, **gate) == "route_too_long"
    assert route.gates.count() == 12


def test_an_area_is_laid_down_by_its_own_office_and_the_nearest_wins(
    offices, draft, at, make_organisation, person
):
    city = Division.objects.create(
        code="430700", name="常德市", level="prefecture", valid_from="2000-01-01"
    )
    county = Division.objects.create(
        code="430725", name="桃源县", level="county", valid_from="2000-01-01", parent=city
    )
    there = make_organisation("桃源县“双联”办", "link_office")
    there.division = county
    there.save()
    keeper = person("office", there)
    with at("2008-04-20"):
        with pytest.raises(NotAllowed):
            draft(by=keeper)
        with pytest.raises(NotAllowed):
            draft(by=keeper, division=city)
        local, general = draft(by=keeper, division=county), draft()
        wide = draft(division=city)
        for route in (local, wide, general):
            services.publish_route(by=offices[1], route=route)
    on = date(2008, 5, 1)
    assert queries.route_for(county, on=on) == local
    assert queries.route_for(city, on=on) == wide
    assert queries.route_for(None, on=on) == general
    assert queries.route_for(county, on=date(2008, 4, 30)).valid_from == date(2000, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_publish_at_once(offices, draft, person):
    day = date(2099, 1, 1)
    first, second = draft(valid_from=day), draft(valid_from=day)
    other = person("office")
    ended = at_once(
        lambda: services.publish_route(by=offices[1], route=first).state,
        lambda: services.publish_route(by=other, route=second).state,
    )
    assert sorted(ended) == ["published", "route_exists"]
    assert Route.objects.filter(valid_from=day, state="published").count() == 1


def test_the_pages_lay_down_a_route_without_a_programmer(offices, draft, client_of, at, office):
    first, second = (client_of(one) for one in offices)
    with at("2008-04-20"):
        general = Route.objects.get(valid_from="2000-01-01", division=None)
        page = first.get(f"{reverse('households:draft_route')}?from={general.pk}")
        assert "一般建档流程" in page.content.decode()
        made = first.post(
            reverse("households:draft_route"),
            {
                "name": "本市流程",
                "valid_from": "2008-05-01",
                "source": "文件",
                "copied_from": general.pk,
            },
        )
        route = Route.objects.get(state="draft")
        assert made.url == reverse("households:route", args=[route.pk])
        first.post(
            reverse("households:add_gate", args=[route.pk]),
            {"kind": "meeting", "label": "常委会研究", "actor": "keeper"},
        )
        gate = route.gates.get(kind="meeting")
        first.post(reverse("households:move_gate", args=[gate.pk]), {"to": "2"})
        assert labels(route)[1] == "常委会研究"
        typed = {"kind": "meeting", "label": "主席办公会", "actor": "keeper", "workdays": "900"}
        bad = first.post(reverse("households:edit_gate", args=[gate.pk]), typed).content.decode()
        assert "1至250" in bad
        assert 'value="主席办公会"' in bad
        first.post(reverse("households:drop_gate", args=[route.gates.get(kind="check").pk]))
        shown = first.get(made.url).content.decode()
        assert "起草人不能发布" in shown
        assert "没有“家庭经济状况核对”" in shown
        first.post(reverse("households:publish_route", args=[route.pk]))
        route.refresh_from_db()
        assert route.state == "draft"
        second.post(reverse("households:publish_route", args=[route.pk]))
        route.refresh_from_db()
        assert route.state == "published"
    assert client_of(office.keeper).get(made.url).status_code == 200
    assert (
        client_of(office.keeper)
        .post(reverse("households:move_gate", args=[gate.pk]), {"to": "1"})
        .status_code
        == 403
    )
    listed = first.get(reverse("households:routes"), {"force": "now"}).content.decode()
    assert "一般建档流程" in listed or "本市流程" in listed
