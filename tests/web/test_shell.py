"""The frame: what a person finds in the navigation, the phone's bar, the workbench."""

from datetime import date, timedelta

import pytest
from django.test import RequestFactory

from ground.accounts.permissions import SEE_ORGANISATIONS
from ground.kernel import clock
from ground.web import shell, workbench
from ground.web.workbench import Chart, Tile, Urgency, Waiting


@pytest.fixture
def framed():
    def at(user, path: str) -> dict:
        request = RequestFactory().get(path)
        request.user = user
        return shell.shell(request)

    return at


@pytest.fixture
def sources(monkeypatch):
    """A workbench of which the test declares every source."""
    for name in ("_waiting", "_figures", "_charts"):
        monkeypatch.setattr(workbench, name, [])


@pytest.mark.django_db
def test_the_navigation_holds_what_one_may_open(person, framed):
    liaison = {one.label for one in framed(person("liaison"), "/")["navigation"]}
    administrator = {one.label for one in framed(person("administrator"), "/")["navigation"]}
    assert "工作台" in liaison & administrator
    assert "人员" not in liaison
    assert {"人员", "接口密钥", "操作记录"} <= administrator


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "label"), [("/", "工作台"), ("/admin/people/7/", "人员"), ("/account/", None)]
)
def test_one_place_is_the_present_one(person, framed, path, label):
    here = [one.label for one in framed(person("administrator"), path)["navigation"] if one.here]
    assert here == ([label] if label else [])


@pytest.mark.django_db
def test_the_phone_has_the_visit_in_its_middle_for_who_may_record_one(person, framed, monkeypatch):
    monkeypatch.setattr(
        shell, "PRIMARY", ("web:account", "登记走访", "visit", "visits.record_visit")
    )
    dock = framed(person("liaison"), "/")["dock"]
    assert [one.main for one in dock].index(True) == min(2, len(dock) - 1)
    assert not any(one.main for one in framed(person("auditor"), "/")["dock"])
    monkeypatch.setattr(
        shell, "PRIMARY", ("nowhere:at_all", "登记走访", "visit", "visits.record_visit")
    )
    assert not any(one.main for one in framed(person("liaison"), "/")["dock"])


@pytest.mark.django_db
def test_the_most_urgent_waits_on_top(person, client_of, sources):
    today = clock.today()

    @workbench.waiting(order=1, permission=SEE_ORGANISATIONS)
    def some(user):
        return [
            Waiting("不急", "/a/"),
            Waiting("将到期", "/b/", since=today, urgency=Urgency.SOON),
            Waiting("昨天到期", "/c/", since=today - timedelta(days=1), urgency=Urgency.OVERDUE),
            Waiting("早已到期", "/d/", since=today - timedelta(days=9), urgency=Urgency.OVERDUE),
        ]

    user = person("office")
    order = [one.title for one in workbench.waiting_for(user)]
    assert order == ["早已到期", "昨天到期", "将到期", "不急"]
    page = client_of(user).get("/").content.decode()
    assert "有 4 件事等您办理" in page
    assert "其中 2 件已逾期" in page


@pytest.mark.django_db
def test_an_empty_workbench_says_so(person, client_of, sources):
    page = client_of(person("office")).get("/").content.decode()
    assert "都办完了" in page


@pytest.mark.django_db
def test_figures_and_charts_open_to_what_they_count(person, client_of, sources):
    @workbench.figures(order=1, permission=SEE_ORGANISATIONS)
    def numbers(user):
        return [Tile("结对企业", 138, "家", "/pairing/?state=active")]

    @workbench.charted(order=1, permission=SEE_ORGANISATIONS)
    def months(user):
        return Chart("每月走访", "次", [("一月", 12), ("二月", 30)])

    page = client_of(person("office")).get("/").content.decode()
    assert 'href="/pairing/?state=active"' in page
    assert '"labels": ["\\u4e00\\u6708", "\\u4e8c\\u6708"]' in page or '"一月"' in page
    assert "查看数据" in page


@pytest.mark.django_db
def test_a_single_bar_is_a_sentence_and_zeros_are_nothing(person, client_of, sources):
    @workbench.charted(order=1, permission=SEE_ORGANISATIONS)
    def one_kind(user):
        return Chart("各类金额", "元", [("慰问金", 19300.5), ("助学金", 0)])

    @workbench.charted(order=2, permission=SEE_ORGANISATIONS)
    def nothing_yet(user):
        return Chart("每月会议", "次", [("一月", 0), ("二月", 0)])

    page = client_of(person("office")).get("/").content.decode()
    assert "慰问金 19,300.50 元" in page
    assert "data-chart" not in page
    assert "每月会议" not in page


@pytest.mark.django_db
def test_a_shifted_clock_says_so_on_every_page(person, client_of, client):
    office = client_of(person("office"))
    assert "演示日期" not in office.get("/").content.decode()
    clock.let_today_be(date(2008, 6, 26))
    try:
        for page in (office.get("/"), office.get("/visits/"), client.get("/nowhere/")):
            assert "演示日期：2008年6月26日" in page.content.decode()
    finally:
        clock.let_today_be(None)
