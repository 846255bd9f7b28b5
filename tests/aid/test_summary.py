"""发放汇总 and 发放花名册: on the page, as a workbook, as a PDF; masked for posting, in full for a reason."""

import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.aid import queries, services
from assistance.aid.models import AidType, Payment
from assistance.funds import services as funds
from ground.accounts.roles import Role
from ground.briefs import tables
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period
from ground.sheets.writing import SheetColumn

JUNE = Period(starts_on=date(2008, 6, 1), ends_on=date(2008, 6, 30))


@pytest.fixture
def given(make_file, make_organisation, plan, hands, source, drain, at):
    """In June 500 and 300 of living aid and 200 of medical aid to two families, 400 by a list; 100 came back."""
    first, second = make_file(1), make_file(2, unit=make_organisation("恒安纸业有限公司"))
    payments = [
        plan("生活:1", file=first),
        plan("生活:2", "300", file=second, link_point=second.unit),
        plan("医疗:1", "200", file=first, aid_type=AidType.MEDICAL),
        plan("慰问:1", "400", aid_type=AidType.CONDOLENCE),
    ]
    may = plan("五月:1", "999", given_on=date(2008, 6, 6))
    with at("2008-05-31"):  # planned for June, paid in May: the money went in May
        _paid(hands, source, [may])
        drain()
    with at("2008-06-03"):
        batch = _paid(hands, source, payments)
        drain()
        services.recover(
            by=hands.finance,
            payment=Payment.objects.get(key="生活:2"),
            amount="100",
            on=date(2008, 6, 3),
            reason="重复",
        )
    return batch


def _paid(hands, source, payments):
    batch = services.make_batch(by=hands.maker, name="六月", source=source, payments=payments)
    services.check_batch(by=hands.finance, batch=batch)
    services.approve_batch(by=hands.approver, batch=batch)
    return services.pay_batch(by=hands.finance, batch=batch)


def text_of(answer):
    document = pypdfium2.PdfDocument(b"".join(answer))
    return [page.get_textpage().get_text_range() for page in document]


def test_sums_by_item_category_and_unit(given):
    told = queries.summary_of(Payment.objects.all(), JUNE)
    assert [
        (item.label, line.label, line.unit.name, line.given.families, line.given.amount)
        for item in told.items
        for line in item.lines
    ] == [
        ("生活救助", "深度困难", "海利农药化工有限公司", 1, 500),
        ("生活救助", "深度困难", "恒安纸业有限公司", 1, 300),
        ("医疗救助", "深度困难", "海利农药化工有限公司", 1, 200),
        ("慰问金", "现场花名册", "海利农药化工有限公司", 0, 400),
    ]
    assert told.items[0].total == queries.Given(2, 2, Decimal(800), Decimal(100))
    assert told.total == queries.Given(2, 4, Decimal(1400), Decimal(100))


def test_nothing_given_is_no_fault(source):
    told = queries.summary_of(Payment.objects.all(), JUNE)
    assert (told.items, told.total) == ([], queries.Given(0, 0, Decimal(0), Decimal(0)))


def test_each_line_opens_to_its_payments(given, hands, client_of, at):
    client = client_of(hands.finance)
    with at("2008-06-30"):
        text = client.get(f"{reverse('aid:summary')}?from=2008-06-01").content.decode()
        told = queries.summary_of(Payment.objects.all(), JUNE)
        line = told.items[0].lines[1]
        query = f"aid_type=living&unit={line.unit.pk}&category=deep"
        assert query.replace("&", "&amp;") in text
        shown = client.get(f"/aid/payments/?state=paid&given_from=2008-06-01&{query}")
        assert shown.context["page"].paginator.count == 1
        unfiled = client.get("/aid/payments/?category=none&given_from=2008-06-01")
        assert unfiled.context["page"].paginator.count == 1


def test_the_sheet_and_the_paper_say_what_the_page_says(given, hands, client_of, at):
    client = client_of(hands.finance)
    path = reverse("aid:summary")
    with at("2008-06-30"):
        book = openpyxl.load_workbook(
            io.BytesIO(b"".join(client.get(f"{path}?from=2008-06-01&export=xlsx")))
        )
        rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
        total = next(row for row in rows if row[0] == "合计")
        assert [Decimal(str(one)) for one in total[3:]] == [2, 4, 1400, 100]
        [page] = text_of(client.get(f"{path}?from=2008-06-01&export=pdf"))
    assert "1,400.00" in page
    assert "1 / 1" in page
    assert "2008-06-01 至 2008-06-30" in page


def test_only_what_one_may_see(given, person, make_organisation, client_of, at):
    elsewhere = person(Role.FINANCE, make_organisation("临澧县总工会", "union"))
    with at("2008-06-30"):
        text = client_of(elsewhere).get(reverse("aid:summary")).content.decode()
    assert "没有发放过款项" in text
    assert "海利" not in text


def test_own_money_is_seen_wherever_it_went(
    make_file, make_organisation, plan, hands, person, client_of, drain, at
):
    """The city gives money of a county to a family elsewhere: the county's summary of that money has it."""
    county = make_organisation("临澧县总工会", "union")
    with at("2008-06-02"):
        own = funds.open_source(
            by=hands.finance, organisation=county, kind="own", name="临澧自筹", year=2008
        )
        funds.receive_money(
            by=hands.finance, source=own, amount="900", on=date(2008, 6, 2), summary="拨入"
        )
        batch = services.make_batch(
            by=hands.maker,
            name="六月",
            source=own,
            payments=[plan("外:1", "700", file=make_file(1))],
        )
        services.check_batch(by=hands.finance, batch=batch)
        services.approve_batch(by=hands.approver, batch=batch)
        services.pay_batch(by=hands.finance, batch=batch)
        drain()
    there = client_of(person(Role.FINANCE, county))
    other = client_of(person(Role.FINANCE, make_organisation("石门县总工会", "union")))
    with at("2008-06-30"):
        asked = f"?from=2008-06-01&source={own.pk}"
        assert "700.00" in there.get(f"{reverse('aid:summary')}{asked}").content.decode()
        rows = there.get(f"{reverse('aid:payments')}?source={own.pk}").context["page"]
        assert [one.amount for one in rows] == [Decimal(700)]
        for page in ("summary", "payments"):
            text = other.get(f"{reverse(f'aid:{page}')}{asked}").content.decode()
            assert "700.00" not in text
        services.recover(
            by=hands.finance,
            payment=Payment.objects.get(key="外:1"),
            amount="100",
            on=date(2008, 6, 20),
            reason="重复",
        )
        finance = client_of(hands.finance)
        assert "其中已追回 100.00 元" in finance.get("/").content.decode()
        shown = finance.get(reverse("aid:batch", args=[batch.pk])).content.decode()
        assert re.search(r"其中已追回.*?100\.00 元", shown, re.DOTALL)


def test_a_wrong_period_is_said(given, hands, client_of, at):
    with at("2008-06-30"):
        text = client_of(hands.finance).get(f"{reverse('aid:summary')}?from=2008-13-01")
    assert "起止日期不正确" in text.content.decode()


def test_no_query_per_line(given, make_organisation, plan, hands, source, client_of, drain, at):
    client = client_of(hands.finance)

    def count():
        with at("2008-06-30"), CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("aid:summary")).status_code == 200
        return len(seen)

    count()
    few = count()
    for number in range(3):
        unit = make_organisation(f"企业{number}")
        funds.receive_money(
            by=hands.finance,
            source=source,
            amount=str(10 + number),
            on=date(2008, 6, 3),
            summary="到账",
        )
        with at("2008-06-04"):
            batch = services.make_batch(
                by=hands.maker,
                name=f"再一批{number}",
                source=source,
                payments=[plan(f"多:{number}", link_point=unit)],
            )
            services.check_batch(by=hands.finance, batch=batch)
            services.approve_batch(by=hands.approver, batch=batch)
            services.pay_batch(by=hands.finance, batch=batch)
            drain()
    assert count() == few


def test_the_roll_for_posting_masks_names(given, hands, client_of):
    client = client_of(hands.finance)
    path = reverse("aid:payout_roll", args=[given.pk])
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{path}?export=xlsx"))))
    text = "\n".join(str(cell.value) for row in book.active.iter_rows() for cell in row)
    assert "刘*生" in text
    assert "刘春生" not in text
    assert "壹仟肆佰元整" in text
    [page] = text_of(client.get(f"{path}?export=pdf"))
    assert "刘春生" not in page
    assert "壹仟肆佰元整" in page.replace("\r\n", "")


def test_the_roll_in_full_is_for_a_reason(given, hands, client_of):
    client = client_of(hands.finance)
    path = f"{reverse('aid:payout_roll', args=[given.pk])}?export=pdf&full=1"
    asked = client.get(path).content.decode()
    assert "用途" in asked
    assert "刘春生" not in asked
    [page] = text_of(client.post(path, {"reason": "现场签收用"}))
    assert "刘春生" in page
    assert "导出编号" in page


def test_a_long_roll_is_set_in_parts_and_numbered_through():
    columns = [SheetColumn("序号", "number"), SheetColumn("姓名")]
    table = tables.Table(
        title="花名册",
        columns=columns,
        rows=[[number, "刘*生"] for number in range(1, 302)],
        total=[None, "合计"],
        marks=["单位：市总工会"],
    )
    document = pypdfium2.PdfDocument(tables.set_table(table))
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    assert len(pages) > 2
    assert all(page.endswith(f"第{number}页") for number, page in enumerate(pages, 1))
    assert ["合计" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    assert ["单位" in page for page in pages] == [True] + [False] * (len(pages) - 1)


def test_too_long_a_roll_is_refused():
    table = tables.Table(
        title="花名册", columns=[SheetColumn("序号")], rows=[["1"]] * 1001, marks=[]
    )
    with pytest.raises(RuleBroken, match="请先筛选，或导出 Excel 打印"):
        tables.set_table(table)
