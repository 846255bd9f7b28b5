"""Files for the bank: made once, sealed, sent, withdrawn, asked about."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assistance.aid.models import Batch
from assistance.banks import queries, services
from assistance.banks.models import BankAnswer, BankFile, BankTemplate, FileContent, Inquiry
from assistance.banks.rules import read_reference
from assistance.funds import queries as funds
from ground.audit.models import Entry
from ground.kernel.errors import RuleBroken
from ground.privacy.models import Release

from .conftest import card_number, row, states, workbook
from .layouts import SHIPPED


@pytest.fixture
def made(bank, approved, template, at):
    def make(count=2, **more):
        with at("2008-06-04"):
            return services.make_file(
                by=bank.finance, batch=approved(count, **more), template=template
            )

    return make


def test_a_file_holds_the_batch_and_its_sums(made, bank):
    file = made(3)
    assert (file.lines, file.total) == (3, Decimal("1503.00"))
    content = queries.content_of(file)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert [one[2] for one in rows[1:]] == [card_number(number) for number in (1, 2, 3)]
    assert [read_reference(one[7]) for one in rows[1:]] == [(file.pk, n) for n in (1, 2, 3)]
    assert bytes(FileContent.objects.get().sealed).find(card_number(1).encode()) == -1
    assert Batch.objects.get().state == Batch.State.APPROVED
    with pytest.raises(RuleBroken, match="已有代发文件"):
        services.make_file(by=bank.finance, batch=file.batch, template=file.template)
    assert BankFile.objects.count() == 1


def test_only_an_approved_batch_by_bank_gets_a_file(bank, sent):
    file = sent(1)
    with pytest.raises(RuleBroken, match="只有待发放的银行发放批次"):
        services.make_file(by=bank.finance, batch=file.batch, template=file.template)


def test_a_name_that_the_encoding_lacks_is_refused_with_its_row(bank, approved, at):
    layout = SHIPPED["csv 代发模板"] | {"encoding": "gbk"}
    with at("2008-06-03"):
        narrow = services.keep_template(
            by=bank.finance,
            organisation=bank.source.organisation,
            bank="某银行",
            name="GBK",
            layout=layout,
        )
    with at("2008-06-04"), pytest.raises(RuleBroken) as refused:
        services.make_file(by=bank.finance, batch=approved(2, holder="刘𠮷生"), template=narrow)
    assert refused.value.message == (
        "按这个模板写不出文件，请先改正：第1行收款人姓名第2个字在GBK编码里没有；"
        "第2行收款人姓名第2个字在GBK编码里没有"
    )
    assert not BankFile.objects.exists()


def test_sending_moves_the_money_and_sets_the_day_by_which_the_bank_answers(sent, bank):
    file = sent(2)
    assert (file.state, file.due_on) == ("sent", date(2008, 6, 12))  # five working days, 端午
    assert Batch.objects.get().state == Batch.State.SENT
    assert states(file) == ["paying", "paying"]
    balances = funds.balances_of(bank.source)
    assert (balances.reserved, balances.in_transit) == (0, Decimal("1001.00"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"receipt_no": " "}, "receipt_no_missing"),
        ({"receipt_no": card_number(1)}, "receipt_no_personal"),
        ({"sent_on": date(2008, 6, 5)}, "sent_on_wrong"),
        ({"sent_on": date(2008, 6, 3)}, "sent_on_wrong"),
    ],
)
def test_what_is_wrong_with_a_sending_is_said(made, bank, at, change, code):
    file = made(1)
    told = {"sent_on": date(2008, 6, 4), "receipt_no": "受理1"} | change
    with at("2008-06-04"), pytest.raises(RuleBroken) as refused:
        services.send_file(by=bank.finance, file=file, **told)
    assert refused.value.code == code
    assert Batch.objects.get().state == Batch.State.APPROVED


def test_a_wrong_file_is_withdrawn_and_made_again_a_sent_one_is_not(made, bank, template, at):
    file = made(1)
    with at("2008-06-04"):
        services.withdraw_file(by=bank.finance, file=file, reason="选错了模板")
        again = services.make_file(by=bank.finance, batch=file.batch, template=template)
        services.send_file(
            by=bank.finance, file=again, sent_on=date(2008, 6, 4), receipt_no="受理1"
        )
        with pytest.raises(RuleBroken, match="已送银行，不能作废"):
            services.withdraw_file(by=bank.finance, file=again, reason="选错了模板")
    assert again.number != file.number


def test_a_late_answer_is_asked_for_and_never_paid_again_by_itself(sent, bank, at, taken):
    file = sent(2)
    files = BankFile.objects.all()
    assert list(queries.files_overdue(files, date(2008, 6, 12))) == []
    assert list(queries.files_overdue(files, date(2008, 6, 13))) == [file]
    with at("2008-06-13"):
        services.record_inquiry(by=bank.finance, file=file, words="银行称系统维护，三日内回盘")
    assert states(file) == ["unknown", "unknown"]
    assert Inquiry.objects.get().open_lines == 2
    with at("2008-06-13"), pytest.raises(RuleBroken, match="只有待发放的银行发放批次"):
        services.make_file(by=bank.finance, batch=file.batch, template=file.template)
    taken(file, row(file, 1), row(file, 2), when="2008-06-16")
    assert states(file) == ["paid", "paid"]
    with at("2008-06-17"), pytest.raises(RuleBroken, match="不需要查询"):
        services.record_inquiry(by=bank.finance, file=file, words="再问一次")


def test_what_was_written_stays(sent):
    file = sent(1)
    for change in (
        lambda: BankFile.objects.filter(pk=file.pk).update(total=1),
        lambda: BankFile.objects.filter(pk=file.pk).update(state="made"),
        lambda: BankFile.objects.filter(pk=file.pk).update(state="withdrawn", withdrawn_why="x"),
        lambda: file.file_lines.update(number=9),
        lambda: file.file_lines.all().delete(),
        lambda: BankTemplate.objects.update(bank="x"),
        lambda: BankTemplate.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- templates ---


def test_three_templates_come_with_the_program(db):
    shipped = BankTemplate.objects.filter(organisation=None).order_by("pk")
    assert {one.name: one.layout for one in shipped} == SHIPPED


def test_a_change_is_a_new_version_and_files_keep_theirs(bank, made, at):
    organisation = bank.source.organisation
    with at("2008-06-03"):
        first = services.keep_template(
            by=bank.finance,
            organisation=organisation,
            bank="某银行",
            name="代发",
            layout=SHIPPED["csv 代发模板"],
        )
        second = services.keep_template(
            by=bank.finance,
            organisation=organisation,
            bank="某银行",
            name="代发",
            layout=SHIPPED["xlsx 代发模板"],
            valid_from=date(2008, 7, 1),
            follows=first,
        )
    assert (second.series, second.version) == (first.series, 2)
    usable = queries.templates_for(organisation, date(2008, 6, 30))
    assert usable.first() == first
    assert second not in usable
    assert queries.templates_for(organisation, date(2008, 7, 1)).first() == second
    with at("2008-08-01"):
        services.retire_template(by=bank.finance, template=second)
    assert second not in queries.templates_for(organisation, date(2008, 8, 1))
    assert queries.templates_for(organisation, date(2008, 8, 1)).count() == 3


def test_a_shipped_template_is_followed_by_ones_own(bank, template):
    own = services.keep_template(
        by=bank.finance,
        organisation=bank.source.organisation,
        bank="某银行",
        name="代发",
        layout=template.layout,
        follows=template,
    )
    assert (own.version, own.series != template.series) == (1, True)
    with pytest.raises(RuleBroken, match="随系统提供的模板不能停用"):
        services.retire_template(by=bank.finance, template=template)


def test_templates_of_others_are_not_seen(bank, person, make_organisation, at):
    county = make_organisation("桃源县总工会", "union")
    with at("2008-06-03"):
        own = services.keep_template(
            by=bank.finance,
            organisation=county,
            bank="某银行",
            name="县代发",
            layout=SHIPPED["csv 代发模板"],
        )
    beside = person("finance", make_organisation("石门县总工会", "union"))
    below = person("finance", county)
    assert own not in BankTemplate.objects.visible_to(beside, "banks.see")
    assert own in BankTemplate.objects.visible_to(below, "banks.see")
    assert BankTemplate.objects.visible_to(beside, "banks.see").count() == 3
    assert own not in queries.templates_for(bank.source.organisation, date(2008, 7, 1))


# --- pages ---


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
    assert "一致" in web.get("/banks/compare/").content.decode()
    assert web.get("/banks/compare/?export=xlsx").status_code == 200
    for path, words in (("/banks/compare/", "银行代发对账表"), ("/banks/bounced/", "户名不符")):
        paper = pypdfium2.PdfDocument(web.get(f"{path}?export=pdf").getvalue())
        text = "".join(page.get_textpage().get_text_range() for page in paper)
        assert words in "".join(text.split())
        assert "刘春生" not in text
    assert web.get("/banks/answers/").status_code == 200
    assert "户名不符" in web.get(f"/banks/answers/{BankAnswer.objects.get().pk}/").content.decode()


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
