"""The lists and what is found from them: masked, within scope, by the same few queries."""

import io

import python_calamine
from django.urls import reverse

from ground.audit.models import Entry

from .conftest import id_number


def test_the_list_is_masked_and_within_scope(office, opened, page_of):
    file = opened()
    seen = page_of(office.auditor, "list").content.decode()
    assert file.file_no in seen
    assert "张*国" in seen
    assert "张建国" not in seen
    assert file.file_no not in page_of(office.elsewhere, "list").content.decode()


def test_the_list_asks_as_often_for_three_as_for_one(
    office, opened, client_of, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(office.keeper)
    opened()
    with CaptureQueriesContext(connection) as one:
        assert client.get(reverse("households:list")).status_code == 200
    opened(), opened()
    with django_assert_num_queries(len(one)):
        client.get(reverse("households:list"))


def test_the_list_narrows(office, opened, walk, page_of):
    active, draft = walk(opened()), opened()

    def shown(**query):
        text = page_of(office.keeper, "list", **query).content.decode()
        return [file.file_no for file in (active, draft) if file.file_no in text]

    assert shown() == [active.file_no, draft.file_no]
    assert shown(state="active") == [active.file_no]
    assert shown(category="relative") == [active.file_no]
    assert shown(cause="6") == [active.file_no]
    assert shown(unit=office.unit.pk) == [active.file_no, draft.file_no]
    assert shown(year=active.opened_on.year) == [active.file_no, draft.file_no]
    assert shown(q=draft.file_no) == [draft.file_no]


def test_the_export_is_masked(office, opened, page_of):
    opened()
    answer = page_of(office.auditor, "list", export="xlsx")
    sheet = python_calamine.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    text = repr(sheet.get_sheet_by_index(0).to_python())
    assert "张*国" in text
    assert "张建国" not in text
    assert Entry.objects.filter(action="privacy.released").count() == 1


def test_a_person_is_found_by_post_only(office, opened, client_of):
    file = opened(id_no=id_number(7))
    client, url = client_of(office.auditor), reverse("households:find")
    assert file.file_no in client.post(url, {"asked": "张建国"}).content.decode()
    assert file.file_no not in client.get(url, {"asked": "张建国"}).content.decode()
    assert "请输入姓名（两个字以上）" in client.post(url, {}).content.decode()
    assert "校验位不符" in client.post(url, {"asked": "430701197001010011"}).content.decode()


def test_outside_the_scope_there_is_nothing(office, opened, page_of, client_of):
    file = opened()
    for name in ("file", "versions", "papers", "add_paper", "merge", "split"):
        assert page_of(office.elsewhere, name, file.pk).status_code == 404
    assert page_of(office.elsewhere, "section", file.pk, "head").status_code == 404
    step = reverse("households:step", args=[file.pk, "submit"])
    assert client_of(office.elsewhere).post(step).status_code == 404
    reveal = reverse("households:reveal", args=[file.pk, "id_no"])
    assert client_of(office.elsewhere).post(reveal, {"reason": "核对"}).status_code == 404


def test_the_workbench_says_what_waits(office, opened, walk, client_of):
    opened()
    walk(opened(), "approval")
    keeper = client_of(office.keeper).get(reverse("web:workbench")).content.decode()
    assert "档案待完善" in keeper
    assert "档案待审批" not in keeper
    approver = client_of(office.approver).get(reverse("web:workbench")).content.decode()
    assert "档案待审批" in approver
