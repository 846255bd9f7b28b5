"""The pages and the API of helpers: masked, in scope, one query count, nothing typed is lost."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.households import services
from assistance.households.models import FamilyPair, HomeVisit
from assistance.visits.models import VisitPromise
from tests.households.test_helpers import agency, family, paired

__all__ = ["agency", "family"]


@pytest.fixture
def pair(agency, family, at):
    return paired(agency, family(holder_name="张建国"), at=at)


def test_the_agencys_liaison_sees_its_families_masked_and_no_others(
    agency, family, pair, at, client_of
):
    far = paired(agency, family(holder_name="李春花"), agency.far, at=at)
    client = client_of(agency.liaison)
    listed = client.get(reverse("households:helpers")).content.decode()
    assert "张*国" in listed
    assert "张建国" not in listed
    assert "李*花" not in listed
    assert client.get(reverse("households:pair", args=[far.pk])).status_code == 404
    shown = client.get(reverse("households:pair", args=[pair.pk])).content.decode()
    assert "登记入户走访" in shown
    assert "查看档案" not in shown
    sheet = client.get(reverse("households:helpers"), {"export": "xlsx"})
    book = openpyxl.load_workbook(BytesIO(b"".join(sheet.streaming_content)))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert "张*国" in cells
    assert not {"张建国", "李*花"} & set(cells)


def test_the_list_asks_as_often_for_three_as_for_one(agency, family, pair, at, client_of):
    client = client_of(agency.office)
    client.get(reverse("households:helpers"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("households:helpers"))
    paired(agency, family(holder_name="李春花"), at=at)
    paired(agency, family(holder_name="王秀英"), agency.far, at=at)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("households:helpers"))
    assert len(one) == len(three)


def test_the_files_page_brings_its_helpers_in(agency, pair, office, client_of):
    client = client_of(office.keeper)
    page = client.get(reverse("households:file", args=[pair.file_id])).content.decode()
    card = reverse("households:helpers_of", args=[pair.file_id])
    assert card in page
    assert "许立新" in client.get(card).content.decode()


def test_an_office_assigns_replaces_and_ends(agency, family, office, at, client_of):
    file = family(holder_name="张建国")
    client = client_of(office.keeper)
    with at("2008-03-01"):
        waiting = client.get(reverse("households:without_helper")).content.decode()
    assert file.file_no in waiting
    # the union keeps files of its own area; cadres of the city's agencies are the office's to assign
    chief = client_of(agency.office)
    address = reverse("households:assign_helper", args=[file.pk])
    with at("2008-03-01"):
        assert "许立新" in chief.get(address).content.decode()
        told = chief.get(address, {"agency": "没有这个局"}).content.decode()
        assert "没有名为“没有这个局”的单位" in told
        sent = chief.post(address, {"cadre": agency.xu.pk, "from_on": "2008-03-01"})
    assert sent.status_code == 302
    pair = FamilyPair.objects.get()
    with at("2008-04-01"):
        kept = chief.post(
            reverse("households:replace_helper", args=[pair.pk]),
            {"cadre": agency.deng.pk, "on": "2008-05-01", "reason": "轮岗"},
        )
        assert kept.status_code == 200
        assert "轮岗" in kept.content.decode()
        assert FamilyPair.objects.count() == 1
        chief.post(
            reverse("households:replace_helper", args=[pair.pk]),
            {"cadre": agency.deng.pk, "on": "2008-04-01", "reason": "轮岗"},
        )
        new = FamilyPair.objects.get(to_on=None)
        assert new.cadre == agency.deng
        chief.post(reverse("households:end_helper", args=[new.pk]), {"reason": "家庭要求"})
    assert not FamilyPair.objects.present().exists()


def test_a_visit_home_is_typed_on_a_page(agency, pair, at, client_of):
    client = client_of(agency.liaison)
    address = reverse("households:visit_home", args=[pair.pk])
    typed = {
        "key": str(uuid4()),
        "visited_on": "2008-05-09",
        "kind": "routine",
        "visitors": "许立新",
        "situation": "",
        "note": "妻子住院",
    }
    with at("2008-05-10"):
        refused = client.post(address, typed)
        assert "妻子住院" in refused.content.decode()
        assert client.post(address, typed | {"situation": "入户走访"}).status_code == 302
    assert HomeVisit.objects.get().note == "妻子住院"
    assert "妻子住院" in client.get(reverse("households:pair", args=[pair.pk])).content.decode()
    other = client_of(agency.stranger)
    assert other.get(address).status_code == 404


def test_a_promise_made_at_home_is_a_task_and_of_one_family(agency, family, pair, at, client_of):
    client = client_of(agency.liaison)
    address = reverse("households:visit_home", args=[pair.pk])
    typed = {
        "key": str(uuid4()),
        "visited_on": "2008-05-09",
        "kind": "routine",
        "visitors": "许立新",
        "situation": "入户走访",
        "promise": "联系县医院减免检查费",
    }
    second = family(holder_name="李春花")
    with at("2008-03-02"):
        other = services.assign_helper(
            by=agency.office, file=second, cadre=agency.xu, from_on=date(2008, 3, 2)
        )
    with at("2008-05-10"):
        assert "请填写完成期限" in client.post(address, typed).content.decode()
        typed["promise_due_on"] = "2008-06-10"
        two = client.post(address, typed | {"also": [other.pk]}).content.decode()
        assert "有承诺事项时请不要选择" in two
        assert not HomeVisit.objects.exists()
        assert client.post(address, typed).status_code == 302
        assert client.post(address, typed).status_code == 302  # sent twice, promised once
    promise = VisitPromise.objects.get()
    assert (promise.content, promise.task.agency) == ("联系县医院减免检查费", agency.organisation)
    assert promise.task.due_on == date(2008, 6, 10)


def test_the_workbench_names_families_whose_helper_left(agency, pair, office, at, client_of):
    with at("2008-06-02"):
        services.move_families(cadre_id=agency.xu.pk, left_on=date(2008, 6, 1), successor_id=None)
        page = client_of(office.keeper).get("/").content.decode()
    assert "结对干部已离任，待确定接替人" in page


def test_the_api_lists_assigns_and_answers_offline(agency, family, pair, at, client_of):
    client = client_of(agency.office)
    second = family(holder_name="李春花")
    with at("2008-03-02"):
        made = client.post(
            f"/api/v1/households/files/{second.pk}/helpers",
            {"cadre_id": agency.deng.pk, "from_on": "2008-03-02"},
            content_type="application/json",
        )
    assert made.status_code == 201
    assert made.json()["holder"] == "李*花"
    rows = client.get("/api/v1/households/helpers").json()["results"]
    assert {row["holder"] for row in rows} == {"张*国", "李*花"}
    offline = client_of(agency.liaison).get("/api/v1/households/offline").json()
    assert sorted(one["name"] for one in offline["families"]) == ["张*国", "李*花"]
