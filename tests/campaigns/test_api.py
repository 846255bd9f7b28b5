"""The operations of campaigns: from the plan to the payments, by keys that a program holds."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign, Enrolment

API = "/api/v1/campaigns"


@pytest.fixture
def ask():
    def ask(client, path, method="post", body=None):
        send = getattr(client, method)
        return send(API + path, json.dumps(body or {}), content_type="application/json")

    return ask


def test_the_api(county, family, client_of, source, at, ask, drain):
    planner, publisher = client_of(county.planner), client_of(county.publisher)
    values = {
        "kind": "send_warmth",
        "name": "2008年“送温暖”活动",
        "year": 2008,
        "organiser_id": county.office.pk,
        "money": [{"source_id": source.pk, "amount": "20000"}],
        "standards": [{"person_class": "filed", "amount": "2000"}],
    }
    with at("2008-01-10"):
        answer = ask(planner, "", body=values)
        told = answer.json()
        assert (answer.status_code, told["budget"], told["state"]) == (201, "20000.00", "planned")
        assert (told["starts_on"], told["settle_by"]) == ("2007-12-15", "2008-02-05")
        pk = told["id"]
        assert ask(planner, "", body=values).json()["code"] == "campaign_exists"
        assert ask(planner, f"/{pk}/publish").status_code == 403
        assert ask(publisher, f"/{pk}/publish").json()["state"] == "collecting"
        shares = [{"unit_id": county.factory.pk, "number": 2, "amount": "5000"}]
        assert ask(planner, f"/{pk}/quotas", "put", shares).status_code == 200
        file = family()
        wanted = {"file_id": file.pk, "person_class": "filed", "reason": "名册"}
        answer = ask(planner, f"/{pk}/roster", body=wanted)
        one = Enrolment.objects.get()
        assert answer.status_code == 201
        assert answer.json() == {
            "id": one.pk,
            "file_id": file.pk,
            "file_no": file.file_no,
            "member_id": None,
            "unit": {"id": county.factory.pk, "name": "杰新纺织公司"},
            "person_class": "filed",
            "stage": "",
            "reason": "名册",
            "came_from": "by_hand",
            "state": "listed",
            "asked": None,
            "standard": None,
            "amount": None,
            "findings": [],
            "materials": [],
            "is_complete": False,
            "payment_id": None,
        }
        assert ask(planner, f"/{pk}/roster", body=wanted).json()["code"] == "enrolment_exists"
        elsewhere = client_of(county.elsewhere)
        assert ask(elsewhere, f"/{pk}/roster", body=wanted).status_code == 404
        assert ask(client_of(county.liaison), f"/{pk}/roster", body=wanted).status_code == 403
        assert ask(planner, f"/{pk}/end-collecting").json()["state"] == "screening"
        assert ask(planner, f"/{pk}/screen").status_code == 202
        drain()
        [row] = planner.get(f"{API}/{pk}/roster?state=eligible").json()["results"]
        assert (row["amount"], row["standard"]) == ("2000.00", "2000.00")
        assert ask(publisher, f"/{pk}/approve").json()["state"] == "approved"
        given = {"given_on": "2008-01-29", "reason": "送温暖慰问金"}
        assert ask(planner, f"/{pk}/execute", body=given).status_code == 202
        drain()
        progress = planner.get(f"{API}/{pk}/progress").json()
        assert (progress["whole"]["held"], progress["left"]) == ("2000.00", "18000.00")
        # Names until today, since their time was ended early: from tomorrow on, the rest.
        assert (progress["is_listing"], progress["time_gone"]) == (False, "0")
        [unit] = progress["units"]
        assert (unit["quota_number"], unit["approved"], unit["light"]) == (2, 1, "none")
        assert ask(publisher, f"/{pk}/close").json()["code"] == "campaign_money_open"
    assert planner.get(f"{API}?state=archived").json()["results"] == []
    assert Campaign.objects.get().enrolments.get().amount == Decimal(2000)


def test_a_quota_without_money_is_nothing_however_it_is_written(county, winter, client_of, ask):
    planner, campaign = client_of(county.planner), winter()
    for amount in ("0", "0.00"):
        shares = [{"unit_id": county.factory.pk, "number": 3, "amount": amount}]
        assert ask(planner, f"/{campaign.pk}/quotas", "put", shares).status_code == 200
        assert campaign.quotas.values_list("number", "amount").get() == (3, Decimal(0))
    for amount, code in (("-1", "quota_negative"), ("x", "money_unreadable")):
        shares = [{"unit_id": county.factory.pk, "number": 4, "amount": amount}]
        answer = ask(planner, f"/{campaign.pk}/quotas", "put", shares)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert campaign.quotas.values_list("number", "amount").get() == (3, Decimal(0))


def test_kinds_tell_what_they_ask_for(county, client_of):
    told = client_of(county.liaison).get(f"{API}/kinds").json()
    assert [one["code"] for one in told] == [
        "autumn_study",
        "send_coolness",
        "send_warmth",
        "spring_jobs",
    ]
    study, _, warmth, _ = told
    assert [one["code"] for one in study["stages"]] == ["primary", "junior", "senior", "higher"]
    assert len(warmth["checklist"]) == 5


def test_lists_ask_as_often_for_three_as_for_one(county, winter, enrolled, family, client_of):
    client = client_of(county.planner)
    campaign = winter()
    enrolled(campaign, 100)
    counts = []
    for name in ("又一场", "再一场"):
        with CaptureQueriesContext(connection) as asked:
            client.get(API)
            client.get(f"{API}/{campaign.pk}/roster")
            client.get(f"{API}/{campaign.pk}/progress")
        counts.append(len(asked))
        enrolled(campaign, 100)
        enrolled(campaign, 100, file=family(unit=county.community))
        winter(name=name)
    assert counts[0] == counts[1]
