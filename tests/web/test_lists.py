"""The list helper, shown on a table that everybody has: the calendar."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from ground.audit.models import Entry
from ground.places.models import CalendarDay
from ground.web.lists import Choice, Column, ListPage, Span

FORMULA = '=HYPERLINK("http://x.example";"1")'

DAYS = ListPage(
    title="日子",
    columns=[
        Column("on", "日期", kind="date", sort="on"),
        Column("reason", "原因", sort="reason"),
        Column("is_workday", "上班", value=lambda day: "是" if day.is_workday else "否"),
        Column("number", "序号", kind="number", value=lambda day: day.on.day),
    ],
    search=["reason"],
    filters=[
        Choice("work", "上班", [("1", "是"), ("0", "否")], field="is_workday"),
        Span("when", "日期", "on"),
    ],
    ordering=["-on"],
    page_size=10,
)


@pytest.fixture
def ask(person):
    user = person("office")

    def get(query: str = ""):
        request = RequestFactory().get(f"/days/{query}")
        request.user = user
        return DAYS.respond(request, CalendarDay.objects.all())

    return get


@pytest.fixture
def days(db):
    def make(count: int, reason: str = "值班"):
        CalendarDay.objects.bulk_create(
            CalendarDay(
                on=date(2026, 1, 1) + timedelta(days=number),
                is_workday=number % 2 == 0,
                reason=f"{reason}{number:02}",
            )
            for number in range(count)
        )

    return make


def reasons(answer) -> list[str]:
    text = answer.content.decode()
    return [part.split("<")[0].strip() for part in text.split('data-label="原因">')[1:]]


@pytest.mark.django_db
def test_the_default_order_is_the_declared_one(ask, days):
    days(3)
    assert reasons(ask()) == ["值班02", "值班01", "值班00"]


@pytest.mark.django_db
def test_a_column_sorts_both_ways(ask, days):
    days(3)
    assert reasons(ask("?sort=reason")) == ["值班00", "值班01", "值班02"]
    assert reasons(ask("?sort=-reason")) == ["值班02", "值班01", "值班00"]
    assert 'aria-sort="descending"' in ask("?sort=-reason").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["pk;drop", "is_workday", "--on", "number", "password"])
def test_what_cannot_be_sorted_by_is_ignored(ask, days, sort):
    days(3)
    assert reasons(ask(f"?sort={sort}")) == ["值班02", "值班01", "值班00"]


@pytest.mark.django_db
def test_words_are_all_searched_for(ask, days):
    days(12)
    assert reasons(ask("?q=值班 11")) == ["值班11"]
    assert reasons(ask("?q=%00")) != []


@pytest.mark.django_db
def test_filters_narrow_and_unknown_values_do_nothing(ask, days):
    days(4)
    assert reasons(ask("?work=1")) == ["值班02", "值班00"]
    assert len(reasons(ask("?work=perhaps"))) == 4
    assert reasons(ask("?when_from=2026-01-03&when_to=2026-01-03")) == ["值班02"]
    assert len(reasons(ask("?when_from=yesterday"))) == 4


@pytest.mark.django_db
def test_pages_keep_the_question(ask, days):
    days(25)
    page = ask("?q=值班&sort=on&page=2")
    assert reasons(page)[0] == "值班10"
    text = page.content.decode()
    assert "第 11–20 条" in text
    assert "sort=on&amp;page=3" in text
    assert reasons(ask("?page=999"))[-1] == "值班00"


@pytest.mark.django_db
def test_rows_that_are_equal_stand_on_one_page_each(ask):
    CalendarDay.objects.bulk_create(
        CalendarDay(on=date(2026, 1, 1) + timedelta(days=n), is_workday=True, reason="同")
        for n in range(20)
    )
    numbers = [
        part.split("</td>")[0].strip()
        for page in ("?sort=reason", "?sort=reason&page=2")
        for part in ask(page).content.decode().split('data-label="序号" class="num">')[1:]
    ]
    assert sorted(numbers, key=int) == [str(n) for n in range(1, 21)]


@pytest.mark.django_db
def test_one_row_costs_as_many_queries_as_ten(ask, days):
    ask()
    days(1)
    with CaptureQueriesContext(connection) as one:
        ask()
    CalendarDay.objects.all().delete()
    days(10)
    with CaptureQueriesContext(connection) as ten:
        ask()
    assert len(one) == len(ten)


@pytest.mark.django_db
def test_nothing_found_is_told_apart_from_nothing_there(ask, days):
    assert "还没有记录" in ask().content.decode()
    days(2)
    text = ask("?q=没有这样的").content.decode()
    assert "没有符合条件的记录" in text
    assert "清除条件" in text


@pytest.mark.django_db
def test_the_sheet_holds_the_whole_filtered_list_and_text_stays_text(ask, days):
    days(30)
    CalendarDay.objects.create(on=date(2027, 1, 1), is_workday=True, reason=FORMULA)
    CalendarDay.objects.create(on=date(2027, 1, 3), is_workday=True, reason="0012")
    answer = ask("?export=xlsx&work=1&sort=on")
    sheet = BytesIO(b"".join(answer.streaming_content))
    answer.file_to_stream.close()
    rows = CalamineWorkbook.from_filelike(sheet).get_sheet_by_name("日子").to_python()
    assert rows[0] == ["日期", "原因", "上班", "序号"]
    assert rows[1] == [date(2026, 1, 1), "值班00", "是", 1.0]
    assert [row[1] for row in rows[-2:]] == [FORMULA, "0012"]
    assert len(rows) == 1 + 15 + 2
    sheet.seek(0)
    xml = zipfile.ZipFile(sheet).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "hyperlink" not in xml.lower().replace("hyperlink(", "")
    assert Entry.objects.get(action="list.exported").details == {"rows": 17}
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]


@pytest.mark.django_db
def test_what_a_person_typed_is_shown_and_not_run(ask):
    CalendarDay.objects.create(
        on=date(2026, 1, 1), is_workday=True, reason="<script>alert(1)</script>"
    )
    text = ask("?q=%3Cscript%3E").content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
