"""Ledgers are made of what is on record, in full or for posting; what leaves is written down."""

import io
from datetime import date

import docx
import openpyxl
import pytest

from assistance.households import services as households
from assistance.households.models import FileVersion
from assistance.ledgers import queries, services
from assistance.ledgers.models import HandOver, HandOverLine, Output
from ground.accounts.roles import Role
from ground.audit.models import Entry
from ground.briefs.typesetting import text_of
from ground.files.queries import content_of
from ground.jobs.models import Job
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.privacy.models import Release
from tests.households.conftest import id_number

DAY = date(2008, 6, 26)


def made(job, drain) -> Output:
    drain()
    assert Job.objects.get(pk=job.pk).state == "done", Job.objects.get(pk=job.pk).message
    return Output.objects.latest("pk")


def rows_of(output: Output, sheet: int = 0) -> list[list]:
    book = openpyxl.load_workbook(io.BytesIO(content_of(output.file, "whole")))
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def asked(office, **changed):
    told = {
        "by": office.keeper,
        "organisation": office.union,
        "code": "ledgers.roster",
        "masked": True,
    }
    return services.ask_ledger(**(told | changed))


def test_a_roster_for_posting_names_nobody_and_counts_the_families(office, opened, walk, drain):
    file = walk(opened(holder_name="张建国", id_no=id_number(100)))
    walk(opened(holder_name="李某", id_no=id_number(101)), "review")
    rows = rows_of(made(asked(office), drain))
    assert rows[0][0] == "桃源县总工会困难职工花名册"
    assert "填报单位（盖章）：桃源县总工会" in rows[1][0]
    assert rows[2][:4] == ["序号", "档案编号", "姓名", "性别"]
    assert "身份证号" not in rows[2]
    assert "银行卡号" not in rows[2]
    assert rows[3][:3] == [1, file.file_no, "张*国"]
    assert rows[4][0] == "合计 1户"
    assert rows[5][0].startswith(f"填表人：{office.keeper.full_name}")
    assert id_number(100) not in str(rows)


def test_in_full_it_needs_a_reason_and_carries_who_took_it(office, opened, walk, drain):
    walk(opened(holder_name="张建国", id_no=id_number(100)))
    with pytest.raises(RuleBroken) as refused:
        asked(office, masked=False)
    assert refused.value.code == "reason_missing"
    assert (Job.objects.count(), Release.objects.count()) == (0, 0)
    output = made(asked(office, masked=False, reason="报县总工会建档"), drain)
    release = Release.objects.get()
    rows = rows_of(output)
    assert rows[2][0] == release.line
    assert rows[4][2:5] == ["张建国", "男", id_number(100)] or rows[4][2] == "张建国"
    assert id_number(100) in str(rows)
    assert (release.personal, release.rows, release.reason) == (True, 1, "报县总工会建档")
    assert release.sha256


def test_who_may_not_take_personal_data_out_gets_the_posted_version_only(
    office, opened, walk, drain
):
    walk(opened(holder_name="张建国", id_no=id_number(100)))
    with pytest.raises(NotAllowed):
        asked(office, by=office.approver, masked=False, reason="看看")
    assert made(asked(office, by=office.approver), drain).personal is False


def test_to_be_printed_it_is_pages_with_the_same_head_rows_and_sums(
    office, opened, walk, drain, client_of
):
    file = walk(opened(holder_name="张建国", id_no=id_number(100)))
    output = made(asked(office, form="pdf"), drain)
    assert output.file.name.endswith(".pdf")
    text = "".join("".join(text_of(content_of(output.file, "whole"))).split())
    for said in (
        "桃源县总工会困难职工花名册",
        "填报单位（盖章）：桃源县总工会",
        "期间：截至",
        "序号档案编号姓名",
        file.file_no,
        "张*国",
        "合计1户",
        f"填表人：{office.keeper.full_name}",
        output.release.shown_code.replace(" ", ""),
    ):
        assert said in text
    assert "张建国" not in text
    full = made(asked(office, form="pdf", masked=False, reason="报县总工会建档"), drain)
    text = "".join("".join(text_of(content_of(full.file, "whole"))).split())
    assert id_number(100) in text
    assert "".join(full.release.line.split()) in text
    client = client_of(office.keeper)
    assert "PDF" in client.get("/ledgers/outputs/").content.decode()
    told = {"organisation": office.union.pk, "version": "masked", "form": "pdf"}
    answer = client.post("/ledgers/make/?book=ledgers.roster", told)
    assert answer.url.startswith("/jobs/")
    assert Release.objects.latest("pk").format == "pdf"


def test_another_form_than_a_workbook_or_pages_is_refused(office):
    with pytest.raises(RuleBroken) as refused:
        asked(office, form="docx")
    assert (refused.value.code, Job.objects.count()) == ("ledger_form", 0)


def test_twice_at_once_is_made_once_and_another_area_not_at_all(office, drain):
    first, second = asked(office), asked(office)
    assert first.pk == second.pk
    assert Release.objects.count() == 1
    with pytest.raises(NotAllowed):
        asked(office, by=office.elsewhere)


def test_a_full_version_is_fetched_by_its_maker_alone_and_every_time_on_the_trail(
    office, opened, walk, drain, client_of
):
    walk(opened(holder_name="张建国", id_no=id_number(100)))
    output = made(asked(office, masked=False, reason="报县总工会建档"), drain)
    assert client_of(office.second).post(f"/ledgers/outputs/{output.pk}/fetch/").status_code == 404
    mine = client_of(office.keeper)
    for _ in range(2):
        answer = mine.post(f"/ledgers/outputs/{output.pk}/fetch/")
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert Entry.objects.filter(action="ledgers.output_fetched").count() == 2


def test_the_list_of_outputs_can_be_narrowed_to_a_version(office, drain, client_of):
    made(asked(office, masked=True, reason=""), drain)
    page = client_of(office.keeper)
    for version, count in (("True", 0), ("False", 1)):
        answer = page.get("/ledgers/outputs/", {"personal": version})
        assert (answer.status_code, len(answer.context["lines"])) == (200, count)


def test_who_left_and_who_came_back(office, opened, walk, drain):
    file = walk(opened(holder_name="张建国", id_no=id_number(100)))
    households.exit_file(by=office.approver, file=file, reason="收入已达标")
    again = opened(holder_name="张建国", id_no=id_number(100))
    rows = rows_of(made(asked(office, code="ledgers.ended"), drain))
    told = [(row[1], row[6], row[8], row[10]) for row in rows[3:5]]
    assert (file.file_no, "已脱困", "收入已达标", None) in told
    if again.relapse_of_id:
        assert (again.file_no, "返困", None, file.file_no) in told


def test_what_nobody_has_looked_at_for_a_year_with_or_without_a_version(
    office, opened, walk, drain, at
):
    with at("2007-05-02"):
        written, bare = walk(opened()), walk(opened(id_no=id_number(300)))
        FileVersion.objects.filter(file=bare).delete()
    with at("2008-05-02"):
        fresh = walk(opened(id_no=id_number(302)))
    with at("2008-06-26"):
        FileVersion.objects.filter(file=written).update(at=clock.at_hour(date(2007, 5, 2)))
        rows = rows_of(made(asked(office, code="ledgers.untouched"), drain))
    told = {row[1] for row in rows[3:] if isinstance(row[0], int)}
    assert told == {written.file_no, bare.file_no}
    assert fresh.file_no not in told


def handed(office, drain, **changed) -> HandOver:
    told = {"by": office.keeper, "organisation": office.union, "reason": "录入全国系统"}
    job = services.ask_hand_over(**(told | changed))
    drain()
    assert Job.objects.get(pk=job.pk).state == "done", Job.objects.get(pk=job.pk).message
    return HandOver.objects.latest("pk")


def test_the_second_time_only_what_changed_is_handed_over(office, opened, walk, drain):
    first = walk(opened(holder_name="张建国", id_no=id_number(100)))
    second = walk(opened(holder_name="李建设", id_no=id_number(102)))
    third = walk(opened(holder_name="王建军", id_no=id_number(104)))
    before = handed(office, drain)
    assert (before.number, before.added, before.changed, before.ended) == (1, 3, 0, 0)
    sheet = rows_of(before.output)
    assert sheet[3][:2] == ["情况", "档案编号"]
    assert {row[1] for row in sheet[4:7]} == {first.file_no, second.file_no, third.file_no}
    job = services.ask_hand_over(by=office.keeper, organisation=office.union, reason="再报一次")
    drain()
    again = Job.objects.get(pk=job.pk)
    assert (again.state, HandOver.objects.count()) == ("failed", 1)
    assert "没有新增、变更或退出" in again.message
    households.reclassify_file(by=office.approver, file=first, category="deep", reason="支出增加")
    households.reclassify_file(by=office.approver, file=third, tier="national", reason="报全国备案")
    households.exit_file(by=office.approver, file=second, reason="收入已达标")
    after = handed(office, drain)
    assert (after.number, after.added, after.changed, after.ended) == (2, 0, 2, 1)
    lines = {one.file_id: (one.change, one.differing) for one in after.lines.all()}
    assert lines[first.pk] == ("changed", "困难类别")
    assert lines[third.pk] == ("changed", "建档标准")
    assert lines[second.pk][0] == "ended"
    assert HandOverLine.objects.filter(is_latest=True).count() == 3


def test_comparing_three_changed_files_takes_the_reads_of_one(office, opened, walk, drain):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    files = [walk(opened(id_no=id_number(serial))) for serial in (100, 102, 104)]
    handed(office, drain)

    def reads() -> tuple[int, list[str]]:
        with CaptureQueriesContext(connection) as held:
            found = [one.labels for one in queries.to_hand_over(office.keeper, office.union)]
        return len(held), found

    def change(file) -> None:
        households.reclassify_file(
            by=office.approver, file=file, category="deep", reason="支出增加"
        )

    change(files[0])
    reads()
    one, found = reads()
    assert found == ["困难类别"]
    change(files[1])
    change(files[2])
    assert reads() == (one, ["困难类别"] * 3)


def test_what_was_entered_over_there_is_noted_once(office, opened, walk, drain, person):
    walk(opened(holder_name="张建国", id_no=id_number(100)))
    made_over = handed(office, drain)
    lines = HandOverLine.objects.filter(hand_over=made_over)
    today = clock.today()
    with pytest.raises(RuleBroken):
        services.mark_entered(by=office.keeper, lines=lines, entered_on=date(2000, 1, 1))
    assert lines.get().entered_on is None
    assert services.mark_entered(by=office.keeper, lines=lines, entered_on=today) == 1
    with pytest.raises(RuleBroken) as refused:
        services.mark_entered(by=office.second, lines=lines, entered_on=today)
    assert refused.value.code == "nothing_to_enter"
    assert lines.get().entered_by == office.keeper


def test_the_file_form_for_word_and_as_pdf(office, opened, walk):
    file = walk(opened(holder_name="张建国", id_no=id_number(100)))
    for kind in ("docx", "pdf"):
        content = services.form_of_family(by=office.keeper, file=file, kind=kind, reason="归档签字")
        release = Release.objects.latest("pk")
        if kind == "docx":
            document = docx.Document(io.BytesIO(content))
            cells = [
                cell.text for table in document.tables for row in table.rows for cell in row.cells
            ]
            text = "\n".join([*cells, *(one.text for one in document.paragraphs)])
            text += document.sections[0].footer.paragraphs[0].text
        else:
            text = "".join(text_of(content))
        for said in (
            "张建国",
            id_number(100),
            file.file_no,
            "县级以上工会意见",
            release.shown_code,
        ):
            assert said in text.replace("\r", "").replace("\n", ""), (kind, said)
        assert "{{" not in text
        assert "{%" not in text
    assert Entry.objects.filter(action="ledgers.form_taken_out").count() == 2


def test_a_family_gets_all_that_is_kept_and_who_looked(office, opened, walk):
    file = walk(opened(holder_name="张建国", id_no=id_number(100)))
    households.reveal(by=office.keeper, file=file, field="id_no", reason="核对银行卡户名")
    copy = services.own_copy(by=office.keeper, file=file, to="本人")
    text = "".join(text_of(copy.content)).replace("\r", "").replace("\n", "")
    for said in ("张建国", id_number(100), "核对银行卡户名", office.keeper.username):
        assert said in text, said
    entry = Entry.objects.get(action="ledgers.own_copy_given")
    assert entry.details == {"to": "本人"}


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER, Role.ADMINISTRATOR])
def test_pages_are_not_for_everybody(office, person, client_of, role):
    assert client_of(person(role, office.union)).get("/ledgers/").status_code == 403


def test_pages_open_and_cost_the_same_with_one_line_and_three(
    office, opened, walk, drain, client_of, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    walk(opened(holder_name="张建国", id_no=id_number(100)))
    first = handed(office, drain)
    mine = client_of(office.keeper)
    pages = [
        "/ledgers/",
        "/ledgers/outputs/",
        "/ledgers/national/",
        "/ledgers/national/waiting/",
        f"/ledgers/national/{first.pk}/",
        "/ledgers/make/?book=ledgers.ended",
    ]

    def cost() -> list[int]:
        found = []
        for one in pages:
            with CaptureQueriesContext(connection) as queries:
                assert mine.get(one).status_code == 200
            found.append(len(queries))
        return found

    cost()
    before = cost()
    for serial in (102, 104):
        walk(opened(holder_name="李建设", id_no=id_number(serial)))
        made(asked(office), drain)
        handed(office, drain)
    assert cost() == before
