"""The doors without an account, the register and its papers, and the way of one through the pages."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from assistance.complaints import rules, services
from assistance.complaints.models import Complaint
from ground.audit.models import Entry
from ground.places.models import LocalRule
from ground.privacy.models import Release
from tests.complaints.conftest import SAID

pytestmark = pytest.mark.django_db


@pytest.fixture
def anyone():
    return Client(enforce_csrf_checks=True)


def posted(client: Client, url: str, said: dict, to: str = "") -> object:
    page = client.get(url)
    token = re.search(rb'csrfmiddlewaretoken" value="([^"]+)"', page.content)
    said = {"csrfmiddlewaretoken": token.group(1).decode() if token else "", **said}
    return client.post(to or url, said)


def telling(**changed) -> dict:
    return {
        "key": str(uuid4()),
        "kind": "favouritism",
        "content": SAID,
        "who": "",
        "phone": "",
        "homepage": "",
        **changed,
    }


def test_anybody_tells_and_follows_with_number_and_code(office, anyone):
    page = posted(anyone, "/complaints/tell/", telling(phone="13807360009"))
    text = page.content.decode()
    complaint = Complaint.objects.get()
    assert complaint.mark in text
    code = rules.shown_code(str(complaint.code))
    assert code in text
    for kept_out in (page,):
        assert kept_out["Cache-Control"] == "no-store"
        assert "noindex" in kept_out["X-Robots-Tag"]
    shown = posted(anyone, "/complaints/look/", {"number": "2008-1", "code": code})
    year = complaint.year
    shown = posted(anyone, "/complaints/look/", {"number": f"{year}-1", "code": code})
    assert "已收到，待受理" in shown.content.decode()
    assert SAID not in shown.content.decode()
    wrong = posted(anyone, "/complaints/look/", {"number": f"{year}-1", "code": "AAAAA-AAAAA"})
    assert "编号或查询码不对" in wrong.content.decode()


def test_a_machine_a_post_without_token_and_a_flood_are_refused(office, anyone):
    assert (
        "请把这一栏清空"
        in posted(anyone, "/complaints/tell/", telling(homepage="http://x")).content.decode()
    )
    assert anyone.post("/complaints/tell/", telling()).status_code == 403
    assert anyone.put("/complaints/tell/").status_code == 405
    LocalRule.objects.filter(code="problems.address_per_hour").update(value=2)
    for _ in range(2):
        posted(anyone, "/complaints/tell/", telling())
    flood = posted(anyone, "/complaints/tell/", telling())
    assert "过于频繁" in flood.content.decode()
    assert Complaint.objects.count() == 2
    for _ in range(2):
        posted(anyone, "/complaints/look/", {"number": "2008-1", "code": "AAAAA-AAAAA"})
    guessed = posted(anyone, "/complaints/look/", {"number": "2008-1", "code": "AAAAA-AAAAA"})
    assert "过于频繁" in guessed.content.decode()


def test_a_form_sent_twice_shows_the_same_code(office, anyone):
    said = telling()
    first = posted(anyone, "/complaints/tell/", said).content.decode()
    second = posted(anyone, "/complaints/tell/", said).content.decode()
    code = rules.shown_code(str(Complaint.objects.get().code))
    assert code in first
    assert code in second


def test_a_long_post_and_a_forged_thing_are_refused(office, anyone):
    answer = anyone.post("/complaints/tell/", {"content": "长" * 200_000})
    assert answer.status_code == 413
    assert anyone.get("/complaints/tell/campaigns.publication/FORGED/").status_code == 404
    assert anyone.get("/complaints/look/review/").status_code == 404


def test_whoever_complained_reads_the_answer_once_another_has_closed_it(
    office, looking, answer, at, anyone
):
    code = rules.shown_code(str(looking.code))
    answer(looking)
    asked = {"number": looking.mark, "code": code}
    assert "已收回" not in posted(anyone, "/complaints/look/", asked).content.decode()
    with at("2008-06-23"):
        services.close_complaint(by=office.second, complaint=looking)
        text = posted(anyone, "/complaints/look/", asked).content.decode()
    assert "属实" in text
    assert "款已收回" in text
    for secret in ("表弟", "收回慰问金，批评教育", "伍建国", "13807360009"):
        assert secret not in text
    with at("2008-07-01"):
        again = posted(
            anyone,
            "/complaints/look/",
            {**asked, "why": "处理太轻"},
            to="/complaints/look/review/",
        )
    assert "已收到您的申请" in again.content.decode()
    assert Complaint.objects.get().state == "accepted"


def test_the_way_through_the_pages(office, tell, client_of, at):
    complaint = tell()
    keeper, second = client_of(office.keeper), client_of(office.second)
    base = f"/complaints/{complaint.pk}/"
    with at("2008-06-05"):
        page = keeper.get(base).content.decode()
        assert SAID in page
        assert "伍建国" not in page
        assert "13807360009" not in page
        assert Entry.objects.filter(action="complaints.opened", actor_id=office.keeper.pk).exists()
        keeper.post(f"{base}accept/")
        keeper.post(f"{base}assign/", {"handler": office.keeper.pk})
        shown = keeper.get(base).content.decode()
        assert "伍**" in shown or "伍*国" in shown
        assert "13807360009" not in shown
        told = keeper.post(f"{base}reveal/who/", {"reason": "核实"})
        assert told.content.decode() == "伍建国"
        assert second.post(f"{base}reveal/who/", {"reason": "核实"}).status_code == 422
        keeper.post(
            f"{base}answer/",
            {"report": "查清", "finding": "false", "measures": "", "answer": "经查不属实"},
        )
        assert "请另一人审核办结" in keeper.get(base).content.decode()
        second.post(f"{base}close/")
    assert Complaint.objects.get().state == "closed"


def test_an_auditor_reads_the_register_and_not_what_was_said(office, tell, client_of):
    complaint = tell()
    page = client_of(office.auditor).get(f"/complaints/{complaint.pk}/").content.decode()
    assert complaint.mark in page
    assert SAID not in page
    assert not Entry.objects.filter(action="complaints.opened").exists()


def test_staff_take_it_down_with_papers_and_give_the_code(office, client_of):
    desk = client_of(office.desk)
    said = telling(
        way="letter",
        received_on="2008-06-01",
        unit="桃源纺织厂",
        about_label="春节慰问",
        who="伍建国",
    )
    page = desk.post("/complaints/take/", said).content.decode()
    complaint = Complaint.objects.get()
    assert (complaint.way, complaint.unit, complaint.office) == (
        "letter",
        office.factory,
        office.county,
    )
    assert rules.shown_code(str(complaint.code)) in page
    assert desk.get(f"/complaints/{complaint.pk}/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    office, tell, client_of, number, django_assert_max_num_queries
):
    for _ in range(number):
        tell()
    client = client_of(office.keeper)
    client.get("/complaints/")
    with django_assert_max_num_queries(24):
        client.get("/complaints/")


def test_the_register_leaves_as_workbook_and_paper_without_what_is_sealed(
    office, looking, client_of
):
    client = client_of(office.keeper)
    book = client.get("/complaints/?export=xlsx")
    assert book.status_code == 200
    paper = client.get("/complaints/?export=pdf")
    content = b"".join(paper) if paper.streaming else paper.content
    assert content[:4] == b"%PDF"
    assert Release.objects.count() == 2
    figures = client.get("/complaints/figures/?year=2008&export=pdf")
    assert (b"".join(figures))[:4] == b"%PDF"
    assert client.get("/complaints/figures/?year=2008&export=xlsx").status_code == 200
    assert "优亲厚友" in client.get("/complaints/figures/?year=2008").content.decode()


def test_the_api_reads_and_receives(office, tell, client_of):
    tell()
    desk = client_of(office.keeper)
    listed = desk.get("/api/v1/complaints?state=received").json()["results"]
    assert [one["mark"] for one in listed] == ["诉〔2008〕1号"]
    assert SAID not in str(listed)
    made = desk.post(
        "/api/v1/complaints",
        {"way": "phone", "kind": "manner", "content": "态度不好", "unit_id": office.factory.pk},
        content_type="application/json",
    )
    assert made.status_code == 201
    one = desk.get(f"/api/v1/complaints/{made.json()['id']}").json()
    assert (one["kind"], one["inquiries"]) == ("manner", [])
    assert (
        desk.post(
            "/api/v1/complaints",
            {"way": "phone", "kind": "manner", "content": "x", "unit_id": 10**9},
            content_type="application/json",
        ).status_code
        == 404
    )
