import pytest

from assistance.planning.models import PairingPlan

API = "/api/v1/planning"


@pytest.fixture
def call(client_of):
    def call(user, path, body=None, *, method="post"):
        client = client_of(user)
        if body is None:
            return client.get(API + path)
        return getattr(client, method)(API + path, body, content_type="application/json")

    return call


def test_a_plan_from_draft_to_groups(drafted, call, drain):
    body = {"organisation_id": drafted.taoyuan.pk, "year": 2010, "starts_on": "2010-01-01"}
    assert call(drafted.leader, "/plans", body).status_code == 403
    stranger = call(drafted.office, "/plans", body | {"organisation_id": drafted.tax.pk})
    assert (stranger.status_code, stranger.json()["code"]) == (422, "organisation_unknown")
    made = call(drafted.county_office, "/plans", body)
    assert made.status_code == 201
    path = f"/plans/{made.json()['id']}"
    change = {"starts_on": "2010-01-01", "weights": made.json()["weights"] | {"size": 0}}
    assert call(drafted.office, path, change, method="put").json()["weights"]["size"] == 0
    pin = {
        "kind": "pin",
        "agency_id": drafted.labour.pk,
        "enterprise_id": drafted.cement.pk,
        "reason": "县委决定",
    }
    outside = call(drafted.office, f"{path}/rulings", pin | {"agency_id": drafted.market.pk})
    assert outside.json()["fields"] == {"agency_id": "不在本方案范围内"}
    ruled = call(drafted.office, f"{path}/rulings", pin).json()["rulings"]
    assert [one["reason"] for one in ruled] == ["县委决定"]
    assert call(drafted.office, f"{path}/solve", {}).json()["state"] == "waiting"
    drain()
    full = call(drafted.office, path).json()
    assert (full["chosen_number"], full["solutions"][0]["is_proven"]) == (1, True)
    pairs = call(drafted.office, f"{path}/solutions/1/pairs").json()["results"]
    assert {(one["agency"]["name"], one["enterprise"]["name"]) for one in pairs} == {
        ("县劳动局", "已酉水泥厂"),
        ("县税务局", "杰新纺织公司"),
    }
    assert call(drafted.office, f"{path}/solutions/7/pairs").status_code == 404
    assert call(drafted.office, f"{path}/choose", {"number": 1}).status_code == 201
    assert call(drafted.office, f"{path}/submit", {}).json()["state"] == "proposed"
    back = call(drafted.leader, f"{path}/send-back", {"reason": "再看看"})
    assert back.json()["state"] == "draft"
    call(drafted.office, f"{path}/submit", {})
    assert call(drafted.office, f"{path}/approve", {}).status_code == 403
    assert call(drafted.leader, f"{path}/approve", {}).json()["state"] == "approved"
    drain()
    assert call(drafted.leader, path).json()["established_at"]


def test_rulings_and_drafts_go_again(drafted, call):
    path = f"/plans/{drafted.plan.pk}"
    forbid = {
        "kind": "forbid",
        "agency_id": drafted.labour.pk,
        "enterprise_id": drafted.cement.pk,
        "reason": "亲属",
        "conflict_of_interest": True,
    }
    [ruling] = call(drafted.office, f"{path}/rulings", forbid).json()["rulings"]
    assert ruling["conflict_of_interest"] is True
    lift = f"/rulings/{ruling['id']}/lift"
    assert call(drafted.county_office, lift, {}).status_code == 404
    assert call(drafted.office, lift, {}).json()["rulings"] == []
    assert call(drafted.office, f"{path}/drop", {"reason": "重来"}).status_code == 201
    assert PairingPlan.objects.count() == 0


def test_profiles_over_the_api(drafted, call):
    own = f"/agencies/{drafted.labour.pk}"
    body = {"functions": ["labour"], "headcount": 33, "capacity": 2}
    assert call(drafted.liaison, own, body, method="put").json()["headcount"] == 33
    other = f"/agencies/{drafted.tax.pk}"
    assert call(drafted.liaison, other, body, method="put").status_code == 404
    wrong = call(drafted.office, own, body | {"functions": ["magic"]}, method="put")
    assert (wrong.status_code, wrong.json()["fields"]) == (422, {"functions": "有未知的选项"})
    factory = f"/enterprises/{drafted.cement.pk}"
    kept = call(drafted.office, factory, {"needs": ["tax"], "employees": 5}, method="put")
    assert kept.json()["needs"] == ["tax"]
    assert call(drafted.liaison, factory).status_code == 404
    assert call(drafted.county_office, factory).json()["employees"] == 5
    assert call(drafted.county_office, f"/agencies/{drafted.market.pk}").status_code == 404
