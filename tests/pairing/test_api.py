from datetime import date

import pytest

from assistance.pairing.models import AssistanceTask, PairingGroup

API = "/api/v1/pairing"


@pytest.fixture
def call(client_of):
    def call(user, path, body=None):
        client = client_of(user)
        if body is None:
            return client.get(API + path)
        return client.post(API + path, body, content_type="application/json")

    return call


def test_a_group_from_proposal_to_end(proposed, call, make_organisation, at):
    other = make_organisation("鑫玉花纺织厂")
    body = {
        "year": 2008,
        "link_point_id": other.pk,
        "lead_agency_id": proposed.lead.pk,
        "member_ids": [proposed.member.pk],
        "starts_on": "2008-03-03",
    }
    assert call(proposed.liaison, "/groups", body).status_code == 403
    unknown = call(proposed.office, "/groups", body | {"link_point_id": 999999})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "organisation_unknown")
    made = call(proposed.office, "/groups", body)
    assert made.status_code == 201
    path = f"/groups/{made.json()['id']}"
    assert call(proposed.outsider, path).status_code == 404
    assert call(proposed.office, f"{path}/approve", {}).status_code == 403
    assert call(proposed.leader, f"{path}/approve", {}).json()["state"] == "active"
    again = call(proposed.leader, f"{path}/approve", {})
    assert (again.status_code, again.json()["code"]) == (422, "group_not_proposed")
    with at("2008-06-17"):
        task = {"agency_id": proposed.member.pk, "content": "送信息", "due_on": "2008-08-31"}
        meeting = {"held_on": "2008-06-17", "place": "市安监局", "topics": "分工", "tasks": [task]}
        assert call(proposed.member_liaison, f"{path}/meetings", meeting).status_code == 404
        held = call(proposed.liaison, f"{path}/meetings", meeting)
        assert held.status_code == 201
        one = AssistanceTask.objects.get()
        assert one.assigned_on == date(2008, 6, 17)
        more = task | {"content": "跑证照", "meeting_id": held.json()["id"]}
        assert call(proposed.liaison, f"{path}/tasks", more).status_code == 201
        assert call(proposed.liaison, f"/tasks/{one.pk}/accept", {}).status_code == 404
        assert call(proposed.member_liaison, f"/tasks/{one.pk}/accept", {}).status_code == 201
        done = {"done_on": "2008-06-17", "note": "已送"}
        answer = call(proposed.member_liaison, f"/tasks/{one.pk}/complete", done)
        assert answer.json()["state"] == "done"
        assert call(proposed.office, f"/tasks/{one.pk}/verify", {}).json()["state"] == "verified"
        found = call(proposed.liaison, f"/tasks?group_id={made.json()['id']}").json()["results"]
        assert {row["content"] for row in found} == {"送信息", "跑证照"}
        assert call(proposed.outsider, "/tasks").json()["results"] == []
        ended = call(proposed.leader, f"{path}/end", {"ends_on": "2008-06-17"})
        assert ended.json()["state"] == "ended"


def test_withdrawing_a_proposal(proposed, call):
    path = f"/groups/{proposed.group.pk}/withdraw"
    assert call(proposed.liaison, path, {"reason": "重复"}).status_code == 403
    assert call(proposed.office, path, {"reason": "重复"}).status_code == 201
    assert PairingGroup.objects.count() == 0
