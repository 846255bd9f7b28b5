import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ground.accounts.models import Organisation
from ground.intake.models import Intake
from ground.web.workbench import waiting_for
from tests.intake.conftest import workbook

HEAD = ["单位名称", "统一社会信用代码", "干部人数", "联系人"]
LIST = workbook(
    HEAD,
    ["市财政局", "91110000600037341L", 120, "张三"],
    ["市总工会", "91110000600037341A", 30, "李四"],
    ["市水利局", None, "约80人", "王五"],
)


@pytest.fixture
def client(area, client_of):
    return client_of(area.office)


@pytest.fixture
def send(client, area):
    def upload(content: bytes = LIST, name: str = "名单.xlsx", code: str = "planning.agencies"):
        file = SimpleUploadedFile(name, content)
        given = {"organisation": area.city.pk, "file": file}
        return client.post(f"/intake/new/{code}/", given)

    return upload


def body(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_choosing_and_the_template(client):
    assert "还没有导入过" in body(client.get("/intake/"))
    chosen = body(client.get("/intake/new/"))
    assert "参联单位" in chosen
    assert "/intake/new/planning.agencies/" in chosen
    assert "下载模板" in body(client.get("/intake/new/planning.agencies/"))
    answer = client.get("/intake/new/planning.agencies/template/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["参联单位", "填写说明", "可选内容"]
    assert book.active["A1"].value == "单位名称*"
    [sector] = [
        one for one in book.active.data_validations.dataValidation if "G2" in str(one.sqref)
    ]
    assert sector.formula1 == '"党委,人大,政府,政协,群团,企事业"'
    assert client.get("/intake/new/no.such/").status_code == 404


def test_the_template_filled_in_comes_back_in(client, send, drain):
    template = client.get("/intake/new/planning.enterprises/template/").content
    book = openpyxl.load_workbook(io.BytesIO(template))
    book.active["A2"], book.active["E2"] = "新厂", "企业"
    out = io.BytesIO()
    book.save(out)
    send(out.getvalue(), code="planning.enterprises")
    intake = Intake.objects.get()
    kinds = {"name", "short_name", "aliases", "uscc", "kind", "parent", "division"}
    assert kinds <= set(intake.mapping)
    assert len(intake.mapping) == 18


def test_a_refused_file_says_why_beside_the_field(send):
    page = body(send(b"%PDF-1.4", "扫描件.pdf"))
    assert "这是 PDF 文件，不是表格" in page
    assert "文件是空的" in body(send(b"", "空.xlsx"))
    assert Intake.objects.count() == 0


def test_the_whole_way_on_pages(client, send, drain, area):
    url = send().headers["Location"]
    page = body(client.get(url))
    assert "核对各列" in page
    assert "市财政局、市总工会、市水利局" in page
    columns = {f"column_{key}": at for key, at in Intake.objects.get().mapping.items()}
    clash = body(client.post(f"{url}rehearse/", columns | {"column_short_name": 0}))
    assert "同一列不能对应两项内容：单位名称" in clash
    assert client.post(f"{url}rehearse/", columns | {"skip_totals": "on"}).status_code == 302
    assert "预演：名单.xlsx" in body(client.get(url))
    assert "预演中，请等它结束" in body(client.post(f"{url}commit/", {"only_good": "on"}))
    drain()
    page = body(client.get(url))
    assert "C4" in page
    assert "应为数字，不要写文字说明" in page
    assert "B3" in page
    assert "只导入无误的行" in page
    assert "全部导入" not in page
    marked = client.get(f"{url}marked/")
    book = openpyxl.load_workbook(io.BytesIO(marked.content))
    assert book.active["C4"].comment.text == "应为数字，不要写文字说明"
    assert "有1行不能导入" in body(client.post(f"{url}commit/", {}))
    assert client.post(f"{url}commit/", {"only_good": "on"}).status_code == 302
    drain()
    page = body(client.get(url))
    assert "新增1个单位，更改0个单位" in page
    assert Organisation.objects.filter(name="市财政局").exists()
    assert not Organisation.objects.filter(name="市总工会").exists()
    again = send()
    assert again.headers["Location"] == url
    assert "没有重复接收" in body(client.get(url))
    client.post(f"{url}undo/", {"reason": "发错了"})
    drain()
    assert "已整批撤销" in body(client.get(url))
    assert not Organisation.objects.filter(name="市财政局").exists()
    assert client.get(f"{url}marked/").status_code == 200


def test_another_row_of_headings_and_another_sheet(client, send):
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙"])
    book.active.append(["单位名称", "联系人"])
    book.active.append(["市财政局", "张三"])
    book.create_sheet("第二张").append(["单位名称"])
    book["第二张"].append(["市审计局"])
    out = io.BytesIO()
    book.save(out)
    url = send(out.getvalue()).headers["Location"]
    assert Intake.objects.get().layout["bottom"] == 2
    client.post(f"{url}layout/", {"sheet": "Sheet", "heading_row": "1"})
    assert Intake.objects.get().layout["labels"] == ["甲", "乙"]
    client.post(f"{url}layout/", {"sheet": "第二张", "heading_row": "1"})
    intake = Intake.objects.get()
    assert (intake.layout["sheet"], intake.mapping, intake.row_count) == ("第二张", {"name": 0}, 1)
    assert "表头以下没有内容" in body(
        client.post(f"{url}layout/", {"sheet": "第二张", "heading_row": "2"})
    )


def test_discarding(client, send):
    url = send().headers["Location"]
    client.post(f"{url}discard/")
    assert "已作废" in body(client.get(url))
    assert client.get(f"{url}marked/").status_code == 404
    assert Intake.objects.get().pages.count() == 0


def test_nobody_else_sees_or_touches_it(send, client_of, area, person):
    url = send().headers["Location"]
    county = client_of(area.county_office)
    assert county.get(url).status_code == 404
    for step in ("rehearse", "commit", "undo", "discard", "layout"):
        assert county.post(f"{url}{step}/").status_code == 404
    assert county.get(f"{url}marked/").status_code == 404
    assert "名单.xlsx" not in body(county.get("/intake/"))
    assert client_of(person("leader")).get(url).status_code == 403
    liaison = client_of(person("liaison", area.water))
    assert liaison.get("/intake/new/planning.agencies/").status_code == 404
    assert "结对干部" in body(liaison.get("/intake/new/"))


def test_a_forged_organisation_is_refused(client_of, area):
    file = SimpleUploadedFile("名单.xlsx", LIST)
    answer = client_of(area.county_office).post(
        "/intake/new/planning.agencies/", {"organisation": area.city.pk, "file": file}
    )
    assert answer.status_code == 200
    assert Intake.objects.count() == 0


def test_the_list_asks_the_same_number_of_queries(client, send):
    counted = []
    for rows in (1, 3):
        for number in range(Intake.objects.count(), rows):
            send(workbook(HEAD, [f"第{number}局", None, 1, None]))
        with CaptureQueriesContext(connection) as queries:
            client.get("/intake/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_what_waits_on_the_workbench(send, area, committed):
    send()
    [one] = [one for one in waiting_for(area.office) if one.group == "导入"]
    assert (one.title, one.detail) == ("导入参联单位：名单.xlsx", "待核对列")
    assert [one for one in waiting_for(area.county_office) if one.group == "导入"] == []
    committed(workbook(HEAD, ["市审计局", None, 1, None]))
    assert len([one for one in waiting_for(area.office) if one.group == "导入"]) == 1
