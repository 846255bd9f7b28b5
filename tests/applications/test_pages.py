"""The pages and the API: what they show and hide, whom they refuse, queries for one and for three."""

import io
import re

import pytest
import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.aid.models import Payment
from assistance.applications.models import Application, ApplicationPaper
from ground.audit.models import Entry
from ground.files import services as files
from tests.files import samples
from tests.households.conftest import id_number

from .conftest import TODAY

pytestmark = pytest.mark.django_db


def url(name, one, *more):
    return reverse(f"applications:{name}", args=[one.pk, *more])


def test_the_whole_way_on_the_pages(office, family, client_of, at):
    file = family()
    keeper, second, approver = (
        client_of(one) for one in (office.keeper, office.second, office.approver)
    )
    with at(TODAY):
        assert "中央财政" in keeper.get(url("for_file", file)).content.decode()
        found = keeper.post(reverse("applications:new"), {"file_no": file.file_no})
        assert found.url == url("for_file", file)
        typed = {
            "aid_type": "living",
            "source_kind": "central",
            "asked": "7000",
            "is_relative": "yes",
        }
        keeper.post(url("for_file", file), typed | {"relative_note": "主席之弟"})
        one = Application.objects.get()
        shown = keeper.get(url("application", one)).content.decode()
        assert "提交复核前还缺 2 项" in shown
        assert "申请事由、申请书" in shown
        assert "建议 6,000.00 元" in shown
        keeper.post(url("edit", one), typed | {"reason": "本人患病"})
        key = files.keep(by=office.keeper, content=samples.picture(), name="申请书.jpg").key
        keeper.post(url("add_paper", one), {"kind": "application", "upload": str(key)})
        keeper.post(url("recommend", one))
        assert "待另一人复核" in keeper.get(url("application", one)).content.decode()
        assert "工作人员亲属" in second.get(url("application", one)).content.decode()
        assert second.get("/").content.decode().count("救助申请待复核") == 1
        second.post(url("review", one), {"opinion": "属实"})
        assert "救助申请待审批" in approver.get("/").content.decode()
        refused = approver.post(url("approve", one), {"amount": "7000"}).content.decode()
        assert "批准金额高于现在的建议金额 6,000.00 元，请写明理由" in refused
        approver.post(url("approve", one), {"amount": "6000", "opinion": "同意"})
    one.refresh_from_db()
    assert (one.state, one.reason, one.payment.amount) == ("approved", "本人患病", 6000)
    done = approver.get(url("application", one)).content.decode()
    assert "陆仟元整" in done
    assert "救助标准（全国通行）（第1版）" in done


def test_names_and_reasons_are_hidden_and_shown_for_a_reason(
    office, family, brought, client_of, at
):
    one = brought(family())
    with at(TODAY):
        auditor, keeper = client_of(office.auditor), client_of(office.keeper)
        for page in (
            reverse("applications:list"),
            url("application", one),
            url("history", one.file),
            url("panel", one.file),
        ):
            text = auditor.get(page).content.decode()
            assert "刘春生" not in text
            assert "本人患病" not in text
        assert auditor.post(url("reveal", one, "reason"), {"reason": "审计"}).status_code == 403
        answer = keeper.post(url("reveal", one, "reason"), {"reason": "复核"})
        assert answer.content.decode() == "本人患病"
        assert answer["Cache-Control"] == "no-store"
    assert Entry.objects.filter(action="applications.revealed").count() == 1


def test_outside_ones_scope_there_is_nothing(office, family, brought, client_of):
    one = brought(family())
    paper = ApplicationPaper.objects.first()
    other = client_of(office.elsewhere)
    pages = [
        url("application", one),
        url("edit", one),
        url("history", one.file),
        url("panel", one.file),
        url("for_file", one.file),
        reverse("applications:open_paper", args=[paper.pk]),
    ]
    assert [other.get(page).status_code for page in pages] == [404] * len(pages)
    assert other.post(url("review", one)).status_code == 404
    assert client_of(office.finance).post(url("review", one)).status_code == 403
    assert other.get(f"/api/v1/applications/applications/{one.pk}").status_code == 404


def test_a_family_without_a_file_on_its_page(office, client_of, at):
    keeper = client_of(office.keeper)
    typed = {
        "aid_type": "temporary",
        "unit": office.unit.pk,
        "name": "周大生",
        "id_no": id_number(702),
        "mobile": "13800000702",
        "is_relative": "no",
        "asked": "500",
        "reason": "火灾",
    }
    with at(TODAY):
        wrong = keeper.post(
            reverse("applications:outside"), typed | {"id_no": "123"}
        ).content.decode()
        assert "应为18位" in wrong
        keeper.post(reverse("applications:outside"), typed)
        one = Application.objects.get()
        text = keeper.get(url("application", one)).content.decode()
    assert "周*生" in text
    assert "周大生" not in text
    assert id_number(702) not in text
    assert "13800000702" not in text


def test_a_familys_help_by_year_with_its_sums(office, family, brought, client_of, at):
    file = family()
    brought(file, "approved")
    with at(TODAY):
        text = client_of(office.auditor).get(url("history", file)).content.decode()
    assert "2008年：已发放 0.00 元" in text
    assert re.search(r"已安排、尚未发放.*?4,000.00", text, re.DOTALL)
    Payment.objects.update(state="void")
    with at(TODAY):
        text = client_of(office.auditor).get(url("history", file)).content.decode()
    assert "已安排、尚未发放</" not in text
    assert "不计入" in text


def test_as_many_queries_for_three_as_for_one(office, family, brought, client_of, at):
    client = client_of(office.approver)
    file = family()
    first = brought(file, occasion="第一件")
    brought(file, "approved")
    pages = [
        reverse("applications:list"),
        url("application", first),
        url("history", file),
        url("panel", file),
        "/api/v1/applications/applications",
        "/",
    ]

    def count(page):
        client.get(page)
        with CaptureQueriesContext(connection) as held:
            assert client.get(page).status_code == 200, page
        return len(held)

    with at(TODAY):
        before = {page: count(page) for page in pages}
        brought(family(), "approved")
        brought(file, occasion="第二件")
        last = brought(file, occasion="第三件")
        client.post(url("approve", last), {"amount": "100", "decided_reason": "分批"})
        assert {page: count(page) for page in pages} == before


def test_the_api_takes_the_same_way(office, family, client_of, at):
    file = family()
    body = {
        "file_id": file.pk,
        "aid_type": "living",
        "reason": "患病",
        "asked": "1000.00",
        "source_kind": "central",
        "is_relative": False,
    }

    def post(by, path, said=None):
        return client_of(by).post(
            f"/api/v1/applications/applications{path}", said or {}, content_type="application/json"
        )

    with at(TODAY):
        made = post(office.keeper, "", body)
        assert made.status_code == 201, made.content
        pk = made.json()["id"]
        assert post(office.keeper, f"/{pk}/recommend").status_code == 422
        assert post(office.keeper, f"/{pk}/papers", {"kind": "application"}).status_code == 201
        assert post(office.keeper, f"/{pk}/recommend").json()["proposed_amount"] == "1000.00"
        assert post(office.second, f"/{pk}/review").status_code == 201
        done = post(office.approver, f"/{pk}/approve", {"amount": "1000.00"}).json()
        shown = client_of(office.auditor).get(f"/api/v1/applications/applications/{pk}").json()
    assert (done["state"], done["decided_amount"]) == ("approved", "1000.00")
    assert shown["proposal"]["amount"] == "1000.00"
    assert "reason" not in shown


def test_the_export_is_masked(office, family, brought, client_of):
    brought(family())
    answer = client_of(office.auditor).get(reverse("applications:list"), {"export": "xlsx"})
    sheet = python_calamine.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    text = repr(sheet.get_sheet_by_index(0).to_python())
    assert "刘*生" in text
    assert "刘春生" not in text
