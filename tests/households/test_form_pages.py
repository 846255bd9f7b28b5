"""The form by its pages: filled in, refused, amended, its papers, versions, families that merge and part."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from assistance.households import filling, queries, services
from assistance.households.models import HardshipFile
from ground.audit.models import Entry
from ground.kernel import clock

from .conftest import filled, id_number, standing


def test_open_complete_and_submit(office, client_of):
    client = client_of(office.keeper)
    answer = client.post(
        reverse("households:open"),
        {"unit": office.unit.pk, "holder_name": "张建国", "id_no": id_number(7)},
    )
    file = HardshipFile.objects.get()

    def section(slug):
        return reverse("households:section", args=[file.pk, slug])

    assert answer.url == section("head")
    head = {
        "category": "relative",
        "tier": "county",
        "primary_cause": "6",
        "secondary_causes": ["9"],
        "situation": "患病",
        "mobile": "13900001234",
        "address": "漳江镇",
        "next": "1",
    }
    assert client.post(section("head"), head).url == section("holder")
    spouse = {"relation": "spouse", "name": "李梅", "id_no": id_number(8), "lives_together": "1"}
    assert client.post(reverse("households:add_member", args=[file.pk]), spouse).url == (
        section("members")
    )
    wife = file.members.get(relation="spouse")
    answer = client.post(
        reverse("households:member", args=[file.pk, wife.pk]),
        {"relation": "spouse", "name": "李小梅", "health": "6", "lives_together": "0"},
    )
    assert answer.status_code == 302
    wife.refresh_from_db()
    assert (wife.name, wife.id_no, wife.health) == ("李小梅", id_number(8), "6")
    assert (wife.lives_together, wife.born_on.year) == (False, 1970)
    items = {
        "items-TOTAL_FORMS": "2",
        "items-INITIAL_FORMS": "0",
        "items-0-kind": "wage",
        "items-0-member": str(wife.pk),
        "items-0-amount": "12000",
        "items-1-kind": "",
        "annual_income": "",
        "rigid_expenses": "4800",
    }
    assert client.post(section("income"), items).url == section("income")
    client.post(
        reverse("households:family_consents", args=[file.pk]), {"signed_on": str(clock.today())}
    )
    assert client.post(reverse("households:step", args=[file.pk, "submit"])).status_code == 302
    file.refresh_from_db()
    assert standing(file) == "review"
    assert (file.annual_income, file.secondary_causes) == (12000, ["9"])
    assert client.get(section("head")).url == reverse("households:file", args=[file.pk])


def test_a_refused_section_keeps_what_was_typed(office, opened, client_of):
    file = opened()
    client = client_of(office.keeper)
    wrong = {"relation": "child", "name": "小花", "id_no": "430701197001010011"}
    text = client.post(reverse("households:add_member", args=[file.pk]), wrong).content.decode()
    assert "校验位不符" in text
    assert 'value="小花"' in text
    assert file.members.count() == 1
    income = reverse("households:section", args=[file.pk, "income"])
    rows = {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-kind": "illness",
        "items-0-spent": "10",
        "items-0-reimbursed": "二十",
    }
    text = client.post(income, rows).content.decode()
    assert "无法识别" in text
    assert 'value="二十"' in text
    more = client.post(income, rows | {"add_row": "1"}).content.decode()
    assert 'name="items-1-kind"' in more
    assert 'value="二十"' in more


def test_a_file_on_file_is_amended_by_section_with_a_reason(office, opened, walk, client_of):
    file = walk(opened())
    client = client_of(office.keeper)
    url = reverse("households:section", args=[file.pk, "home"])
    assert "变更原因" in client.get(url).content.decode()
    assert client.post(url, {"housing": "rent"}).status_code == 200
    assert client.post(url, {"housing": "rent", "why": "搬家"}).status_code == 302
    assert file.circumstances.housing == "rent"
    assert file.steps.last().opinion == "住房类型：搬家"
    head = reverse("households:section", args=[file.pk, "head"])
    text = client.post(head, {"category": "deep", "tier": "county", "why": "更困难了"})
    assert "请办理类别调整" in text.content.decode()


def test_every_field_of_the_form_stands_in_a_section():
    named = {(one.part, name) for one in filling.SECTIONS for name in one.names}
    for part in ("head", "circumstances", "bank_card"):
        assert {name for its, name in named if its == part} == set(filling.FIELDS[part])
    assert set(filling.MEMBER_NAMES) == set(queries.PERSON_FIELDS)


def test_a_paper_is_uploaded_opened_on_the_record_and_taken_back(office, opened, client_of):
    file = opened()
    client = client_of(office.keeper)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    upload = SimpleUploadedFile("身份证.png", picture.getvalue(), "image/png")
    answer = client.post(
        reverse("households:add_paper", args=[file.pk]),
        {"kind": "id_copy", "pages": "1", "upload-files": upload},
    )
    assert answer.url == reverse("households:papers", args=[file.pk])
    paper = file.papers.get()
    opening = reverse("households:open_paper", args=[file.pk, paper.pk])
    shown = client.get(opening)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    assert client_of(office.auditor).get(opening).status_code == 403
    assert client_of(office.elsewhere).get(opening).status_code == 404
    assert Entry.objects.filter(action="file.paper_opened").count() == 1
    withdraw = reverse("households:withdraw_paper", args=[file.pk, paper.pk])
    client.post(withdraw, {"reason": "传错了"})
    paper.refresh_from_db()
    assert paper.withdrawn_why == "传错了"
    text = client.get(reverse("households:papers", args=[file.pk])).content.decode()
    assert "已撤回" in text


def test_versions_show_what_changed_and_no_sealed_value(office, opened, client_of):
    file = opened(id_no=id_number(7))
    services.write_form(by=office.keeper, file=file, content=filled(mobile="13912345678"))
    text = client_of(office.auditor).get(reverse("households:versions", args=[file.pk]))
    assert "相对困难" in text.content.decode()
    for value in (id_number(7), "13912345678", "妻子下岗", "张建国"):
        assert value not in text.content.decode()
    url = reverse("households:reveal_version", args=[file.pk, 2, "head.mobile"])
    answer = client_of(office.keeper).post(url, {"reason": "核对"})
    assert answer.content.decode() == "13912345678"


def test_families_merge_and_part_by_page(office, opened, client_of):
    keep, gone = opened(), opened(holder_name="李梅")
    client = client_of(office.keeper)
    asked = {"gone": gone.file_no, "relation": "spouse", "reason": "夫妻各建一档"}
    merge = reverse("households:merge", args=[keep.pk])
    assert "没有找到" in client.post(merge, asked | {"gone": "SL1"}).content.decode()
    assert client.post(merge, asked).url == reverse("households:file", args=[keep.pk])
    wife = keep.members.get(relation="spouse")
    page = client.get(reverse("households:file", args=[keep.pk])).content.decode()
    assert gone.file_no in page
    asked = {
        "members": [wife.pk],
        "holder": wife.pk,
        "unit": office.unit.pk,
        "reason": "离婚分户",
    }
    answer = client.post(reverse("households:split", args=[keep.pk]), asked)
    new = HardshipFile.objects.get(split_from=keep)
    assert answer.url == reverse("households:section", args=[new.pk, "head"])
