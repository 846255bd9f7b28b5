"""The API, and the facts for a brief."""

from datetime import date
from uuid import uuid4

import pytest

from assistance.problems import services
from assistance.problems.models import EnterpriseProblem
from ground.briefs.facts import compute, fact_of
from ground.briefs.offers import offered_to
from ground.kernel.periods import Period

pytestmark = pytest.mark.django_db


def test_the_facts_for_a_brief(world, answered, told, at):
    told()
    with at("2008-06-23"):
        services.record_confirmation(
            by=world.clerk,
            problem=answered,
            opinion="fair",
            told_by="伍经理",
            told_on=date(2008, 6, 23),
        )
        services.close_problem(by=world.second, problem=answered)
    june = Period(starts_on=date(2008, 6, 1), ends_on=date(2008, 6, 30))
    # For articles: how many of which category, and the verified task; nothing of who told it.
    kinds = offered_to(world.office, june)
    texts = {kind.label: [one.text for one in kind.paragraphs] for kind in kinds}
    category = answered.get_category_display()
    solved = f"2008年6月1日至6月30日，解决企业困难问题1个，其中{category}1个。"
    assert texts["解决企业问题"] == [solved]
    whom = f"{world.bureau.name}帮助{answered.link_point.name}"
    assert texts["办结帮扶任务"] == [f"2008年6月1日至6月30日，{whom}办结帮扶任务1件。"]
    assert answered.description not in str(texts)
    assert [kind.label for kind in offered_to(world.bureau, june)] == [
        "办结帮扶任务",
        "解决企业问题",
    ]
    may = Period(starts_on=date(2008, 5, 1), ends_on=date(2008, 5, 31))

    def values(area, period) -> dict[str, int]:
        codes = ("raised", "registered", "solved", "judged", "found_good", "overdue")
        return {
            code: int(compute(fact_of(f"problems.{code}"), area, period).value) for code in codes
        }

    assert values(world.office, june) == {
        "raised": 2,
        "registered": 1,
        "solved": 1,
        "judged": 1,
        "found_good": 1,
        "overdue": 0,
    }
    assert set(values(world.office, may).values()) == {0}
    assert set(values(world.lead, june).values()) == {0}


def test_overdue_at_a_past_days_end_stays_so(world, dispatched, work, at):
    work(dispatched, "2008-07-10")  # due on the 3rd

    def late(ends_on: date) -> int:
        period = Period(starts_on=date(2008, 6, 1), ends_on=ends_on)
        return int(compute(fact_of("problems.overdue"), world.office, period).value)

    assert [late(date(2008, 7, day)) for day in (3, 4, 9, 10)] == [0, 1, 1, 0]


def test_the_api_carries_a_problem_through(world, client_of, at, work, drain):
    office, second = client_of(world.clerk), client_of(world.second)

    def post(client, path: str, body: dict, status: int = 201) -> dict:
        answer = client.post(f"/api/v1/problems{path}", body, content_type="application/json")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    with at("2008-06-02"):
        told = post(
            office,
            "",
            {
                "key": str(uuid4()),
                "link_point_id": world.haili.pk,
                "category": "land",
                "description": "用地手续办不下来",
                "contact_mobile": "13807360009",
            },
        )
        pk = told["id"]
        assert told["contact_mobile"] == "138****0009"
        unknown = post(
            office,
            "",
            {
                "key": str(uuid4()),
                "link_point_id": world.elsewhere.pk,
                "category": "land",
                "description": "用地",
            },
            422,
        )
        assert unknown["code"] == "organisation_unknown"
        post(office, f"/{pk}/register", {"category": "land", "urgency": "urgent"})
        given = post(
            office,
            f"/{pk}/dispatch",
            {"agency_id": world.bureau.pk, "co_agency_ids": [world.helper.pk]},
        )
        assert given["agency"]["name"] == "县国土局"
        assert given["due_on"] == "2008-06-17"
    work(EnterpriseProblem.objects.get(pk=pk))
    with at("2008-06-23"):
        link = post(office, f"/{pk}/link", {})
        assert "/problems/confirm/" in link["url"]
        post(office, f"/{pk}/link/revoke", {})
        said = {"opinion": "satisfied", "told_by": "伍经理", "told_on": "2008-06-23"}
        confirmed = post(office, f"/{pk}/phone", said)
        assert confirmed["answers"][0]["by_phone"] is True
        assert post(office, f"/{pk}/close", {}, 422)["code"] == "same_person"
        assert post(second, f"/{pk}/close", {"remark": "已回访"})["state"] == "closed"
    assert office.get("/api/v1/problems?state=closed").json()["results"][0]["id"] == pk
    assert client_of(world.stranger).get(f"/api/v1/problems/{pk}").status_code == 404
