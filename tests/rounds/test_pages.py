"""The pages of rounds: in scope, in few queries, with counts and sheets that say the same."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.rounds.models import VisitDuty


def cells_of(answer) -> list[object]:
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [cell.value for row in book.active.iter_rows() for cell in row]


@pytest.fixture
def two(world, link, visit):
    """海利 visited in May, 杰新 in the county never."""
    link(world.jiexin, world.stranger)
    visit("2008-05-14")
    return world


PAGES = [
    ("rounds:calendar", {"month": "2008-05"}),
    ("rounds:agencies", {"month": "2008-05", "span": "quarter"}),
    ("rounds:coverage", {"year": "2008"}),
    ("rounds:coverage_agencies", {"year": "2008"}),
    ("rounds:unvisited", {"month": "2008-04"}),
    ("rounds:leaders", {}),
    ("rounds:missed", {}),
    ("rounds:tours", {}),
]


@pytest.mark.parametrize(("name", "query"), PAGES)
def test_a_county_sees_nothing_of_another_area(two, at, client_of, name, query):
    with at("2008-06-26"):
        page = client_of(two.county_office).get(reverse(name), query)
    assert page.status_code == 200
    body = page.content.decode()
    assert "海利" not in body
    assert "市政协办" not in body


@pytest.mark.parametrize(("name", "query"), PAGES)
def test_a_page_asks_as_often_for_three_as_for_one(
    world, make_organisation, link, at, client_of, name, query
):
    client = client_of(world.office)
    with at("2008-06-26"):
        client.get(reverse(name), query)
        with CaptureQueriesContext(connection) as one:
            client.get(reverse(name), query)
    for number in ("一", "二"):
        office = make_organisation(f"第{number}县“双联”办", "link_office")
        agency = make_organisation(f"第{number}局", "agency", parent=office)
        link(make_organisation(f"第{number}厂", parent=office), agency, link_leader=f"领导{number}")
    with at("2008-06-26"), CaptureQueriesContext(connection) as three:
        client.get(reverse(name), query)
    assert len(one) == len(three)


def test_the_month_says_what_was_due_done_and_is_late(two, at, client_of):
    with at("2008-06-26"):
        page = client_of(two.office).get(reverse("rounds:calendar"), {"month": "2008-05"})
        late = client_of(two.office).get(
            reverse("rounds:calendar"), {"month": "2008-05", "state": "late", "export": "xlsx"}
        )
    body = page.content.decode()
    tally = page.context["tally"]
    # 海利: May visited, its leader not yet this quarter; 杰新: May not visited
    assert (tally.owed, tally.done, tally.late) == (3, 1, 1)
    assert "走访1次" in body
    assert "逾期欠1次" in body
    assert "还差1次" in body
    names = cells_of(late)
    assert "杰新纺织公司" in names
    assert "海利农药化工有限公司" not in names


@pytest.mark.parametrize("month", ["2008-13", "x", "0000-00", "99999-1", "²008-05", ""])
def test_a_month_that_is_none_is_this_month(two, at, client_of, month):
    with at("2008-06-26"):
        page = client_of(two.office).get(reverse("rounds:calendar"), {"month": month})
    assert page.context["month"] == date(2008, 6, 1)


def test_agencies_behind_stand_first_and_the_sheet_agrees(two, at, client_of):
    query = {"month": "2008-05", "span": "quarter"}
    with at("2008-07-08"):
        page = client_of(two.office).get(reverse("rounds:agencies"), query)
        sheet = client_of(two.office).get(reverse("rounds:agencies"), query | {"export": "xlsx"})
    rows = [
        (row["name"], row["tally"].owed, row["tally"].done, row["tally"].late)
        for row in page.context["rows"]
    ]
    assert sorted(rows) == [("市政协办", 4, 1, 3), ("桃源县水利局", 3, 0, 3)]
    assert set(cells_of(sheet)) >= {"市政协办", "桃源县水利局", 4, 3}


def test_cover_counts_places_and_leads_to_those_not_visited(two, at, client_of):
    client = client_of(two.office)
    with at("2008-06-26"):
        page = client.get(reverse("rounds:coverage"), {"year": "2008"})
    rows = {row["name"]: [cell.text for cell in row["cells"]][:6] for row in page.context["rows"]}
    assert rows == {
        "直属的点": ["0/1", "0/1", "0/1", "0/1", "1/1", "0/1"],
        "桃源县“双联”办": ["0/1"] * 6,
    }
    county = next(row for row in page.context["rows"] if row["url"])
    with at("2008-06-26"):
        listed = client.get(county["cells"][4].url).content.decode()
        assert "杰新纺织公司" in listed
        assert "海利" not in listed
        agencies = client.get(reverse("rounds:coverage_agencies"), {"year": "2008"})
    shown = {row["name"]: row["cells"][4].text for row in agencies.context["rows"]}
    assert shown == {"市政协办": "1/1", "市安监局": "0/1", "桃源县水利局": "0/1"}


def test_an_area_beyond_ones_scope_is_not_there(two, at, client_of):
    client = client_of(two.county_office)
    for area in (two.lead.pk, "x", "9" * 30):
        assert client.get(reverse("rounds:coverage"), {"area": area}).status_code == 404
        assert client.get(reverse("rounds:unvisited"), {"agency": area}).status_code == 404


def test_places_never_visited_come_first(two, at, client_of):
    client = client_of(two.office)
    with at("2008-06-26"):
        page = client.get(reverse("rounds:unvisited"))
        never = client.get(reverse("rounds:unvisited"), {"since": "never", "export": "xlsx"})
        lately = client.get(reverse("rounds:unvisited"), {"since": "60"}).content.decode()
    assert [point.name for point in page.context["page"]] == [
        "杰新纺织公司",
        "海利农药化工有限公司",
    ]
    names = cells_of(never)
    assert "杰新纺织公司" in names
    assert "海利农药化工有限公司" not in names
    assert "海利" not in lately


def test_leaders_who_have_not_gone_are_named(two, at, visit, client_of):
    client = client_of(two.office)
    with at("2008-06-26"):
        assert "雷立敬" in client.get(reverse("rounds:leaders")).content.decode()
    visit("2008-06-26", visitors="雷立敬")
    with at("2008-06-26"):
        assert "雷立敬" not in client.get(reverse("rounds:leaders")).content.decode()


def test_the_workbench_of_the_liaison_opens_the_form_filled_in(world, at, client_of):
    client = client_of(world.liaison)
    with at("2008-06-26"):
        page = client.get("/").content.decode()
        form = client.get(f"{reverse('visits:record')}?link_point={world.haili.pk}")
    assert "本月还应走访海利农药化工有限公司1次" in page
    assert f"{reverse('visits:record')}?link_point={world.haili.pk}" in page
    assert str(form.context["form"]["link_point"].value()) == str(world.haili.pk)


def test_the_workbench_of_the_office_names_agencies_behind(world, at, client_of):
    with at("2008-06-26"):
        assert "参联单位本年走访有欠账" in client_of(world.office).get("/").content.decode()
        assert "参联单位本年走访有欠账" not in client_of(world.liaison).get("/").content.decode()


def test_an_administrator_sets_and_ends_a_duty(world, at, client_of):
    client = client_of(world.admin)
    said = {
        "who": "deputy",
        "every": "3",
        "times": "1",
        "valid_from": "2008-07-01",
        "source": "常双联〔2008〕3号",
    }
    with at("2008-06-26"):
        assert client.post(reverse("rounds:set_duty"), said).status_code == 302
        again = client.post(reverse("rounds:set_duty"), said).content.decode()
        assert "当天已有要求" in again
        assert "常双联〔2008〕3号" in again
        duty = VisitDuty.objects.get(who="deputy")
        client.post(reverse("rounds:end_duty", args=[duty.pk]), {"valid_to": "2008-12-31"})
        listed = client.get(reverse("rounds:duties")).content.decode()
    duty.refresh_from_db()
    assert duty.valid_to == date(2008, 12, 31)
    assert "常双联〔2008〕3号" in listed


def test_the_api_answers_as_the_pages_do(two, at, client_of):
    client = client_of(two.office)
    span = {"starts_on": "2008-04-01", "ends_on": "2008-06-30"}
    with at("2008-06-26"):
        dues = client.get("/api/v1/rounds/dues", span | {"who": "liaison"}).json()["results"]
        tallies = client.get("/api/v1/rounds/tallies", span).json()
        made = client.post(
            "/api/v1/rounds/tours",
            {
                "organiser_id": two.office.organisation_id,
                "theme": "集中走访",
                "leader_name": "雷立敬",
                "starts_on": "2008-06-27",
                "ends_on": "2008-06-27",
                "stops": [{"link_point_id": two.haili.pk, "planned_on": "2008-06-27"}],
            },
            content_type="application/json",
        )
    assert len(dues) == 6
    assert {(one["slot"], one["owed"], one["done"]) for one in dues} >= {("2008年5月", 1, 1)}
    assert {one["agency_id"]: (one["owed"], one["late"]) for one in tallies} == {
        two.lead.pk: (4, 1),
        two.stranger.pk: (3, 2),
    }
    assert made.status_code == 201
    assert made.json()["stops"][0]["state"] == "planned"


def test_facts_of_a_brief_are_what_the_records_say(two, at):
    from ground.briefs.facts import compute, fact_of
    from ground.kernel.periods import Period

    quarter = Period(starts_on=date(2008, 4, 1), ends_on=date(2008, 6, 30))
    office = two.office.organisation
    found = {
        code: int(compute(fact_of(f"rounds.{code}"), office, quarter).value)
        for code in (
            "visits_due",
            "visits_done",
            "duties_missed",
            "points_covered",
            "points_not_covered",
            "leaders_not_gone",
        )
    }
    assert found == {
        "visits_due": 7,
        "visits_done": 1,
        "duties_missed": 6,
        "points_covered": 1,
        "points_not_covered": 1,
        "leaders_not_gone": 1,
    }
