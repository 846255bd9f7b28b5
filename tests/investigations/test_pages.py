import json
import uuid

import pytest
from django.urls import reverse

from assistance.households.models import HardshipFile
from assistance.investigations import offline
from assistance.investigations.models import HomeInvestigation
from ground.privacy.gate import texts_of_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(at):
    with at("2008-06-02"):
        yield


def said(file, paper, **changes):
    body = {
        "key": str(uuid.uuid4()),
        "file_id": file.pk,
        "visited_on": "2008-06-02",
        "investigators": [{"name": "周明"}, {"name": "吴芳"}],
        "present": "张建国",
        "living": "poor",
        "items": [
            {"side": "income", "kind": "other_income", "declared": "12000.00", "agrees": True},
            {
                "side": "expense",
                "kind": "other_expense",
                "declared": "4800.00",
                "agrees": False,
                "seen": "5200",
            },
        ],
        "conclusion": "mostly",
        "remark": "药费多400元",
        "photos": [str(paper.photo.pk)],
        "signatures": {
            "0": str(paper.signatures[0].pk),
            "1": str(paper.signatures[1].pk),
            "family": str(paper.family.pk),
        },
    }
    return body | changes


def test_a_phone_sends_it_twice_and_one_is_kept(waiting, office, papers, client_of):
    body = said(waiting, papers())
    client = client_of(office.keeper)
    first = client.post("/api/v1/investigations", body, content_type="application/json")
    assert first.status_code == 201, first.content
    again = client.post("/api/v1/investigations", body, content_type="application/json")
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert first.json()["holder"] == "张*国"
    assert first.json()["items"][1]["seen"] == "5200.00"
    other = client.post(
        "/api/v1/investigations", body | {"remark": "改了"}, content_type="application/json"
    )
    assert (other.status_code, other.json()["code"]) == (422, "recorded_already")
    assert HomeInvestigation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"file_id": 10**12}, "file_id"),
        ({"signatures": {}}, "signatures"),
        ({"items": [{"side": "x", "kind": "wage", "declared": "1"}]}, "items.0.kind"),
        (
            {"items": [{"side": "income", "kind": "wage", "declared": "1", "agrees": False}]},
            "items.0.seen",
        ),
        ({"visited_on": "2008-06-03"}, "visited_on"),
        ({"photos": [str(uuid.uuid4())]}, "file"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(waiting, office, papers, client_of, changes, where):
    answer = client_of(office.keeper).post(
        "/api/v1/investigations",
        said(waiting, papers(), **changes),
        content_type="application/json",
    )
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [where])
    assert HomeInvestigation.objects.count() == 0


def test_files_of_somebody_else_do_not_become_signatures(waiting, office, papers, client_of):
    body = said(waiting, papers(office.second))
    answer = client_of(office.keeper).post(
        "/api/v1/investigations", body, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "file_unknown")
    assert HomeInvestigation.objects.count() == 0


def test_out_of_scope_there_is_nothing(waiting, record, office, client_of):
    made = record(waiting)
    elsewhere, liaison = client_of(office.elsewhere), client_of(office.liaison)
    for name in ("investigation", "sheet"):
        url = reverse(f"investigations:{name}", args=[made.pk])
        assert (elsewhere.get(url).status_code, liaison.get(url).status_code) == (404, 403)
    for name in ("panel", "of_file", "blank"):
        assert (
            elsewhere.get(reverse(f"investigations:{name}", args=[waiting.pk])).status_code == 404
        )
    assert (
        elsewhere.get(reverse("investigations:signature", args=[made.pk, "0"])).status_code == 404
    )
    photo = made.photos.get()
    assert elsewhere.get(reverse("investigations:photo", args=[photo.pk])).status_code == 404
    assert elsewhere.get(f"/api/v1/investigations/{made.pk}").status_code == 404
    assert elsewhere.get(f"/api/v1/investigations/files/{waiting.pk}").status_code == 404
    assert (
        client_of(office.keeper).get(reverse("investigations:photo", args=[photo.pk])).status_code
        == 200
    )


def test_what_lies_on_the_phone_is_masked(waiting, office, django_assert_num_queries):
    known = offline.snapshot(office.keeper)
    text = json.dumps(known, ensure_ascii=False)
    [family] = known["files"]
    assert (family["name"], family["file_no"]) == ("张*国", waiting.file_no)
    assert [one["declared"] for one in family["items"]] == ["12000.00", "4800.00"]
    for hidden in ("张建国", "430701", "患病", "示例路"):
        assert hidden not in text
    assert offline.snapshot(office.keeper, known=known["stamp"]) == {"stamp": known["stamp"]}
    assert offline.snapshot(office.elsewhere)["files"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_lists_and_the_phones_store_cost_the_same_for_many(
    number, office, opened, walk, record, client_of, django_assert_num_queries
):
    for _ in range(number):
        record(walk(opened(), "investigation"))
        walk(opened(), "investigation")
    client = client_of(office.keeper)
    client.get(reverse("investigations:list"))
    with django_assert_num_queries(LIST):
        assert client.get(reverse("investigations:list")).status_code == 200
    with django_assert_num_queries(4):
        assert len(offline.snapshot(office.keeper)["files"]) == number


LIST = 11


def test_the_list_leaves_as_a_workbook_without_the_whole_name(waiting, record, office, client_of):
    record(waiting)
    answer = client_of(office.keeper).get(reverse("investigations:list"), {"export": "xlsx"})
    assert answer.status_code == 200
    sheet = " ".join(text for _, text in texts_of_file(answer.getvalue(), "xlsx"))
    assert "张*国" in sheet
    assert "张建国" not in sheet


def test_the_files_page_leads_to_the_work_and_shows_what_was_seen(
    waiting, record, office, client_of
):
    client = client_of(office.keeper)
    page = client.get(reverse("households:file", args=[waiting.pk])).content.decode()
    assert reverse("investigations:of_file", args=[waiting.pk]) in page
    assert reverse("investigations:panel", args=[waiting.pk]) in page
    onward = client.get(reverse("investigations:of_file", args=[waiting.pk]))
    assert onward["Location"] == f"/investigations/record/?file={waiting.pk}"
    made = record(waiting, conclusion="false", remark="有出租房")
    shown = client.get(reverse("investigations:panel", args=[waiting.pk])).content.decode()
    assert "不符" in shown
    assert "有出租房" not in shown
    own = client.get(reverse("investigations:investigation", args=[made.pk])).content.decode()
    assert "请退回补充，或不予建档" in own
    assert "有出租房" not in own
    assert "张建国" not in own


def test_a_sealed_text_needs_the_right_and_a_reason(waiting, record, office, client_of):
    made = record(waiting)
    url = reverse("investigations:reveal", args=[made.pk, "remark"])
    assert client_of(office.auditor).post(url, {"reason": "看看"}).status_code == 403
    assert client_of(office.keeper).post(url, {"reason": ""}).status_code == 422
    answer = client_of(office.keeper).post(url, {"reason": "复核"})
    assert (answer.content.decode(), answer["Cache-Control"]) == ("药费比申报多400元", "no-store")


def test_withdrawn_on_the_page(waiting, record, office, client_of):
    made = record(waiting, conclusion="false", remark="写错了户")
    client = client_of(office.keeper)
    url = reverse("investigations:withdraw", args=[made.pk])
    client.post(url, {"reason": ""})
    assert HomeInvestigation.objects.get().state == "recorded"
    client.post(url, {"reason": "写错了户"})
    assert HomeInvestigation.objects.get().state == "withdrawn"


def test_papers_name_nobody_in_full(waiting, record, office, client_of, pdf_text):
    made = record(waiting)
    client = client_of(office.keeper)
    blank = pdf_text(client.get(reverse("investigations:blank", args=[waiting.pk])).content)
    filled = pdf_text(client.get(reverse("investigations:sheet", args=[made.pk])).content)
    for text in (blank, filled):
        assert "入户调查表" in text
        assert "张*国" in text
        assert waiting.file_no in text
        for hidden in ("张建国", "李秀英", "430701", "药费", "两间旧房"):
            assert hidden not in text
    assert "□属实" in blank
    assert "12,000.00" in blank
    assert "5,200.00" in filled
    assert "周明、吴芳" in filled


def test_the_workbench_tells_of_homes_to_visit_and_of_what_was_not_so(
    waiting, record, office, client_of
):
    client = client_of(office.keeper)
    page = client.get("/").content.decode()
    assert "待入户" in page
    assert "档案待入户调查" not in page
    record(waiting, conclusion="false", remark="有出租房")
    page = client.get("/").content.decode()
    assert "入户调查不符" in page
    assert HardshipFile.objects.get().gate.kind == "investigation"
