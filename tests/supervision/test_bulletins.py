"""督查通报: drafted from the records by the clock, released by another person, printed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from assistance.supervision import services
from assistance.supervision.briefs import articles_adopted, regular_report, told
from assistance.supervision.models import Bulletin, BulletinLine, BulletinPrint
from assistance.supervision.queries.bulletins import document_of
from ground.briefs import press
from ground.briefs.typesetting import text_of
from ground.events.events import DayBegan
from ground.events.services import publish
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

pytestmark = pytest.mark.django_db
QUARTER = Period(starts_on=date(2008, 4, 1), ends_on=date(2008, 6, 30))


@pytest.fixture
def bulletin(scoring, at) -> Bulletin:
    with at("2008-07-01"):
        return services.draft_bulletin(by=scoring.editor, scheme=scoring.scheme, period=QUARTER)


def test_every_line_is_counted_from_the_records_of_the_span(scoring, bulletin):
    line = BulletinLine.objects.get(bulletin=bulletin, agency=scoring.lead)
    assert (line.visits, line.visits_target, line.tasks_due) == (2, 1, 0)
    assert (line.money, line.place, line.has_plan) == (600, 1, False)
    assert line.score == Decimal(80)
    idle = BulletinLine.objects.get(bulletin=bulletin, agency=scoring.member)
    assert (idle.visits, idle.visits_target, idle.comment) == (0, 1, "缺年度计划，未走访")
    assert bulletin.opening.startswith(
        "2008年第二季度，3个参联单位共走访2次，1个单位开展了走访；送慰问金600元。"
    )
    assert "居前的是市政协办" in bulletin.opening


def test_a_span_has_one_bulletin(scoring, bulletin, at):
    with at("2008-07-02"), pytest.raises(RuleBroken, match="已经拟好"):
        services.draft_bulletin(by=scoring.editor, scheme=scoring.scheme, period=QUARTER)
    with at("2008-07-02"), pytest.raises(RuleBroken, match="2008年内"):
        services.draft_bulletin(
            by=scoring.editor,
            scheme=scoring.scheme,
            period=Period(starts_on=date(2007, 10, 1), ends_on=date(2007, 12, 31)),
        )
    assert Bulletin.objects.count() == 1


def test_the_clock_drafts_what_the_rule_asks_for_once(published, at, drain):
    for _ in range(2):
        with at("2008-04-01"):
            publish(DayBegan(on=date(2008, 4, 1)))
            drain()
    drafted = Bulletin.objects.get()
    assert (drafted.starts_on, drafted.ends_on) == (date(2008, 1, 1), date(2008, 3, 31))
    assert drafted.edited_by is None


def test_who_wrote_it_does_not_release_it_and_what_is_released_is_final(
    scoring, bulletin, at, drain
):
    line = bulletin.lines.first()
    with at("2008-07-02"):
        services.edit_bulletin(
            by=scoring.colleague,
            bulletin=bulletin,
            title=bulletin.title,
            opening="各单位走访2次。",
            closing=bulletin.closing,
            comments={line.pk: "带头走访"},
        )
        with pytest.raises(RuleBroken, match="不能印发"):
            services.release_bulletin(by=scoring.colleague, bulletin=bulletin)
        services.release_bulletin(by=scoring.leader, bulletin=bulletin)
        with pytest.raises(RuleBroken, match="已经印发"):
            services.edit_bulletin(
                by=scoring.editor,
                bulletin=bulletin,
                title="x",
                opening="x",
                closing="x",
                comments={},
            )
        drain()
    bulletin.refresh_from_db()
    assert (bulletin.state, bulletin.number) == ("typeset", 1)
    printed = BulletinPrint.objects.get(bulletin=bulletin)
    read = "".join(text_of(bytes(printed.pdf))).replace("\n", "").replace("\r", "")
    for words in (
        "工作督查通报",
        "2008年第一期",
        "各单位走访2次。",
        "带头走访",
        "市水利局",
        "逾期",
    ):
        assert words in read, words
    for sql in (
        "UPDATE supervision_bulletinline SET visits = 9",
        "DELETE FROM supervision_bulletinline",
        "UPDATE supervision_bulletin SET opening = 'x'",
        "DELETE FROM supervision_bulletinprint",
    ):
        with (
            pytest.raises(DatabaseError, match=r"final|written once"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_setting_it_again_gives_the_same_bytes_and_keeps_the_first(scoring, bulletin, at, drain):
    with at("2008-07-02"):
        services.release_bulletin(by=scoring.leader, bulletin=bulletin)
        drain()
        bulletin.refresh_from_db()
        again = press.typesetter().typeset(document_of(bulletin))
        services.attach_print(bulletin.pk, again)
    printed = BulletinPrint.objects.get()
    assert printed.sha256 == again.sha256


def test_the_regular_report_tells_what_is_not_zero(scoring):
    may = Period(starts_on=date(2008, 5, 1), ends_on=date(2008, 5, 31))
    figures = regular_report(scoring.office, may)
    by_code = {one.fact.code: one.value for one in figures}
    assert by_code["visits.visits_made"] == 1
    assert 0 not in by_code.values()
    assert "走访1次" in told(figures)
    assert articles_adopted(scoring.office, may).queryset.count() == 0
