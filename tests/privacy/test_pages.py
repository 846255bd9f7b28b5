import io
import re
import zipfile

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from stdnum.cn import ric

from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel.errors import RuleBroken
from ground.privacy import services
from ground.privacy.gate import refuse_personal, texts_of_file
from ground.privacy.models import Release
from ground.sheets.writing import SheetColumn, workbook
from ground.web.leaving import file_answer
from ground.web.lists import Column, ListPage

FIRST = "43070119700101007"
NUMBER = FIRST + ric.calc_check_digit(FIRST + "0")


def page_of(*, personal: bool) -> ListPage:
    return ListPage(
        title="人员",
        columns=[
            Column("full_name", "姓名"),
            Column("number", "身份证号", value=lambda _: NUMBER, export_only=True),
        ],
        ordering=["pk"],
        personal=personal,
    )


@pytest.fixture
def ask(rf: RequestFactory, client_of, settings):
    """Answer a request with a list of people, as a page would."""

    def asked(user: User, listed: ListPage, method: str = "get", **sent: str):
        request = getattr(rf, method)("/people/?export=xlsx&q=", sent)
        request.user = user
        request.session = client_of(user).session
        request.csp_nonce = ""
        request._messages = CookieStorage(request)
        return request, listed.respond(request, User.objects.filter(pk=user.pk))

    return asked


def cells_of(answer: HttpResponse) -> list[tuple]:
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:  # `close()` would end the connection of the test as well
        close()
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [tuple(cell.value for cell in row) for row in book.active.iter_rows()]


def test_a_list_with_a_number_of_a_person_does_not_leave(person, ask):
    staff = person("union_staff")
    request, answer = ask(staff, page_of(personal=False))
    assert answer.status_code == 302
    (said,) = [str(one) for one in get_messages(request)]
    assert said == "“身份证号”列第2行含有身份证号，不能导出。请先在原处改正"
    one = Release.objects.get()
    assert (one.refusal, one.sha256, one.personal) == (said, "", False)


def test_a_declared_one_asks_for_a_reason_and_carries_its_code(person, ask):
    staff, listed = person("union_staff"), page_of(personal=True)
    _, form = ask(staff, listed)
    assert "含个人信息" in form.content.decode()
    assert Release.objects.count() == 0
    _, again = ask(staff, listed, "post", reason=f"核对{NUMBER}")
    assert (again.status_code, Release.objects.count()) == (422, 0)
    assert NUMBER not in again.content.decode().replace(f">\n核对{NUMBER}</textarea>", "")
    request, answer = ask(staff, listed, "post", reason="报送市总工会核对")
    assert request.shows_personal is True
    one = Release.objects.get()
    assert (one.reason, one.personal, one.rows) == ("报送市总工会核对", True, 1)
    assert cells_of(answer) == [
        (one.line, None),
        ("姓名", "身份证号"),
        (staff.full_name, NUMBER),
    ]


def test_without_the_permission_nothing_leaves(person, ask):
    _, answer = ask(person("office"), page_of(personal=True), "post", reason="看看")
    assert answer.status_code == 422
    assert "没有“导出含个人信息的表”的权限" in answer.content.decode()
    assert Release.objects.count() == 0


def test_the_code_lies_in_the_file_and_finds_it_again(person, client_of):
    auditor, one = person("auditor"), services.release(by=person("union_staff"), title="档案")
    with workbook("档案", [SheetColumn("甲")], [["乙"]], code=one.shown_code) as file:
        content = file.read()
    services.completed(release=one, content=content)
    properties = zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml").decode()
    assert one.shown_code in properties
    assert openpyxl.load_workbook(io.BytesIO(content)).active["A1"].value == "甲"
    client, whose = client_of(auditor), reverse("web:whose_release")
    one = Release.objects.get()
    for code in (one.shown_code.lower(), one.code, one.sha256):
        assert one.by.username in client.get(whose, {"code": code}).content.decode()
    assert "没有这个编号的导出" in client.get(whose, {"code": "2222-2222"}).content.decode()


def test_a_code_of_another_area_says_nothing(person, make_organisation, client_of):
    here, there = (
        make_organisation(name, kind="union") for name in ("安乡县总工会", "汉寿县总工会")
    )
    one = services.release(by=person("union_staff", there), title="汉寿档案")
    client = client_of(person("auditor", here))
    page = client.get(reverse("web:whose_release"), {"code": one.code}).content.decode()
    assert "没有这个编号的导出" in page
    assert "汉寿档案" not in client.get(reverse("web:releases")).content.decode()
    assert client_of(person("liaison")).get(reverse("web:releases")).status_code == 403


@pytest.mark.parametrize("name", ["web:releases", "web:reveals"])
def test_the_logs_cost_the_same_with_one_row_and_three(
    name, person, client_of, django_assert_num_queries
):
    staff, client = person("union_staff"), client_of(person("auditor"))

    def one_more() -> None:
        services.completed(release=services.release(by=staff, title="走访记录"), content=b"x")
        record(staff, "reveal", staff, field="手机号", reason="核对")

    one_more()
    with CaptureQueriesContext(connection) as first:
        client.get(reverse(name))
    one_more()
    one_more()
    with django_assert_num_queries(len(first)):
        shown = client.get(reverse(name)).content.decode()
    assert shown.count("核对" if name == "web:reveals" else "走访记录") >= 3


def test_looks_are_listed_by_subject_field_and_area(person, make_organisation, client_of):
    staff, other = person("union_staff"), person("union_staff")
    record(staff, "file.revealed", "households.hardshipfile:7", field="id_no", reason="核对低保")
    record(staff, "file.revealed", "households.hardshipfile:8", field="mobile", reason="通知领款")
    record(other, "list.seen", "households.hardshipfile:7", reason="不是查看")
    client, url = client_of(person("auditor")), reverse("web:reveals")
    whole = client.get(url).content.decode()
    assert ("核对低保" in whole, "通知领款" in whole, "不是查看" in whole) == (True, True, False)
    assert re.findall(r'<td data-label="内容"[^>]*>(?:<span>)?\s*([^<]*?)\s*<', whole) == [
        "手机号",
        "身份证号",
    ]
    seven = client.get(url, {"subject": "households.hardshipfile:7"}).content.decode()
    assert ("核对低保" in seven, "通知领款" in seven) == (True, False)
    mobiles = client.get(url, {"field": "mobile"}).content.decode()
    assert ("核对低保" in mobiles, "通知领款" in mobiles) == (False, True)
    elsewhere = person("auditor", make_organisation("安乡县总工会", kind="union"))
    assert "核对低保" not in client_of(elsewhere).get(url).content.decode()


DOCX = "<w:p><w:r><w:t>身份证{}</w:t></w:r><w:r><w:t>{}</w:t></w:r></w:p><w:p><w:t>完</w:t></w:p>"


def zipped(name: str, text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "content", "place"),
    [
        ("docx", zipped("word/document.xml", DOCX.format(NUMBER[:9], NUMBER[9:])), "第1段"),
        ("csv", f"姓名,号码\n张敏,{NUMBER}\n".encode("utf-8-sig"), "第2行"),
        ("html", f"<p>张敏</p>\n<p>4<b>{NUMBER[1:]}</b></p>".encode(), "第2行"),
        ("html", f"<p>张敏</p><style>a{{}}</style>&#52;{NUMBER[1:]}".encode(), "第1行"),
    ],
)
def test_every_format_is_looked_through(kind, content, place):
    with pytest.raises(RuleBroken, match=f"{place}含有身份证号") as refused:
        refuse_personal(texts_of_file(content, kind))
    assert NUMBER[6:14] not in refused.value.message


def test_a_workbook_and_a_pdf_are_looked_through():
    with workbook("档案", [SheetColumn("甲")], [[NUMBER]], personal=True) as file:
        content = file.read()
    with pytest.raises(RuleBroken, match="含有身份证号"):
        refuse_personal(texts_of_file(content, "xlsx"))
    weasyprint = pytest.importorskip("weasyprint")
    pdf = weasyprint.HTML(string=f"<p>ok</p><p style='break-before:page'>{NUMBER}</p>").write_pdf()
    with pytest.raises(RuleBroken, match="第2页含有身份证号"):
        refuse_personal(texts_of_file(pdf, "pdf"))


def test_a_made_file_that_holds_a_number_is_logged_as_stopped(person, rf):
    request = rf.get("/")
    request.user = person("office")
    with pytest.raises(RuleBroken, match="第1行含有手机号"):
        file_answer(
            request, content=b"13800000001", title="通知", name="a.csv", content_type="text/csv"
        )
    assert Release.objects.get().refusal == "不能对外提供，请先删去：第1行含有手机号"
    answer = file_answer(
        request, content="完".encode(), title="通知", name="a.csv", content_type="text/csv"
    )
    assert (answer.content.decode(), Release.objects.count()) == ("完", 2)


def test_a_search_for_a_number_is_not_written_down(person):
    one = services.release(by=person("office"), title="档案", filters=f"关键字：{NUMBER}")
    assert one.filters == "（含个人信息，不登记）"


def test_numbers_typed_as_numbers_are_found_too():
    with pytest.raises(RuleBroken, match="“甲”列第3行含有身份证号"):
        workbook("档案", [SheetColumn("甲", "number")], [[430721], [430701197001010011]])
