"""The same services by key: who may do what, in whose area; no name in any answer."""

import json

import pytest
from django.test import Client

from assistance.reviews.models import Proposal, Review

pytestmark = pytest.mark.django_db
API = "/api/v1/reviews"


@pytest.fixture
def asked(client_of):
    def ask(user, path, body=None):
        client = client_of(user)
        if body is None:
            return client.get(f"{API}/{path}")
        return client.post(f"{API}/{path}", json.dumps(body), content_type="application/json")

    return ask


def test_from_a_review_to_the_exit(on_file, due, office, asked, at):
    file = on_file("2008-01-10")
    [review] = due("2009-01-05")
    with at("2009-01-06"):
        [listed] = asked(office.keeper, "reviews?state=open").json()["results"]
        assert (listed["id"], listed["file_no"]) == (review.pk, file.file_no)
        body = {"way": "visit", "result": "exit", "done_on": "2009-01-06", "finding": "就业"}
        path = f"reviews/{review.pk}/result"
        assert asked(office.approver, path, body).status_code == 403
        assert asked(office.elsewhere, path, body).status_code == 404
        assert asked(office.keeper, path, body | {"result": "out"}).json()["code"] == "result_unfit"
        assert Review.objects.get().state == "open"
        assert asked(office.keeper, path, body).status_code == 201
        proposal = Proposal.objects.get()
        path = f"proposals/{proposal.pk}"
        decision = {"accept": True}
        early = asked(office.approver, f"{path}/decision", decision)
        assert early.json()["code"] == "family_not_informed"
        told = {"informed_on": "2009-01-06", "way": "phone"}
        assert asked(office.keeper, f"{path}/informed", told).status_code == 201
        assert asked(office.approver, f"{path}/decision", decision).json()["state"] == "accepted"
        every = asked(office.keeper, "proposals").content.decode()
        assert "张" not in every
    file.refresh_from_db()
    assert file.state == "exited"


def test_a_sample_the_lists_and_the_rates(on_file, office, asked, fresh, at):
    on_file()
    body = {
        "organisation_id": office.union.pk,
        "year": 2008,
        "seed": "7",
        "due_on": "2008-07-01",
        "number": 1,
    }
    with at("2008-06-02"):
        outside = asked(office.elsewhere, "samples", body)
        assert outside.json()["code"] == "organisation_unknown"
        drawn = asked(office.approver, "samples", body).json()
        assert drawn["population"] == 1
        review = Review.objects.get()
        kept = asked(
            office.approver, f"reviews/{review.pk}/reviewer", {"reviewer_id": office.keeper.pk}
        )
        assert kept.json()["code"] == "reviewer_kept_the_file"
        given = asked(office.approver, f"reviews/{review.pk}/reviewer", {"reviewer_id": fresh.pk})
        assert given.json()["reviewer_id"] == fresh.pk
        lists = {one["code"]: one["number"] for one in asked(office.keeper, "lists").json()}
        assert lists["never_helped"] == 1
        span = "rates?starts_on=2008-01-01&ends_on=2008-12-31"
        rates = {one["code"]: one for one in asked(office.keeper, span).json()}
        assert (rates["coverage"]["above"], rates["coverage"]["below"]) == (0, 1)
        assert rates["wrongly_in"]["share"] is None
        backwards = "rates?starts_on=2008-12-31&ends_on=2008-01-01"
        assert asked(office.keeper, backwards).status_code == 422
    assert Client().get(f"{API}/lists").status_code == 401
