"""Meetings that decide about many files, and files past the deadline of their gate."""

from datetime import date

import pytest
from django.urls import reverse

from assistance.households import services
from assistance.households.models import FileMeeting, HardshipFile
from assistance.households.services.meetings import Decided

from .conftest import refused, standing


@pytest.fixture
def at_meeting(offices, draft, opened, walk, at):
    """Files that wait for a meeting, the first gate of the route."""
    with at("2008-04-20"):
        route = draft()
        meeting = services.add_gate(
            by=offices[0],
            route=route,
            kind="meeting",
            label="常委会研究",
            actor="keeper",
            workdays=10,
        )
        services.move_gate(by=offices[0], gate=meeting, to=1)
        services.publish_route(by=offices[1], route=route)
    with at("2008-05-05"):
        return [walk(opened(), "review") for _ in range(3)]


def test_one_meeting_decides_about_many(office, at_meeting, at):
    agreed, returned, rejected = at_meeting
    held = {"by": office.second, "organisation": office.union, "people": "沈念民、周明"}
    decided = [
        Decided(file=agreed, decision="agree"),
        Decided(file=returned, decision="return", opinion="缺低保证明"),
        Decided(file=rejected, decision="reject", opinion="不符合条件"),
    ]
    with at("2008-05-08"):
        day = date(2008, 5, 8)
        for changes, code in [
            ({"held_on": date(2008, 5, 9)}, "meeting_to_come"),
            ({"held_on": date(2008, 5, 2)}, "meeting_outside"),
            ({"people": ""}, "people_missing"),
            ({"decided": []}, "no_decisions"),
            (
                {"decided": [*decided[:1], Decided(file=returned, decision="return")]},
                "reason_missing",
            ),
            ({"decided": [Decided(file=agreed, decision="maybe")]}, "decision_missing"),
        ]:
            asked = {**held, "held_on": day, "decided": decided, **changes}
            assert refused(services.hold_meeting, **asked) == code
        assert FileMeeting.objects.count() == 0
        meeting = services.hold_meeting(held_on=day, decided=decided, **held)
        assert (
            refused(services.hold_meeting, held_on=day, decided=decided[1:2], **held)
            == "file_wrong_state"
        )
    assert [standing(one) for one in HardshipFile.objects.order_by("pk")] == [
        "review",
        "draft",
        "rejected",
    ]
    assert meeting.decisions.count() == 3
    assert agreed.steps.get(kind="passed").people == "沈念民、周明"


def test_the_page_of_a_meeting(office, at_meeting, client_of, at):
    client = client_of(office.second)
    agreed, returned, left = at_meeting
    url = reverse("households:hold_meeting")
    with at("2008-05-08"):
        assert (
            client.get(reverse("households:meeting_of", args=[left.pk])).url
            == f"{url}?file={left.pk}"
        )
        shown = client.get(url).content.decode()
        assert "张*国" in shown
        assert "张建国" not in shown
        typed = {
            "organisation": office.union.pk,
            "held_on": "2008-05-08",
            "people": "沈念民",
            f"decision-{agreed.pk}": "agree",
            f"decision-{returned.pk}": "return",
        }
        bad = client.post(url, typed).content.decode()
        assert f"{returned.file_no}：请写明退回的原因" in bad
        done = client.post(url, {**typed, f"opinion-{returned.pk}": "缺证明"})
    meeting = FileMeeting.objects.get()
    assert done.url == reverse("households:meeting", args=[meeting.pk])
    assert client.get(done.url).status_code == 200
    assert client_of(office.elsewhere).get(done.url).status_code == 404
    left.refresh_from_db()
    assert standing(left) == "meeting"


def test_files_past_their_deadline_are_found(office, opened, walk, client_of, at):
    with at("2008-05-05"):
        late = walk(opened(), "review")
    client = client_of(office.keeper)
    with at("2008-05-19"):
        today = client.get(reverse("households:list"), {"late": "today"}).content.decode()
        assert late.file_no in today
    with at("2008-05-21"):
        shown = client.get(reverse("households:list"), {"late": "late"}).content.decode()
        assert late.file_no in shown
        assert "超期2天" in shown
        fresh = walk(opened(), "review")
        assert (
            fresh.file_no
            not in client.get(reverse("households:list"), {"late": "late"}).content.decode()
        )
        running = client.get(reverse("households:list"), {"route": fresh.route_id})
        assert fresh.file_no in running.content.decode()
