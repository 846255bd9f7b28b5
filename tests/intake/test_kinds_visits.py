from datetime import date
from decimal import Decimal

import pytest

from assistance.aid.models import Payment
from assistance.pairing import services as pairing
from assistance.visits.models import Clue, Visit, VisitVersion
from ground.accounts.models import Organisation
from ground.events.models import RecordedEvent
from ground.intake import services
from ground.intake.looks import findings_of
from tests.intake.conftest import fresh, workbook

HEAD = [
    "走访单位",
    "企业",
    "日期",
    "走访类型",
    "走访人员",
    "走访情况",
    "困难与诉求",
    "承诺",
    "慰问金（元）",
    "慰问品",
    "折合金额",
]
FIRST = [
    "市水利局",
    "海利化工有限公司",
    "2007.5.14",
    "慰问",
    "林红等4人",
    "座谈",
    "缺资金",
    "协调贷款",
    2000,
    "大米",
    500,
]
SECOND = ["市水利局", "海利化工有限公司", date(2007, 6, 1), None, "林红", "看望职工"] + [None] * 5


def test_old_visits_come_in_and_nothing_follows(area, committed, drain):
    intake = committed(workbook(HEAD, FIRST, SECOND), "visits.old_visits")
    drain()
    first, second = Visit.objects.order_by("visited_on")
    assert (first.kind, first.condolence_cash, first.visitors) == (
        "condolence",
        Decimal(2000),
        "林红等4人",
    )
    assert (first.needs.get().description, first.needs.get().category) == ("缺资金", "other")
    assert first.promises.get().content == "协调贷款"
    assert (first.goods.get().name, first.goods.get().value) == ("大米", Decimal(500))
    assert VisitVersion.objects.get(visit=first).fields["situation"] == "座谈"
    assert (second.kind, second.needs.count()) == ("routine", 0)
    assert (Payment.objects.count(), Clue.objects.count()) == (0, 0)
    names = set(RecordedEvent.objects.values_list("name", flat=True))
    assert "visits.visit_recorded" not in names
    [event] = RecordedEvent.objects.filter(name="visits.old_visits_imported")
    assert event.payload == {"batch_id": intake.pk, "visits": 2}
    assert intake.totals == [
        {"label": "走访", "before": "0", "after": "2", "unit": "次"},
        {"label": "慰问金", "before": "0", "after": "2000.00", "unit": "元"},
    ]


def test_the_same_visit_is_taken_once(area, committed, rehearsed):
    committed(workbook(HEAD, FIRST), "visits.old_visits")
    intake = rehearsed(workbook(HEAD, FIRST, SECOND, SECOND), "visits.old_visits")
    assert {key: intake.counts[key] for key in ("same", "new", "refused")} == {
        "same": 1,
        "new": 1,
        "refused": 1,
    }
    assert "与第3行是同一次走访" in findings_of(intake)["problems"][0][2]


def test_a_visit_stands_with_the_group_of_its_day(area, committed, person, at):
    with at("2008-03-03"):
        group = pairing.propose_group(
            by=area.office,
            year=2008,
            link_point=area.haili,
            lead_agency=area.water,
            members=[],
            starts_on=date(2008, 3, 3),
        )
        pairing.approve_group(by=person("leader"), group=group)
    early, late = list(SECOND), list(SECOND)
    early[2], late[2] = date(2008, 3, 2), date(2008, 3, 4)
    committed(workbook(HEAD, early, late), "visits.old_visits")
    assert list(Visit.objects.order_by("visited_on").values_list("group_id", flat=True)) == [
        None,
        group.pk,
    ]


def test_what_is_refused(area, rehearsed, at, make_organisation):
    closed = make_organisation("旧厂")
    Organisation.objects.filter(pk=closed.pk).update(is_active=False)
    rows = [list(SECOND) for _ in range(4)]
    rows[0][2] = date(2008, 6, 1)
    rows[1][5] = "其身份证号为11010519491231002X"
    rows[2][9] = "大米"
    rows[3][1] = "旧厂"
    with at("2008-05-14"):
        intake = rehearsed(workbook(HEAD, *rows), "visits.old_visits")
    said = [(row, text) for row, _, text, _ in findings_of(intake)["problems"]]
    assert (2, "走访日期不能晚于今天") in said
    assert (3, "请勿在文字栏里填写身份证号") in said
    assert (4, "填写了慰问品，请写明价值（元）") in said
    assert [row for row, _ in said if row == 5] == []
    assert "11010519491231002X" not in str(findings_of(intake))


def test_a_county_does_not_bring_in_visits_of_the_citys_agencies(
    area, rehearsed, make_organisation
):
    make_organisation("县水利局", "agency", parent=area.county)
    own, other = list(SECOND), list(SECOND)
    own[0], own[1] = "县水利局", "县厂"
    other[1] = "县厂"
    make_organisation("县厂", parent=area.county)
    intake = rehearsed(
        workbook(HEAD, own, other),
        "visits.old_visits",
        by=area.county_office,
        organisation=area.county,
    )
    assert (intake.counts["new"], intake.counts["refused"]) == (1, 1)


def test_undone_visits_leave_nothing(area, committed, drain):
    intake = committed(workbook(HEAD, FIRST, SECOND), "visits.old_visits")
    services.ask_undo(by=area.office, intake=intake, reason="发错了")
    drain()
    assert fresh(intake).state == "undone"
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("heading", "cell", "yuan"), [("慰问金（万元）", 0.2, 2000), ("慰问金（元）", "2,000元", 2000)]
)
def test_amounts_in_ten_thousands(area, committed, heading, cell, yuan):
    row = [*SECOND[:8], cell, None, None]
    committed(workbook([*HEAD[:8], heading, *HEAD[9:]], row), "visits.old_visits")
    assert Visit.objects.get().condolence_cash == yuan
