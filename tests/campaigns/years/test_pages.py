"""历年对比 on its page, by the API, as workbook and PDF: what opens to what, and who may see it."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pypdfium2
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ground.accounts.roles import Role
from tests.campaigns.years.winters import OVER_YEARS, figures, winter_of


def test_every_figure_opens_to_as_many_records(county, winters, client_of):
    client = client_of(county.planner)
    page = client.get(reverse(OVER_YEARS) + "?kind=send_warmth")
    lines = {one.code: cells for one, cells in page.context["lines"]}
    for code in ("listed", "approved", "reached", "again", "fresh", "gone"):
        for cell in lines[code]:
            if cell.url and cell.text not in {"0", "—"}:
                rows = client.get(cell.url).context["page"].paginator.count
                assert f"{rows:,}" == cell.text, (code, cell)
    assert [cell.text for cell in lines["households"]] == ["1", "3", "3"]
    assert [cell.difference for cell in lines["households"]] == ["", "+2", "0"]
    assert [(cell.text, cell.difference, cell.share) for cell in lines["held"]] == [
        ("700", "", ""),
        ("3,000", "+2,300", "+328.6%"),
        ("2,900", "-100", "-3.3%"),
    ]
    assert len(page.context["charts"]) == 3
    narrowed = client.get(reverse(OVER_YEARS) + "?kind=send_warmth&from=2007&to=2007")
    lines = {one.code: cells for one, cells in narrowed.context["lines"]}
    assert [(cell.text, cell.difference) for cell in lines["households"]] == [("3", "+2")]


def test_workbook_and_pdf(county, winters, client_of):
    client = client_of(county.planner)
    address = f"{reverse(OVER_YEARS)}?kind=send_warmth&export="
    sheet = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get(f"{address}xlsx").streaming_content))
    ).active
    rows = [[cell.value for cell in row] for row in sheet]
    assert (rows[0][0], rows[1][0].startswith("单位：")) == ("送温暖历年对比", True)
    assert rows[2] == ["指标", "单位", "2006年", "2007年", "2008年", "比上年增减", "增减比例"]
    assert ["惠及户数", "户", 1, 3, 3, "0", "0%"] in rows
    assert ["批准金额", "元", 700, 3000, 2900, "-100", "-3.3%"] in rows
    assert ["上年也帮扶", "个", "—", 1, 2, "+1", "+100%"] in rows
    pdf = pypdfium2.PdfDocument(b"".join(client.get(f"{address}pdf").streaming_content))
    text = pdf[0].get_textpage().get_text_bounded()
    for words in ("送温暖历年对比", "2,900.00", "-100", "966.67"):
        assert words in text, words


def test_one_organiser_and_all_below(county, winters, winter, at, client_of, person):
    with at("2008-01-12"):
        below = winter(
            **winter_of(2008, date(2007, 12, 15))
            | {"name": "厂送温暖", "organiser": county.factory},
            budget=Decimal(500),
        )
    both = figures(county, organiser=county.office)[2]
    assert both.campaigns == (winters[2008].pk, below.pk)
    assert (both.budget, both.held) == (Decimal(6500), Decimal(2900))
    assert figures(county, organiser=county.office, alone=True)[2].budget == Decimal(6000)
    assert [one.campaigns for one in figures(county, organiser=county.factory)] == [(below.pk,)]
    page = client_of(county.planner).get(f"{reverse(OVER_YEARS)}?organiser={county.office.pk}")
    cell = {one.code: cells for one, cells in page.context["lines"]}["held"][2]
    assert cell.url.endswith(f"?kind=send_warmth&year=2008&organiser={county.office.pk}")
    listed = client_of(county.planner).get(cell.url)
    assert listed.context["page"].paginator.count == 2
    clerk = person(Role.UNION_STAFF, county.factory)
    assert [one.campaigns for one in figures(county, clerk)] == [(below.pk,)]


def test_beside_and_below_see_nothing(county, winters, client_of, person):
    for outside in (county.elsewhere, person(Role.UNION_STAFF, county.factory)):
        assert figures(county, outside, organiser=county.office) == []
        client = client_of(outside)
        page = client.get(f"{reverse(OVER_YEARS)}?kind=send_warmth&organiser={county.office.pk}")
        assert "还没有可以比较的活动" in page.content.decode()
        assert "2,900" not in page.content.decode()
        for query in ("kind=send_warmth", f"kind=send_warmth&organiser_id={county.office.pk}"):
            answer = client.get(f"/api/v1/campaigns/over-years?{query}")
            assert (answer.status_code, answer.content) in {(200, b"[]"), (404, answer.content)}


def test_by_the_api(county, winters, client_of):
    client = client_of(county.planner)
    answer = client.get("/api/v1/campaigns/over-years?kind=send_warmth").json()
    assert [one["year"] for one in answer] == [2006, 2007, 2008]
    last = answer[-1]
    assert (last["held"], last["average"], last["again"], last["gone"]) == (
        "2900.00",
        "966.67",
        2,
        1,
    )
    assert client.get("/api/v1/campaigns/over-years?kind=nothing").json() == []


def test_what_the_address_cannot_mean_is_ignored(county, winters, client_of):
    client = client_of(county.planner)
    for query in (
        "kind=nothing", "organiser=x", "organiser=999999999999999999", "from=abc&to=99999",
        "from=2009", "alone=yes", "export=pdf&from=2009", "export=xlsx&to=1999", "from=²",
    ):  # fmt: skip
        assert client.get(f"{reverse(OVER_YEARS)}?{query}").status_code == 200, query
    empty = client.get(f"{reverse(OVER_YEARS)}?from=2009").content.decode()
    assert "没有可以比较的活动" in empty


def test_it_asks_as_often_for_three_as_for_one(county, winter, client_of, at):
    client, counts = client_of(county.planner), []
    for year in (2006, 2007, 2008):
        with at("2008-01-12"):
            winter(**winter_of(year, date(year, 1, 2)), budget=Decimal(100))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(OVER_YEARS))
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_the_report_tells_of_the_year_before(county, winters, client_of):
    address = reverse("campaigns:written_report", args=[winters[2008].pk])
    text = client_of(county.planner).get(address).content.decode()
    for words in (
        "与2007年“送温暖”活动相比，惠及户数同为3户，惠及人数同为3人，批准金额由3,000元减少到2,900元（下降3.3%）",
        "批准的对象中上年也帮扶的2个，今年新增1个，上年帮扶、今年不再帮扶的1个。",
        "2007年12月15日至2008年2月5日",
    ):
        assert words in text, words
