"""The API does what the pages do, masked, within scope, by permission."""

import json
from datetime import date

import pytest
from django.test import Client

from assistance.households import services
from assistance.households.models import HardshipFile
from ground.accounts.models import User
from ground.accounts.roles import Role
from ground.accounts.services import grant_role, issue_api_key
from ground.audit.models import Entry
from ground.briefs.facts import compute, fact_of
from ground.kernel.periods import Period

from .conftest import FULL, id_number

FILES = "/api/v1/households/files"


@pytest.fixture
def call(client_of):
    def send(user, path="", **body):
        client = client_of(user)
        if body or path.rsplit("/", 1)[-1] == "submit":
            return client.post(FILES + path, json.dumps(body), content_type="application/json")
        return client.get(FILES + path)

    return send


HEAD = {name: str(value) for name, value in FULL.items()}


def test_the_whole_way(office, call, at):
    with at("2008-05-15"):
        answer = call(
            office.keeper, unit_id=office.unit.pk, holder_name="张建国", id_no=id_number(7)
        )
        assert answer.status_code == 201
        path = f"/{answer.json()['id']}"
        members = [{"relation": "child", "name": "小花"}]
        answer = call(office.keeper, f"{path}/form", head=HEAD, members=members)
        said = answer.json()["recommendation"]
        assert (said["outcome"], said["unknown"][0]) == ("unknown", "当地低保标准")
        assert answer.json()["holder"] == "张*国"
        assert [m["id_no"] for m in answer.json()["members"]][1] == ""
        answer = call(office.keeper, f"{path}/submit")
        assert (answer.status_code, answer.json()["code"]) == (422, "file_incomplete")
        call(office.keeper, f"{path}/consents/family", signed_on="2008-05-15")
        assert call(office.keeper, f"{path}/submit").json()["gate"] == "review"
        assert (
            call(office.keeper, f"{path}/review", opinion="属实").json()["gate"] == "investigation"
        )
        file = HardshipFile.objects.get()
        services.investigate_file(by=office.second, file=file, investigators=["周明", "吴芳"])
        services.check_file(by=office.second, file=file, opinion="无异常")
        services.post_notice(by=office.second, file=file)
    services.pass_notices(date(2008, 5, 23))
    assert call(office.keeper, f"{path}/approve", opinion="同意").status_code == 403
    answer = call(office.keeper, f"{path}/return", reason="不符合")
    assert answer.status_code == 403
    assert (
        call(office.approver, f"{path}/approval/return", reason="补充证明").json()["state"]
        == "draft"
    )
    assert id_number(7) not in call(office.keeper, path).content.decode()


def test_refusals(office, opened, call):
    file = opened(id_no=id_number(7))
    assert call(office.elsewhere, f"/{file.pk}").status_code == 404
    assert call(office.elsewhere, f"/{file.pk}/submit").status_code == 404
    assert call(office.liaison, f"/{file.pk}/submit").status_code == 403
    answer = call(office.keeper, unit_id=office.unit.pk, holder_name="某", id_no=id_number(7))
    assert (answer.status_code, answer.json()["code"]) == (422, "person_in_open_file")
    answer = call(office.elsewhere, unit_id=office.unit.pk, holder_name="某")
    assert answer.status_code == 404
    answer = call(office.keeper, f"/{file.pk}/submit")
    assert sorted(answer.json()["fields"]) == [
        "address",
        "annual_income",
        "category",
        "mobile",
        "primary_cause",
        "rigid_expenses",
        "situation",
    ]
    assert HardshipFile.objects.count() == 1


def test_lists_search_and_reveal(office, opened, call, client_of, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    file = opened(id_no=id_number(7))
    client = client_of(office.auditor)
    with CaptureQueriesContext(connection) as one:
        assert [row["file_no"] for row in client.get(FILES).json()["results"]] == [file.file_no]
    opened(), opened()
    with django_assert_num_queries(len(one)):
        assert len(client.get(FILES).json()["results"]) == 3
    assert len(client.get(f"{FILES}?state=active").json()["results"]) == 0
    found = call(office.auditor, "/search", asked=id_number(7)).json()
    assert [row["id"] for row in found] == [file.pk]
    assert call(office.auditor, "/search", asked=" ").status_code == 422
    wanted = {"field": "id_no", "reason": "核对银行卡"}
    assert call(office.auditor, f"/{file.pk}/reveal", **wanted).status_code == 403
    assert call(office.keeper, f"/{file.pk}/reveal", **wanted).json() == {"value": id_number(7)}
    assert Entry.objects.get(action="file.revealed").channel == "api"


def test_the_facts_of_a_period(office, opened, walk, at, make_organisation):
    from assistance.households import services

    with at("2008-05-14"):
        first, second = opened(), opened()
    with at("2008-06-02"):
        walk(first)
    with at("2008-06-20"):
        services.exit_file(by=office.approver, file=first, reason="收入稳定")
        walk(second)

    def value(code, area, starts_on, ends_on):
        period = Period(
            starts_on=date.fromisoformat(starts_on), ends_on=date.fromisoformat(ends_on)
        )
        return compute(fact_of(code), area, period).value

    may, june = ("2008-05-01", "2008-05-31"), ("2008-06-01", "2008-06-30")
    assert value("households.files_opened", office.union, *may) == 2
    assert value("households.files_opened", office.unit, *june) == 0
    assert value("households.files_approved", office.union, *june) == 2
    assert value("households.files_active", office.union, *may) == 0
    assert value("households.files_active", office.union, "2008-06-01", "2008-06-19") == 1
    assert value("households.files_active", office.union, *june) == 1
    elsewhere = office.elsewhere.organisation
    assert value("households.files_active", elsewhere, *june) == 0
    period = Period(starts_on=date(2008, 6, 1), ends_on=date(2008, 6, 30))
    figure = compute(fact_of("households.files_active"), office.union, period)
    assert [record.label for record in figure.records] == [f"{second.file_no} {office.unit.name}"]


def test_a_key_takes_no_step_that_its_owner_could_take_and_it_could_not(office, opened, walk):
    """Return and reject look at who may take them here: the key's part, not the person's."""
    grant_role(by=None, user=office.keeper, organisation=office.union, role=Role.APPROVER)
    owner = User.objects.get(pk=office.keeper.pk)
    _, secret = issue_api_key(
        by=owner,
        owner=owner,
        label="区县平台",
        permissions=["households.keep_files", "households.see_files"],
        expires_on=date(2099, 1, 1),
    )
    file = walk(opened(), "approval")
    answer = Client().post(
        f"{FILES}/{file.pk}/return",
        json.dumps({"reason": "重复建档"}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert HardshipFile.objects.get(pk=file.pk).state == "underway"
