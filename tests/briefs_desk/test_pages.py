"""Pages and endpoints: who may, what is outside one's area, what the answers look like."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ground.accounts.models import Organisation
from ground.briefs import services
from ground.briefs.models import Article, Contribution, Issue, IssueFigure, Printed, Series
from tests.briefs_desk.conftest import BODY, edited

API = "/api/v1/briefs"


@pytest.fixture
def printed(submitted, leader, drain, at, only_facts) -> Issue:
    with at("2008-06-25"):
        services.sign_issue(by=leader, issue=submitted("甲", "乙"))
    drain()
    return Issue.objects.get()


@pytest.fixture
def elsewhere(make_organisation) -> Organisation:
    """A neighbour with a series of its own; nothing of ours is in its area."""
    return make_organisation("临澧县“双联”办", "link_office")


def test_the_way_of_an_article_through_the_pages(  # noqa: PLR0915 -- one way, told whole
    client_of, person, unit, editor, leader, series, drain, only_facts
):
    liaison = client_of(person("liaison", unit))
    typed = {
        "organisation": unit.pk, "title": "走访企业", "contributor": "市政协办",
        "blocks": "一、走访\n了解职工生活，送去慰问金2000元。",
    }  # fmt: skip
    answer = liaison.post("/briefs/contributions/new/", typed)
    sent = Contribution.objects.get()
    assert answer.headers["Location"] == f"/briefs/contributions/{sent.pk}/"
    assert [block["kind"] for block in sent.blocks] == ["heading", "paragraph"]

    desk = client_of(editor)
    span = {"series": series.pk, "year": 2008, "starts_on": "2008-01-01", "ends_on": "2030-06-25"}
    answer = desk.post("/briefs/issues/new/", span)
    issue = Issue.objects.get()
    assert answer.headers["Location"] == f"/briefs/issues/{issue.pk}/desk/"
    adopting = {"issue": issue.pk, "section": "工作动态"}
    answer = desk.post(f"/briefs/contributions/{sent.pk}/adopt/", adopting)
    assert answer.headers["Location"] == f"/briefs/issues/{issue.pk}/desk/"
    article = Article.objects.get()
    page = desk.get(f"/briefs/articles/{article.pk}/").content.decode()
    assert "一、走访\n了解职工生活，送去慰问金2000元。" in page
    changed = {**typed, "section": "经验交流", "editor_note": "按语"}
    seen = desk.post(f"/briefs/articles/{article.pk}/preview/", changed).content.decode()
    assert seen.count('src="data:image/png;base64,') == 1
    desk.post(f"/briefs/articles/{article.pk}/", changed)
    article.refresh_from_db()
    assert (article.section, article.editor_note) == ("经验交流", "按语")
    proof = desk.get(f"/briefs/issues/{issue.pk}/preview/").content.decode()
    assert "正文写到的慰问金、救助款：2,000 = 2,000元" in proof
    assert proof.count("data:image/png;base64,") >= 2
    desk.post(f"/briefs/issues/{issue.pk}/figures/", {"printed": ["test.sent"]})
    desk.post(f"/briefs/issues/{issue.pk}/submit/")

    boss = client_of(leader)
    assert boss.get(f"/briefs/issues/{issue.pk}/").headers["Location"].endswith("/review/")
    assert "签发" in boss.get(f"/briefs/issues/{issue.pk}/review/").content.decode()
    assert "了解职工生活" in boss.get(f"/briefs/issues/{issue.pk}/review/?as=text").content.decode()
    assert "data:image/png" in boss.get(f"/briefs/issues/{issue.pk}/proof/").content.decode()
    boss.post(f"/briefs/issues/{issue.pk}/send-back/", {"reason": "请再核对"})
    assert "请再核对" in desk.get(f"/briefs/issues/{issue.pk}/desk/").content.decode()
    desk.post(f"/briefs/issues/{issue.pk}/submit/")
    boss.post(f"/briefs/issues/{issue.pk}/sign/")
    drain()
    issue.refresh_from_db()
    assert (issue.state, issue.number, issue.left_out, issue.zeros) == ("typeset", 2, [], [])
    read = liaison.get(f"/briefs/issues/{issue.pk}/").content.decode()
    assert Printed.objects.get().sha256 in read
    picture = liaison.get(f"/briefs/issues/{issue.pk}/pages/1.png?width=1400")
    assert picture.content.startswith(b"\x89PNG")
    assert liaison.get(f"/briefs/issues/{issue.pk}/pages/99.png").status_code == 404
    text = liaison.get(f"/briefs/issues/{issue.pk}/?as=text").content.decode()
    assert "了解职工生活" in text
    opened = desk.get(f"/briefs/figures/{issue.pk}/test.sent/").content.decode()
    assert "走访企业" in opened
    assert "SELECT COUNT(*)" in opened
    below = liaison.get(f"/briefs/figures/{issue.pk}/test.sent/").content.decode()
    assert "明细不下发" in below
    assert ("走访企业" in below, "SELECT COUNT(*)" in below) == (False, False)
    assert liaison.get(f"/briefs/figures/{issue.pk}/test.relief/").status_code == 404


def test_a_form_keeps_what_was_typed(client_of, person, unit):
    liaison = client_of(person("liaison", unit))
    typed = {"organisation": unit.pk, "title": "走访", "blocks": "电话13873612345"}
    page = liaison.post("/briefs/contributions/new/", typed)
    assert page.status_code == 200
    assert "《走访》第1段含有手机号" in page.content.decode()
    assert "电话13873612345</textarea>" in page.content.decode()
    wide = {**typed, "blocks": "|" + "甲|" * 13}
    assert "表格应有1至12列" in liaison.post("/briefs/contributions/new/", wide).content.decode()
    assert (
        "表格应有1至12列" in liaison.post("/briefs/contributions/preview/", wide).content.decode()
    )
    assert not Contribution.objects.exists()


def test_the_live_preview_escapes_what_is_typed(client_of, person, unit):
    liaison = client_of(person("liaison", unit))
    typed = {"title": "<b>题</b>", "blocks": "一、标题\n<script>alert(1)</script>"}
    seen = liaison.post("/briefs/contributions/preview/", typed).content.decode()
    assert '<h4 class="brief-heading brief-heading-1">一、标题</h4>' in seen
    assert "&lt;script&gt;" in seen
    assert "<script>" not in seen
    assert "&lt;b&gt;题" in seen


def test_an_error_of_the_proof_is_a_sentence(client_of, editor, start, filled):
    desk = client_of(editor)
    empty = start()
    assert "还没有稿件" in desk.get(f"/briefs/issues/{empty.pk}/preview/").content.decode()
    issue = filled()
    article = issue.articles.get()
    bad = [{"kind": "paragraph", "text": "身份证430721198001010015，\U0002a6d0"}]
    services.edit_article(by=editor, article=article, **edited(article, blocks=bad))
    seen = desk.get(f"/briefs/issues/{issue.pk}/preview/").content.decode()
    assert "《走访企业》第1段含有身份证号" in seen
    assert "U+2A6D0" in seen
    answer = desk.post(f"/briefs/issues/{issue.pk}/submit/", follow=True).content.decode()
    assert "《走访企业》第1段含有身份证号" in answer
    typed = {"title": "", "section": "", "blocks": ""}
    seen = desk.post(f"/briefs/articles/{article.pk}/preview/", typed).content.decode()
    assert "请先填写标题、栏目和正文" in seen


def test_the_pdf_comes_as_a_file_and_nothing_else(client_of, person, unit, printed):
    reader = client_of(person("liaison", unit))
    for address in (f"/briefs/issues/{printed.pk}/pdf/", f"{API}/issues/{printed.pk}/pdf"):
        answer = reader.get(address)
        row = Printed.objects.get()
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == (
            "attachment; filename*=utf-8''" + quote("常德“双联”简报2008年第二期.pdf")
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Length"] == str(len(row.pdf))
        assert answer.headers["ETag"] == f'"{row.sha256}"'
        assert answer.headers["Cache-Control"].startswith("private")
        assert answer.content == bytes(row.pdf)


def test_an_issue_not_signed_is_for_the_desk_alone(client_of, person, unit, submitted, leader):
    issue = submitted()
    reader, boss = client_of(person("liaison", unit)), client_of(leader)
    for address in ("", "pdf/", "pages/1.png", "?as=text"):
        assert reader.get(f"/briefs/issues/{issue.pk}/{address}").status_code == 404
    assert reader.get(f"{API}/issues/{issue.pk}").status_code == 404
    assert boss.get(f"{API}/issues/{issue.pk}").status_code == 200
    assert reader.get(f"{API}/issues").json()["results"] == []


def test_a_neighbour_finds_nothing(
    client_of, person, elsewhere, make_organisation, printed, filled, send
):
    """Root's brief goes down to every unit; a county's brief does not go to its neighbour."""
    county = make_organisation("桃源县“双联”办", "link_office")
    editor, boss = person("office", county), person("leader", county)
    series = services.found_series(
        by=editor, organisation=county, title="桃源简报", issuer="桃源县“双联”办编"
    )
    issue = services.start_issue(
        by=editor, series=series, year=2008, starts_on=printed.starts_on, ends_on=printed.ends_on
    )
    sent = services.send_contribution(by=editor, organisation=county, title="桃源", blocks=BODY)
    article = services.adopt(by=editor, issue=issue, contribution=sent, section="动态")
    services.submit_issue(by=editor, issue=issue)
    services.sign_issue(by=boss, issue=issue)
    desk, reader = client_of(person("office", elsewhere)), client_of(person("liaison", elsewhere))
    lead = client_of(person("leader", elsewhere))
    assert reader.get(f"/briefs/issues/{printed.pk}/").status_code == 200
    code = IssueFigure.objects.filter(issue=issue).first().key
    for address in (
        f"/briefs/issues/{issue.pk}/", f"/briefs/issues/{issue.pk}/pdf/",
        f"/briefs/figures/{issue.pk}/{code}/", f"{API}/issues/{issue.pk}",
        f"{API}/issues/{issue.pk}/pdf", f"{API}/issues/{issue.pk}/figures/{code}",
        f"{API}/issues/{issue.pk}/articles", f"/briefs/contributions/{sent.pk}/",
        f"{API}/contributions/{sent.pk}",
    ):  # fmt: skip
        assert reader.get(address).status_code == 404, address
    for address in ("desk/", "preview/"):
        assert desk.get(f"/briefs/issues/{issue.pk}/{address}").status_code == 404
    for address in ("submit/", "figures/"):
        assert desk.post(f"/briefs/issues/{issue.pk}/{address}").status_code == 404
    for address in ("", "preview/", "move/", "remove/"):
        assert desk.post(f"/briefs/articles/{article.pk}/{address}").status_code == 404
    for address in ("adopt/", "return/"):
        assert desk.post(f"/briefs/contributions/{sent.pk}/{address}").status_code == 404
    for address in ("sign/", "send-back/"):
        assert lead.post(f"/briefs/issues/{issue.pk}/{address}").status_code == 404
    assert lead.get(f"/briefs/issues/{issue.pk}/review/").status_code == 404
    assert client_of(person("leader")).get(f"/briefs/issues/{issue.pk}/").status_code == 200


@pytest.mark.parametrize("role", ["liaison", "leader", "auditor", "administrator"])
def test_the_desk_is_the_offices(client_of, person, role, filled, unit):
    issue = filled()
    client = client_of(person(role))
    for address in (
        "/briefs/series/new/", "/briefs/issues/new/", f"/briefs/issues/{issue.pk}/desk/",
        f"/briefs/issues/{issue.pk}/preview/", f"/briefs/articles/{issue.articles.get().pk}/",
    ):  # fmt: skip
        assert client.get(address).status_code == 403
    body = {
        "series_id": issue.series_id,
        "year": 2008,
        "starts_on": "2008-01-01",
        "ends_on": "2008-02-01",
    }
    assert client.post(f"{API}/issues", body, content_type="application/json").status_code == 403
    if role != "leader":
        assert client.post(f"/briefs/issues/{issue.pk}/sign/").status_code == 403
        assert client.post(f"{API}/issues/{issue.pk}/sign").status_code == 403


def test_no_query_for_each_row(client_of, editor, leader, send, filled, drain, only_facts):
    desk = client_of(editor)
    addresses = ["/briefs/", "/briefs/contributions/", f"{API}/issues", f"{API}/contributions", "/"]

    def counted() -> list[int]:
        counts = []
        for address in addresses:
            desk.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert desk.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    issue = filled("甲")
    send("待处理一")
    addresses.append(f"/briefs/issues/{issue.pk}/desk/")
    one = counted()
    for title in ("乙", "丙"):
        services.adopt(by=editor, issue=issue, contribution=send(title), section="动态")
        filled(f"另期{title}")
        send(f"待处理{title}")
    assert counted() == one


def test_the_workbench_says_what_waits(
    client_of, person, unit, editor, leader, send, filled, submitted
):
    submitted("送签的")
    send("等处理的")
    services.return_contribution(by=editor, contribution=send("退的"), reason="请补数据")
    assert "等处理的" in client_of(editor).get("/").content.decode()
    assert "新一期待签发" in client_of(leader).get("/").content.decode()
    liaison = client_of(person("liaison", unit)).get("/").content.decode()
    assert "《退的》被退稿" in liaison
    assert "等处理的" not in liaison


def test_a_series_is_set_up_on_a_page(client_of, editor, root):
    desk = client_of(editor)
    assert "还没有设立简报" in desk.get("/briefs/issues/new/").content.decode()
    typed = {
        "organisation": root.pk,
        "title": "新简报",
        "issuer": "办公室编",
        "marking": "内部参阅",
    }
    assert desk.post("/briefs/series/new/", typed).status_code == 302
    assert (Series.objects.get().marking, Series.objects.get().paper_number) == ("内部参阅", 0)
    page = desk.post("/briefs/series/new/", typed).content.decode()
    assert "已存在" in page
    assert re.search(r'value="新简报"', page)
