"""Ready paragraphs: declared by the apps, offered to a unit of its own work, put into the text."""

from datetime import date

import pytest

from ground.briefs import offers
from ground.briefs.models import Contribution
from ground.kernel.periods import Period

SEND, PUT = "/briefs/contributions/new/", "/briefs/contributions/put-in/"


@pytest.fixture
def declared(monkeypatch):
    """Two kinds of our own, whatever the apps above declare; one says for whom it was asked."""
    monkeypatch.setattr(offers, "_offers", {})

    @offers.offer("test.visits", label="走访", order=20)
    def visits(organisation, period):
        for at in range(20):
            yield at, f"{organisation.name}第{at}次走访。"

    @offers.offer("test.tasks", label="任务", order=10)
    def tasks(organisation, period):
        yield 1, "电话13873612345联系。"
        yield 2, f"{period.starts_on}起办结一件<b>。"

    @offers.offer("test.none", label="没有的", order=30)
    def none(organisation, period):
        return []


def test_kinds_in_order_the_newest_and_no_numbers_of_people(declared, unit, at):
    with at("2008-06-26"):
        tasks, visits = offers.offered_to(unit)
    assert [one.text for one in tasks.paragraphs] == ["2008-03-27起办结一件<b>。"]
    assert (visits.label, len(visits.paragraphs)) == ("走访", offers.MOST)
    assert visits.paragraphs[0] == offers.Offered("test.visits:0", "市政协办第0次走访。")


def test_a_kind_is_declared_once(declared):
    with pytest.raises(ValueError, match="declared twice"):
        offers.offer("test.none", label="又一", order=1)(lambda *_: [])


def test_days_bear_their_year_where_it_is_another(at):
    with at("2008-02-01"):
        assert (
            offers.days_in_words(date(2007, 12, 1), date(2008, 1, 5))
            == "2007年12月1日至2008年1月5日"
        )
        assert offers.lately() == Period(starts_on=date(2007, 11, 2), ends_on=date(2008, 2, 1))


def test_a_paragraph_is_put_in_and_the_rest_stays(declared, client_of, person, unit):
    desk = client_of(person("liaison", unit))
    page = desk.get(SEND).content.decode()
    assert 'value="test.visits:0"' in page
    assert "起办结一件&lt;b&gt;。" in page
    typed = {"organisation": unit.pk, "title": "我的题目", "byline": "张三", "blocks": "开头。\n"}
    page = desk.post(PUT, typed | {"offer": "test.visits:3"}).content.decode()
    assert "开头。\n市政协办第3次走访。</textarea>" in page
    assert 'value="我的题目"' in page
    assert 'value="张三"' in page
    gone = desk.post(PUT, typed | {"offer": "test.tasks:1"}).content.decode()
    assert "这个段落现在没有了" in gone
    assert "开头。" in gone
    assert desk.get(PUT).headers["Location"] == SEND
    assert not Contribution.objects.exists()


def test_nothing_is_offered_of_a_unit_out_of_ones_area(
    declared, client_of, person, unit, make_organisation
):
    other = make_organisation("别的单位", "agency")
    desk = client_of(person("liaison", unit))
    for strange in (other.pk, "x", "²", "", "9" * 30):
        page = desk.post(PUT, {"organisation": strange, "offer": "test.visits:0", "blocks": "甲"})
        assert page.status_code == 200
        assert "别的单位第" not in page.content.decode()
