"""The desk over the API: the same way, the same refusals."""

from ground.audit.models import Entry
from tests.briefs_desk.conftest import BODY
from tests.briefs_desk.test_pages import API


def test_the_api_does_all_of_it(client_of, person, unit, editor, leader, root, drain, only_facts):
    def post(client, address, body=None, status=201):
        answer = client.post(f"{API}{address}", body or {}, content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json()

    desk, boss, liaison = client_of(editor), client_of(leader), client_of(person("liaison", unit))
    series = post(
        desk, "/series", {"organisation_id": root.pk, "title": "简报", "issuer": "办公室编"}
    )
    assert desk.get(f"{API}/series").json()["results"] == [series]
    sent = {"organisation_id": unit.pk, "title": "甲", "blocks": BODY}
    first = post(liaison, "/contributions", sent)
    second = post(liaison, "/contributions", {**sent, "title": "乙"})
    third = post(liaison, "/contributions", {**sent, "title": "丙"})
    faulty = post(
        liaison, "/contributions", {**sent, "title": "丁", "blocks": [{"kind": "x"}]}, 422
    )
    assert faulty["code"] == "blocks_faulty"
    post(liaison, "/contributions", {**sent, "organisation_id": root.pk}, 404)
    assert liaison.get(f"{API}/contributions/{first['id']}").json()["blocks"] == BODY
    back = post(desk, f"/contributions/{third['id']}/return", {"reason": "太短"})
    assert (back["state"], back["return_reason"]) == ("returned", "太短")
    listed = liaison.get(f"{API}/contributions?state=returned").json()["results"]
    assert [one["title"] for one in listed] == ["丙"]
    span = {"year": 2008, "starts_on": "2008-01-01", "ends_on": "2030-06-25"}
    issue = post(desk, "/issues", {"series_id": series["id"], **span})
    at = f"/issues/{issue['id']}"
    for one in (first, second):
        post(desk, f"{at}/articles", {"contribution_id": one["id"], "section": "动态"})
    a, b = desk.get(f"{API}{at}/articles").json()
    post(desk, f"/articles/{b['id']}/move", {"position": 0})
    changed = {"section": "动态", "title": "甲改", "blocks": BODY}
    put = desk.put(f"{API}/articles/{a['id']}", changed, content_type="application/json")
    assert put.json()["title"] == "甲改"
    assert desk.delete(f"{API}/articles/{b['id']}").status_code == 204
    post(desk, f"{at}/figures", {"left_out": ["test.relief"]})
    assert [one["tone"] for one in desk.get(f"{API}{at}/checks").json()] == [
        "good",
        "good",
        "good",
        "good",
        "neutral",
    ]
    assert desk.get(f"{API}{at}/preview.pdf").content.startswith(b"%PDF")
    post(boss, f"{at}/sign", status=422)
    post(desk, f"{at}/submit")
    post(boss, f"{at}/send-back", {"reason": "再核"})
    post(desk, f"{at}/submit")
    signed = post(boss, f"{at}/sign")
    assert (signed["state"], signed["number"], signed["signed_by"]) == (
        "signed",
        1,
        leader.full_name,
    )
    drain()
    (figure,) = liaison.get(f"{API}{at}/figures").json()
    assert (figure["code"], figure["value"], figure["frozen"]) == ("test.sent", "3.00", True)
    opened = desk.get(f"{API}{at}/figures/test.sent").json()
    assert [row["label"] for row in opened["records"]] == ["甲", "乙", "丙"]
    assert desk.get(f"{API}{at}/figures/test.other").status_code == 404
    assert (
        liaison.get(f"{API}{at}/figures/test.sent").status_code == 404
    )  # goes down without its records
    assert [one["state"] for one in liaison.get(f"{API}/issues?year=2008").json()["results"]] == [
        "typeset"
    ]
    assert Entry.objects.filter(action="briefs.issue_signed").count() == 1
