"""The pages of requests, lists and assessments, by who may and who may not."""

from datetime import date

import pytest
from django.urls import reverse

from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.rights.models import Disposal, ImpactAssessment, PersonRequest
from ground.accounts.roles import Role


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

    from assistance.rights import services

    client = client_of(person(Role.AUDITOR, office.union))

    def add():
        with at("2008-06-10"):
            file = opened()
            services.receive_request(
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
            services.write_impact(
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
