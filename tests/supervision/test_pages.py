"""The pages and the API: each person's own part, and no more."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from assistance.supervision import services
from assistance.supervision.models import Appeal, AssessmentScheme, Bulletin, Sheet
from assistance.supervision.services import GivenScore

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def rows_of(scheme):
    """The editor's form as a browser sends it."""
    from assistance.supervision import queries
    from assistance.supervision.forms import row_of

    rows = [row_of(item) for item in queries.item_rows(scheme)]
    sent = {"items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"items-{number}-{name}": value for name, value in row.items()}
    return sent | {
        "title": scheme.title,
        "full_marks": "100",
        "self_score_from": "2008-12-01",
        "self_score_until": "2008-12-10",
    }


def test_an_office_drafts_from_the_template_edits_and_publishes(drafted, client_of, at):
    client = client_of(drafted.editor)
    sent = rows_of(drafted.scheme)
    sent["items-0-maximum"] = "50"
    sent["items-0-figure"] = "-1"
    with at("2008-01-09"):
        refused = client.post(url("edit", drafted.scheme.pk), sent)
        assert "大于零" in refused.content.decode()
        sent["items-0-figure"] = "8"
        assert client.post(url("edit", drafted.scheme.pk), sent).status_code == 302
        client.post(url("publish", drafted.scheme.pk))
        drafted.scheme.refresh_from_db()
        assert drafted.scheme.state == "draft"  # 90 points of 100
        sent["items-0-maximum"] = "60"
        client.post(url("edit", drafted.scheme.pk), sent)
        client.post(url("publish", drafted.scheme.pk))
    drafted.scheme.refresh_from_db()
    assert drafted.scheme.state == "published"
    assert drafted.scheme.items.first().scale == {"kind": "ratio", "target": "8", "empty": "none"}


def test_next_years_scheme_is_a_copy_of_this_years(published, client_of, at):
    with at("2009-01-05"):
        client_of(published.editor).post(
            url("draft"),
            {
                "year": "2009",
                "title": "2009年考核办法",
                "copied_from": published.scheme.pk,
                "self_score_from": "2009-12-01",
                "self_score_until": "2009-12-10",
            },
        )
    new = AssessmentScheme.objects.get(year=2009)
    assert [item.code for item in new.items.all()] == list("12345")


def test_an_agency_sees_its_own_sheet_and_nobody_elses(provisional, client_of, at):
    client = client_of(provisional.liaison)
    own, other = provisional.sheet(), provisional.sheet(provisional.member)
    with at("2008-12-15"):
        services.raise_appeal(
            by=provisional.member_liaison,
            score=provisional.score("1", provisional.member),
            reason="有异议",
        )
        assert client.get(url("sheet", own.pk)).status_code == 200
        for name in ("sheet", "excel", "commitment"):
            assert client.get(url(name, other.pk)).status_code == 404
        score = provisional.score("1", provisional.member)
        assert client.get(url("score", score.pk)).status_code == 404
        assert client.get(url("appeal", Appeal.objects.get().pk)).status_code == 404
        shown = client.get(url("sheets", provisional.scheme.pk)).content.decode()
        assert "市政协办" in shown
        assert "市安监局" not in shown
        assert "市安监局" not in client.get(url("appeals")).content.decode()
        page = client.get(url("scheme", provisional.scheme.pk)).content.decode()
        assert "逾期未自评" not in page
        assert "市安监局" not in client.get(url("ranking", provisional.scheme.pk)).content.decode()


def test_after_confirmation_everybody_sees_the_ranking(provisional, client_of, at):
    with at("2008-12-22"):
        services.confirm_results(by=provisional.leader, scheme=provisional.scheme)
    shown = client_of(provisional.member_liaison).get(url("ranking", provisional.scheme.pk))
    assert "市政协办" in shown.content.decode()
    assert "得分分布" in shown.content.decode()


def test_what_the_office_gave_is_told_when_it_is_announced(scoring, client_of, at):
    with at("2008-12-03"):
        scoring.compute()
        services.check_sheet(
            by=scoring.editor,
            sheet=scoring.sheet(),
            given=[GivenScore("3", Decimal("13.57"), "缺会议记录")],
        )
        page = client_of(scoring.liaison).get(url("sheet", scoring.sheet().pk)).content.decode()
        assert "13.57" not in page
        assert "缺会议记录" not in page
        assert (
            "13.57"
            in client_of(scoring.editor).get(url("sheet", scoring.sheet().pk)).content.decode()
        )


def test_a_liaison_scores_with_the_computed_score_and_its_records_beside(scoring, client_of, at):
    client = client_of(scoring.liaison)
    with at("2008-12-03"):
        scoring.compute()
        page = client.get(url("sheet", scoring.sheet().pk)).content.decode()
        assert "1个双联点，目标4次，实际2次，60×2÷4＝30分" in page
        assert "2条记录" in page
        records = client.get(url("score", scoring.score("1").pk)).content.decode()
        assert "2008-05-14" in records
        said = {"self_1": "61", "self_2": "0", "self_3": "18", "remark_3": "制度健全"}
        refused = client.post(url("self_score", scoring.sheet().pk), said | {"hand_in": "1"})
        assert refused.status_code == 422
        assert "制度健全" in refused.content.decode()
        client.post(url("self_score", scoring.sheet().pk), said | {"self_1": "30", "hand_in": "1"})
    assert Sheet.objects.get(pk=scoring.sheet().pk).self_total == 48


def test_the_sheet_leaves_as_excel_in_the_layout_of_the_printed_form(provisional, client_of):
    answer = client_of(provisional.liaison).get(url("excel", provisional.sheet().pk))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [one or two for one, two in zip(cells[2], cells[3], strict=True)] == [
        "内容（分值）",
        "指标",
        "分值",
        "评分办法和标准",
        "编码",
        "得分",
        "综评",
        "备注",
    ]
    assert cells[4][:3] + cells[4][4:6] == ["走访（60分）", "走访双联点", 60, "1", 40]
    assert cells[-1][5:7] == [78, 48]


def test_a_draft_of_a_bulletin_is_the_offices_own(published, client_of, at):
    services.draft_bulletins_on(on=published.scheme.published_on.replace(month=4, day=1))
    draft = Bulletin.objects.get()
    liaison = client_of(published.liaison)
    assert liaison.get(url("bulletin", draft.pk)).status_code == 404
    office = client_of(published.editor)
    assert office.get(url("bulletin", draft.pk)).status_code == 200
    said = {"title": "", "opening": "甲", "closing": "乙"}
    assert "甲" in office.post(url("edit_bulletin", draft.pk), said).content.decode()
    office.post(url("release_bulletin", draft.pk))
    assert liaison.get(url("bulletin", draft.pk)).status_code == 200
    assert "市政协办" in office.get(url("bulletin_lines", draft.pk)).content.decode()


@pytest.mark.parametrize("name", ["schemes", "bulletins", "appeals", "draft", "regular"])
def test_empty_pages_open(person, client_of, root, name):
    assert client_of(person("office")).get(url(name)).status_code == 200


def test_lists_take_one_number_of_queries(
    published, client_of, make_organisation, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(published.editor)
    address = url("sheets", published.scheme.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    for number in range(4):
        make_organisation(f"新单位{number}", "agency")
    services.enrol_agencies(published.scheme)
    with django_assert_num_queries(len(captured)):
        assert "新单位3" in client.get(address).content.decode()
