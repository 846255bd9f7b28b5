"""The pages of requests, lists and assessments, by who may and who may not."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.ledgers.models import Output
from assistance.rights import services as rights
from assistance.rights.models import Disposal, ImpactAssessment, PersonRequest
from ground.accounts.roles import Role
from ground.files.queries import content_of


def test_a_deletion_from_the_file_page_to_the_decision(office, opened, client_of, at):
    with at("2008-06-10"):
        file = opened()
        households.cancel_file(by=office.keeper, file=file, reason="迁出")
    with at("2008-06-12"):
        keeper = client_of(office.keeper)
        panel = keeper.get(reverse("rights:file_panel", args=[file.pk])).content.decode()
        assert "受理申请" in panel
        url = reverse("rights:receive", args=[file.pk])
        typed = {
            "kind": "delete",
            "asked_by": "self",
            "received_on": "2008-06-12",
            "content": "请删除",
        }
        again = keeper.post(url, typed)
        assert "核对后勾选" in again.content.decode()
        assert "请删除" in again.content.decode()
        keeper.post(url, {**typed, "identity_seen": "on"})
        request = PersonRequest.objects.get()
        listed = keeper.get(reverse("rights:requests")).content.decode()
        assert file.file_no in listed
        assert "个人信息权利申请待答复" in keeper.get(reverse("web:workbench")).content.decode()
        answer = {"granted": "yes", "answer": "已办理"}
        page = keeper.post(reverse("rights:answer", args=[request.pk]), answer)
        assert "没有“决定个人信息删除和销毁”的权限" in page.content.decode()
        client_of(office.approver).post(reverse("rights:decide", args=[request.pk]), answer)
    request.refresh_from_db()
    assert request.state == "granted"
    assert keeper.get(reverse("households:file", args=[file.pk])).status_code == 404
    assert keeper.get(reverse("rights:request", args=[request.pk])).status_code == 200
    beside = client_of(office.elsewhere)
    assert beside.get(reverse("rights:request", args=[request.pk])).status_code == 404
    assert beside.get(url).status_code == 404


def test_a_copy_is_printed_on_the_page_of_its_request(office, opened, client_of, at):
    with at("2008-06-10"):
        file = opened()
        asked = rights.receive_request(
            by=office.keeper,
            file=file,
            kind="access",
            asked_by="guardian",
            content="查阅全家资料",
            received_on=date(2008, 6, 10),
            identity_seen=True,
        )
        keeper = client_of(office.keeper)
        url, copy = (reverse(f"rights:{one}", args=[asked.pk]) for one in ("request", "copy"))
        page = keeper.get(url).content.decode()
        assert 'value="监护人"' in page
        assert "打印副本并登记答复" in page
        assert "支持，已办理" not in page
        assert "打印副本并登记答复" not in client_of(office.auditor).get(url).content.decode()
        beside = client_of(office.elsewhere)
        assert beside.post(copy, {"to": "本人"}).status_code == 404
        assert "请填写" in keeper.post(copy, {"to": ""}).content.decode()
        given = keeper.post(copy, {"to": "监护人"})
    assert (given["Content-Type"], given["Cache-Control"]) == ("application/pdf", "no-store")
    assert given.content[:5] == b"%PDF-"
    asked.refresh_from_db()
    assert asked.state == "granted"
    assert asked.release.shown_code in keeper.get(url).content.decode()


def test_the_api_gives_the_copy_that_answers(office, opened, client_of, at):
    with at("2008-06-10"):
        told = {
            "file_id": opened().pk,
            "kind": "access",
            "asked_by": "self",
            "content": "查阅",
            "received_on": "2008-06-10",
            "identity_seen": True,
        }
        keeper = client_of(office.keeper)
        json = {"content_type": "application/json"}
        made = keeper.post("/api/v1/rights/requests", told, **json).json()
        assert (made["state"], made["release_id"]) == ("open", None)
        url = f"/api/v1/rights/requests/{made['id']}"
        assert (
            client_of(office.approver).post(f"{url}/copy", {"to": "本人"}, **json).status_code
            == 403
        )
        given = keeper.post(f"{url}/copy", {"to": "本人"}, **json)
        assert (given.status_code, given.content[:5]) == (200, b"%PDF-")
        assert keeper.get(url).json()["release_id"] == PersonRequest.objects.get().release_id


def test_a_list_is_proposed_and_carried_out(office, opened, client_of, at):
    with at("2008-06-10"):
        file = opened()
        households.cancel_file(by=office.keeper, file=file, reason="迁出")
    with at("2018-06-12"):
        keeper = client_of(office.keeper)
        assert "档案保存期满待销毁" in keeper.get(reverse("web:workbench")).content.decode()
        assert "<b>1</b> 份" in keeper.get(reverse("rights:propose")).content.decode()
        keeper.post(reverse("rights:propose"), {"organisation": office.union.pk})
        disposal = Disposal.objects.get()
        page = keeper.get(reverse("rights:disposal", args=[disposal.pk])).content.decode()
        assert "批准并销毁" not in page
        approver = client_of(office.approver)
        page = approver.get(reverse("rights:disposal", args=[disposal.pk])).content.decode()
        assert "批准并销毁" in page
        approver.post(reverse("rights:destroy", args=[disposal.pk]))
    disposal.refresh_from_db()
    assert (disposal.state, HardshipFile.objects.get().stored_only_on) == (
        "done",
        date(2018, 6, 12),
    )


def test_what_was_destroyed_is_told_as_page_and_workbook_without_the_family(
    office, opened, walk, client_of, at, drain
):
    with at("2008-06-10"):
        file = walk(opened(holder_name="欧阳春晓"))
        gone = opened(holder_name="李建设")
        households.exit_file(by=office.approver, file=file, reason="已脱困")
        households.cancel_file(by=office.keeper, file=gone, reason="迁出")
    with at("2018-06-12"):
        disposal = rights.propose_disposal(by=office.keeper, organisation=office.union)
        rights.destroy(by=office.approver, disposal=disposal)
        keeper = client_of(office.keeper)
        url = reverse("rights:disposal", args=[disposal.pk])
        page = keeper.get(url).content.decode()
        assert "批准销毁" in page
        listed = cells(keeper.get(url, {"export": "xlsx"}).getvalue())
        make = reverse("ledgers:make") + "?book=rights.destroyed"
        form = keeper.get(make).content.decode()
        assert ("完整版" in form, "用途" in form) == (False, False)
        typed = {
            "organisation": office.union.pk,
            "form": "xlsx",
            "starts_on": "2018-01-01",
            "ends_on": "",
        }
        keeper.post(make, typed)
        drain()
        output = Output.objects.get()
        told = cells(content_of(output.file, "whole"))
        keeper.post(make, {**typed, "starts_on": "2017-01-01", "ends_on": "2017-12-31"})
        drain()
    assert (output.title, output.personal, output.rows) == ("销毁清册", False, 2)
    assert Output.objects.latest("pk").rows == 0  # another year
    row = next(row for row in told if file.file_no in row)
    assert row[1:10] == [
        str(disposal),
        file.file_no,
        office.unit.name,
        "相对困难",
        "2008-06-10",
        "已脱困",
        "2008-06-10",
        "2018-06-10",
        office.keeper.full_name,
    ]
    assert row[11] == office.approver.full_name
    for secret in ("欧阳", "春晓", "李建设", "13900001234"):
        assert secret not in str(told) + str(listed) + page
    assert client_of(office.elsewhere).get(url).status_code == 404


def cells(workbook):
    """Every row of the first sheet, days as people read them."""
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    return [
        [f"{cell:%Y-%m-%d}" if isinstance(cell, date) else cell for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def test_an_assessment_on_its_page(office, opened, client_of):
    opened()
    keeper = client_of(office.keeper)
    words = dict.fromkeys(("purpose", "necessity", "risks", "measures"), "认定困难职工")
    keeper.post(reverse("rights:write_impact"), {"organisation": office.union.pk, **words})
    made = ImpactAssessment.objects.get()
    page = keeper.get(reverse("rights:impact", args=[made.pk])).content.decode()
    assert "身份证号" in page
    assert "区域内档案" in page
    assert keeper.get(reverse("rights:impacts")).status_code == 200
    outsider = client_of(office.elsewhere)
    assert outsider.get(reverse("rights:impact", args=[made.pk])).status_code == 404


@pytest.mark.parametrize("address", ["rights:requests", "rights:disposals", "rights:impacts"])
def test_lists_cost_no_more_with_more_rows(
    office, opened, client_of, at, address, django_assert_max_num_queries, person
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(person(Role.AUDITOR, office.union))

    def add():
        with at("2008-06-10"):
            file = opened()
            rights.receive_request(
                by=office.keeper,
                file=file,
                kind="access",
                asked_by="self",
                content="查阅",
                received_on=date(2008, 6, 10),
                identity_seen=True,
            )
            Disposal.objects.create(
                organisation=office.union, proposed_by=office.keeper, proposed_on=date(2008, 6, 10)
            )
            rights.write_impact(
                by=office.keeper,
                organisation=office.union,
                purpose="甲",
                necessity="乙",
                risks="丙",
                measures="丁",
            )

    add()
    client.get(reverse(address))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(address))
    add()
    add()
    with django_assert_max_num_queries(len(one)):
        client.get(reverse(address))
