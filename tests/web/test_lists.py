"""The list helper, shown on a table that everybody has: the calendar."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.db.models import Q
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from ground.audit.models import Entry
from ground.kernel import clock
from ground.places.models import CalendarDay
from ground.web import paging
from ground.web.lists import Choice, Column, ListPage, Span, years_of

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
    assert Entry.objects.get(action="privacy.released").details["rows"] == 17
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]


@pytest.mark.django_db
def test_what_a_person_typed_is_shown_and_not_run(ask):
    CalendarDay.objects.create(
        on=date(2026, 1, 1), is_workday=True, reason="<script>alert(1)</script>"
    )
    text = ask("?q=%3Cscript%3E").content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


# --- lists of any length --------------------------------------------------------------------------


@pytest.fixture
def short(monkeypatch):
    """A list is long from 30 rows, leafed through to its second page, and deep from 10."""
    monkeypatch.setattr(paging, "MOST_COUNTED", 30)
    monkeypatch.setattr(paging, "MOST_PAGES", 2)
    monkeypatch.setattr(paging, "DEEP", 10)


@pytest.mark.django_db
def test_a_long_list_counts_to_its_bound_and_says_so(ask, days, short):
    days(31)
    text = ask().content.decode()
    assert "超过 <b>30</b> 条，只能翻到第 2 页，请加条件缩小范围" in text
    assert "1 / 2" in text
    assert reasons(ask("?page=2"))[-1] == "值班11"
    assert reasons(ask("?page=3")) == reasons(ask("?page=2"))
    assert reasons(ask("?page=2&sort=on"))[-1] == "值班19"


@pytest.mark.django_db
def test_a_list_of_just_the_bound_is_counted_in_full(ask, days, short):
    days(30)
    assert "共 <b>30</b> 条，只能翻到第 2 页，请加条件缩小范围" in ask().content.decode()
    CalendarDay.objects.filter(on__gt=date(2026, 1, 20)).delete()
    text = ask().content.decode()
    assert "共 <b>20</b> 条" in text
    assert "只能" not in text
    assert reasons(ask("?page=2"))[-1] == "值班00"


@pytest.mark.django_db
def test_what_is_counted_is_bounded_in_the_database(ask, days, short):
    days(40)
    with CaptureQueriesContext(connection) as asked:
        ask()
    (count,) = [one["sql"] for one in asked if "COUNT(" in one["sql"]]
    assert "LIMIT 31" in count


@pytest.mark.django_db
def test_a_deep_page_has_the_rows_and_the_queries_of_a_first_one(ask, days, short):
    days(20)
    ask()
    with CaptureQueriesContext(connection) as first:
        ask("?sort=reason")
    with CaptureQueriesContext(connection) as deep:
        answer = ask("?sort=reason&page=2")
    assert reasons(answer) == [f"值班{n}" for n in range(10, 20)]
    assert len(deep) == len(first)


@pytest.mark.django_db
def test_the_sheet_of_a_long_list_is_whole(ask, days, short):
    days(35)
    answer = ask("?export=xlsx")
    sheet = BytesIO(b"".join(answer.streaming_content))
    answer.file_to_stream.close()
    assert len(CalamineWorkbook.from_filelike(sheet).get_sheet_by_name("日子").to_python()) == 36


@pytest.mark.django_db
def test_a_list_may_know_what_a_word_means(person, days):
    days(12)
    listed = ListPage(
        title="日子", columns=DAYS.columns, ordering=["on"], search=lambda word: Q(reason=word)
    )
    request = RequestFactory().get("/days/?q=值班11")
    request.user = person("office")
    assert reasons(listed.respond(request, CalendarDay.objects.all())) == ["值班11"]
    request = RequestFactory().get("/days/?q=11")
    request.user = person("office")
    assert reasons(listed.respond(request, CalendarDay.objects.all())) == []


@pytest.mark.django_db
def test_years_are_offered_from_the_first_row_to_this_year(days):
    years = years_of(CalendarDay.objects.all(), "on")
    with clock.standing_at(clock.at_hour(date(2027, 3, 1))):
        assert list(years()) == [(2027, "2027年")]
        days(1)
        assert list(years()) == [(2027, "2027年"), (2026, "2026年")]
    with clock.standing_at(clock.at_hour(date(2020, 3, 1))):
        assert list(years()) == [(2020, "2020年")]
