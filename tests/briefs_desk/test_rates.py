"""How much of what units send in is adopted: the editor's list, and what a unit sees of itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ground.briefs import services
from tests.briefs_desk.conftest import BODY

RATES = "/briefs/contributions/rates/"


@pytest.fixture
def told(person, make_organisation, editor, start, at):
    """甲 has sent three (one adopted, one returned, one waits), 乙 one in the year before, 丙 nothing."""
    one, two = make_organisation("甲单位", "agency"), make_organisation("乙单位", "agency")
    make_organisation("丙单位", "agency")

    def send(unit, title):
        return services.send_contribution(
            by=person("liaison", unit), organisation=unit, title=title, blocks=BODY
        )

    with at("2007-05-01"):
        services.adopt(by=editor, issue=start(), contribution=send(two, "去年"), section="动态")
    with at("2008-06-20"):
        services.adopt(by=editor, issue=start(), contribution=send(one, "用的"), section="动态")
        services.return_contribution(by=editor, contribution=send(one, "退的"), reason="请补数据")
        send(one, "等的")
    return one, two


def rows_of(answer) -> list[list[object]]:
    return [[cell["value"] for cell in line] for line in answer.context["lines"]]


def test_units_are_listed_with_their_counts(client_of, editor, told):
    desk = client_of(editor)
    assert rows_of(desk.get(RATES)) == [
        ["甲单位", 3, 1, 1, 1, 33],
        ["乙单位", 1, 1, 0, 0, 100],
    ]
    assert [row[0] for row in rows_of(desk.get(f"{RATES}?sort=-rate"))] == ["乙单位", "甲单位"]


def test_a_period_narrows_what_is_counted_and_not_who_is_listed(client_of, editor, told):
    desk = client_of(editor)
    this_year = rows_of(desk.get(f"{RATES}?on_from=2008-01-01&on_to=2008-12-31&sort=-rate"))
    assert this_year == [["甲单位", 3, 1, 1, 1, 33], ["乙单位", 0, 0, 0, 0, None]]
    for wrong in ("on_from=x&on_to=2008-13-01", "sort=nothing", "page=x", "q=%00"):
        assert len(rows_of(desk.get(f"{RATES}?{wrong}"))) == 2
    sheet = desk.get(f"{RATES}?on_from=2008-01-01&export=xlsx")
    assert sheet.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert "采用情况" in desk.get("/briefs/contributions/").content.decode()


def test_only_editors_see_the_list_and_only_their_area(client_of, person, told, make_organisation):
    county = make_organisation("桃源县“双联”办", "link_office")
    assert rows_of(client_of(person("office", county)).get(RATES)) == []
    liaison = client_of(person("liaison", told[0]))
    assert liaison.get(RATES).status_code == 403
    assert "采用情况" not in liaison.get("/briefs/contributions/").content.decode()


def test_a_unit_sees_its_own_of_this_year(client_of, person, told, at):
    with at("2008-12-01"):
        answer = client_of(person("liaison", told[0])).get("/briefs/contributions/")
    own = answer.context["own"]
    assert (own.sent, own.adopted, own.returned, own.waiting, own.rate) == (3, 1, 1, 1, 33)
    assert "本单位今年报送" in answer.content.decode()


def test_the_api_counts_the_same(client_of, editor, person, told):
    address = "/api/v1/briefs/contribution-rates"
    rows = client_of(editor).get(f"{address}?first=2008-01-01").json()["results"]
    assert [(row["name"], row["sent"], row["adopted"], row["rate"]) for row in rows] == [
        ("甲单位", 3, 1, 33), ("乙单位", 0, 0, None),
    ]  # fmt: skip
    assert client_of(editor).get(f"{address}?last=x").status_code == 422
    assert client_of(person("liaison", told[0])).get(address).status_code == 403


def test_no_query_for_each_unit(client_of, editor, person, told, make_organisation):
    desk = client_of(editor)

    def counted() -> int:
        desk.get(RATES)
        with CaptureQueriesContext(connection) as seen:
            desk.get(RATES)
        return len(seen)

    before = counted()
    for at in range(3):
        unit = make_organisation(f"单位{at}", "agency")
        services.send_contribution(
            by=person("liaison", unit), organisation=unit, title="稿", blocks=BODY
        )
    assert counted() == before
