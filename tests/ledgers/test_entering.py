"""What was entered in the national system is noted for all files of a filter, and can be taken back."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from assistance.households import services as households
from assistance.ledgers import services
from assistance.ledgers.models import HandOver, HandOverLine
from assistance.reviews.models import BulkRun
from ground.audit.models import Entry
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from tests.households.conftest import id_number

WAITING = reverse("ledgers:waiting")


@pytest.fixture
def handed(office, drain):
    def hand():
        services.ask_hand_over(by=office.keeper, organisation=office.union, reason="录入全国系统")
        drain()
        return HandOver.objects.latest("pk")

    return hand


@pytest.fixture
def three(office, opened, walk, handed):
    """Three families handed over; then one of them has changed, and is handed over again."""
    files = [walk(opened(id_no=id_number(serial))) for serial in (100, 102, 104)]
    handed()
    households.reclassify_file(
        by=office.approver, file=files[0], category="deep", reason="支出增加"
    )
    handed()
    return files


def waiting():
    lines = HandOverLine.objects.filter(is_latest=True, entered_on__isnull=True)
    return set(lines.values_list("file_id", flat=True))


def previewed(client, url, **typed):
    answer = client.post(url, typed, follow=True)
    return BulkRun.objects.latest("pk"), answer.content.decode()


def confirmed(client, run, drain):
    client.post(reverse("reviews:bulk_confirm", args=[run.pk]))
    drain()
    run.refresh_from_db()
    assert run.state == "done"


def test_the_lines_of_a_filter_are_entered_after_a_counted_preview(office, three, client_of, drain):
    changed, *others = three
    keeper, today = client_of(office.keeper), clock.today()
    page = keeper.get(f"{WAITING}?change=added").content.decode()
    assert (changed.file_no in page, others[0].file_no in page) == (False, True)
    link = unescape(re.search(r'href="([^"]+)">[^<]*(?:<[^>]+>)*批量登记录入', page).group(1))
    assert "2 户" in keeper.get(link).content.decode()
    listed = keeper.get(reverse("reviews:work_list", args=["to_enter"]) + "?change=added")
    assert "/reviews/bulk/?list=to_enter&amp;change=added" in listed.content.decode()
    early, told = previewed(keeper, link, entered_on=today - timedelta(days=30))
    whys = set(early.items.values_list("state", "why"))
    assert whys == {("refused", "报送晚于这个录入日期")}
    run, told = previewed(keeper, link, entered_on=today)
    assert "未录入全国系统；报送情况：新增" in told
    assert waiting() == {file.pk for file in three}  # a preview does nothing
    confirmed(keeper, run, drain)
    assert waiting() == {changed.pk}
    line = HandOverLine.objects.get(file=others[0])
    assert (line.entered_on, line.entered_by) == (today, office.keeper)
    page = keeper.get(WAITING).content.decode()
    assert (changed.file_no in page, others[0].file_no in page) == (True, False)
    assert Entry.objects.get(action="ledgers.entered").details["files"] == 2


def test_what_was_noted_by_mistake_is_taken_back_with_a_reason(office, three, client_of, drain):
    keeper, today = client_of(office.keeper), clock.today()
    every = HandOverLine.objects.all()
    with pytest.raises(RuleBroken) as refused:
        services.take_back_entered(by=office.second, lines=every, reason="登记错了")
    assert refused.value.code == "nothing_entered"
    services.mark_entered(by=office.keeper, lines=every, entered_on=today)
    assert waiting() == set()
    with pytest.raises(RuleBroken) as refused:
        services.take_back_entered(by=office.second, lines=every, reason=" ")
    assert refused.value.code == "reason_missing"
    assert waiting() == set()
    url = f"{reverse('reviews:bulk')}?do=not_entered&q={three[1].file_no}"
    run, _ = previewed(keeper, url, reason="录入时漏了这一户")
    confirmed(keeper, run, drain)
    assert waiting() == {three[1].pk}
    line = HandOverLine.objects.get(file=three[1])
    assert (line.entered_on, line.entered_by) == (None, None)
    told = Entry.objects.get(action="ledgers.entry_taken_back")
    assert (told.actor, told.details["files"]) == (office.keeper.username, 1)
    assert told.details["reason"] == "录入时漏了这一户"


def test_why_a_file_is_left_out(office, opened, walk, handed, client_of):
    entered = walk(opened(id_no=id_number(100)))
    services.mark_entered(
        by=office.keeper,
        lines=HandOverLine.objects.filter(hand_over=handed()),
        entered_on=clock.today(),
    )
    never = walk(opened(id_no=id_number(102)))
    url = f"{reverse('reviews:bulk')}?do=enter"
    run, _ = previewed(client_of(office.keeper), url, entered_on=clock.today())
    assert dict(run.items.values_list("file_id", "why")) == {
        entered.pk: "已经登记录入",
        never.pk: "还没有报送过",
    }
    page = client_of(office.keeper).post(url, {"entered_on": date(2999, 1, 1)}).content.decode()
    assert "不能晚于今天" in page


def test_who_may_not_hand_over_may_not_enter(office, three, client_of):
    page = client_of(office.approver).get(WAITING).content.decode()
    assert three[0].file_no in page
    assert "批量登记录入" not in page
    offered = client_of(office.approver).get(reverse("reviews:bulk")).content.decode()
    assert "登记已录入全国系统" not in offered
