"""The pages: a file previewed, taken out for a reason, answered; templates typed; lists by the same queries."""

import io

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.banks import queries
from assistance.banks.models import BankAnswer, BankFile, BankTemplate
from ground.audit.models import Entry
from ground.privacy.models import Release

from .conftest import card_number, row, states, workbook


@pytest.fixture
def web(client, bank):
    client.force_login(bank.finance)
    return client


def test_the_file_is_made_after_a_masked_preview(web, approved, template, at):
    batch = approved(2)
    with at("2008-06-04"):
        assert batch.name in web.get("/banks/new/").content.decode()
        page = web.get(f"/banks/batches/{batch.pk}/make/?template={template.pk}").content.decode()
        assert "**** " + card_number(1)[-4:] in page
        assert card_number(1) not in page
        assert "刘*生" in page
        answer = web.post(f"/banks/batches/{batch.pk}/make/", {"template": template.pk})
        file = BankFile.objects.get()
        assert answer.url == f"/banks/files/{file.pk}/"
        page = web.get(answer.url).content.decode()
    assert file.sha256 in page
    assert card_number(1) not in page
    assert f"/banks/files/{file.pk}/" in web.get(f"/aid/{batch.pk}/").content.decode()


def test_the_file_leaves_for_a_reason_on_record_and_byte_by_byte(web, made, bank):
    file = made(2)
    path = f"/banks/files/{file.pk}/download/"
    assert "用途" in web.get(path).content.decode()
    assert not Release.objects.exists()
    assert web.post(path, {"reason": ""}).status_code == 422
    answer = web.post(path, {"reason": "送农业银行代发"})
    assert answer.content == queries.content_of(file)
    release = Release.objects.get()
    assert (release.personal, release.rows, release.sha256) == (True, 2, file.sha256)
    assert Entry.objects.filter(action="privacy.released").count() == 1


def test_a_second_tab_is_told_of_the_first_ones_file(web, made, template):
    file = made(1)
    path = f"/banks/batches/{file.batch_id}/make/"
    told = web.post(path, {"template": template.pk}, follow=True).content.decode()
    assert f"这个批次已有代发文件 {file.number}" in told
    assert "要换模板，请先作废它" in told


def test_only_finance_takes_a_file_out(client, made, bank, person):
    file = made(1)
    for who, status in ((bank.maker, 403), (bank.approver, 403), (person("auditor"), 403)):
        client.force_login(who)
        assert (
            client.post(f"/banks/files/{file.pk}/download/", {"reason": "看"}).status_code == status
        )
        assert client.get(f"/banks/files/{file.pk}/").status_code == 200


def test_from_sending_to_the_answer_on_the_page(web, made, at, drain):
    file = made(2)
    with at("2008-06-04"):
        page = web.post(
            f"/banks/files/{file.pk}/send/", {"sent_on": "2008-06-04", "receipt_no": ""}
        )
        assert page.status_code == 422
        web.post(
            f"/banks/files/{file.pk}/send/", {"sent_on": "2008-06-04", "receipt_no": "受理0001"}
        )
    upload = io.BytesIO(workbook(row(file, 1), row(file, 2, "失败", "户名不符")))
    upload.name = "回盘.xlsx"
    with at("2008-06-05"):
        answer = web.post(f"/banks/files/{file.pk}/answer/", {"file": upload})
        assert answer.url.startswith("/intake/")
        drain()
        page = web.get(answer.url).content.decode()
        assert "本次成功（元）" in page
        web.post(answer.url + "commit/", {})
        drain()
    assert states(file) == ["paid", "returned"]
    page = web.get(f"/banks/files/{file.pk}/").content.decode()
    assert "户名不符" in page
    assert "刘*生" in web.get("/banks/bounced/").content.decode()
    assert (
        "导入成功后退票" in page
    )  # everything has its outcome; what comes back later is still taken
    assert 'name="file"' in page
    assert "一致" in web.get("/banks/compare/").content.decode()
    assert web.get("/banks/compare/?export=xlsx").status_code == 200
    for path, words in (("/banks/compare/", "银行代发对账表"), ("/banks/bounced/", "户名不符")):
        paper = pypdfium2.PdfDocument(web.get(f"{path}?export=pdf").getvalue())
        text = "".join(page.get_textpage().get_text_range() for page in paper)
        assert words in "".join(text.split())
        assert "刘春生" not in text
    assert web.get("/banks/answers/").status_code == 200
    page = web.get(f"/banks/answers/{BankAnswer.objects.get().pk}/").content.decode()
    assert "户名不符" in page
    assert "银行回盘“回盘.xlsx”" in page
    assert f"代发文件 {file.number}，批次“{file.batch}”" in page


def test_a_template_is_kept_from_its_page(web, bank):
    first = BankTemplate.objects.get(name="定长 txt 代发模板")
    page = web.get(f"/banks/templates/{first.pk}/change/")
    typed = page.context["form"].initial | {"bank": "某银行", "name": "定长", "words": "0000=成功"}
    answer = web.post("/banks/templates/new/", {k: v for k, v in typed.items() if v is not False})
    assert answer.status_code == 302, answer.context["form"].errors
    own = BankTemplate.objects.get(bank="某银行")
    assert own.layout["columns"] == first.layout["columns"]
    assert own.read.answer.words == {"0000": "paid"}
    assert own.read.head == first.read.head
    wrong = web.post(
        "/banks/templates/new/", typed | {"columns": "收款人姓名 | 户名", "headings": ""}
    )
    assert wrong.status_code == 200
    assert "定长文本须写明每列的字节数" in wrong.content.decode()


@pytest.mark.parametrize(
    "path", ["/banks/", "/banks/bounced/", "/banks/compare/", "/banks/answers/"]
)
def test_lists_take_as_many_queries_for_three_as_for_one(web, sent, taken, path):
    def one():
        file = sent(1)
        taken(file, row(file, 1, "失败", "销户"))

    one()
    web.get(path)
    with CaptureQueriesContext(connection) as before:
        assert web.get(path).status_code == 200
    one()
    one()
    with CaptureQueriesContext(connection) as after:
        web.get(path)
    assert len(after) == len(before)
