"""The pages: who may open them, what they show and hide, how their forms end."""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from assistance.households import filling, queries, services
from assistance.households.models import HardshipFile
from ground.audit.models import Entry
from ground.kernel import clock
from ground.places.services import set_local_rule

from .conftest import filled, id_number, person_in, standing


@pytest.fixture
def page_of(client_of):
    def get(user, name, *args, **query):
        return client_of(user).get(reverse(f"households:{name}", args=args), query)

    return get


def test_the_list_is_masked_and_within_scope(office, opened, page_of):
    file = opened()
    seen = page_of(office.auditor, "list").content.decode()
    assert file.file_no in seen
    assert "张*国" in seen
    assert "张建国" not in seen
    assert file.file_no not in page_of(office.elsewhere, "list").content.decode()


def test_the_list_asks_as_often_for_three_as_for_one(
    office, opened, client_of, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(office.keeper)
    opened()
    with CaptureQueriesContext(connection) as one:
        assert client.get(reverse("households:list")).status_code == 200
    opened(), opened()
    with django_assert_num_queries(len(one)):
        client.get(reverse("households:list"))


def test_the_list_narrows(office, opened, walk, page_of):
    active, draft = walk(opened()), opened()

    def shown(**query):
        text = page_of(office.keeper, "list", **query).content.decode()
        return [file.file_no for file in (active, draft) if file.file_no in text]

    assert shown() == [active.file_no, draft.file_no]
    assert shown(state="active") == [active.file_no]
    assert shown(category="relative") == [active.file_no]
    assert shown(cause="6") == [active.file_no]
    assert shown(unit=office.unit.pk) == [active.file_no, draft.file_no]
    assert shown(year=active.opened_on.year) == [active.file_no, draft.file_no]
    assert shown(q=draft.file_no) == [draft.file_no]


def test_the_export_is_masked(office, opened, page_of):
    opened()
    answer = page_of(office.auditor, "list", export="xlsx")
    sheet = python_calamine.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    text = repr(sheet.get_sheet_by_index(0).to_python())
    assert "张*国" in text
    assert "张建国" not in text
    assert Entry.objects.filter(action="privacy.released").count() == 1


def test_a_person_is_found_by_post_only(office, opened, client_of):
    file = opened(id_no=id_number(7))
    client, url = client_of(office.auditor), reverse("households:find")
    assert file.file_no in client.post(url, {"asked": "张建国"}).content.decode()
    assert file.file_no not in client.get(url, {"asked": "张建国"}).content.decode()
    assert "请输入姓名（两个字以上）" in client.post(url, {}).content.decode()
    assert "校验位不符" in client.post(url, {"asked": "430701197001010011"}).content.decode()


def test_outside_the_scope_there_is_nothing(office, opened, page_of, client_of):
    file = opened()
    for name in ("file", "versions", "papers", "add_paper", "merge", "split"):
        assert page_of(office.elsewhere, name, file.pk).status_code == 404
    assert page_of(office.elsewhere, "section", file.pk, "head").status_code == 404
    step = reverse("households:step", args=[file.pk, "submit"])
    assert client_of(office.elsewhere).post(step).status_code == 404
    reveal = reverse("households:reveal", args=[file.pk, "id_no"])
    assert client_of(office.elsewhere).post(reveal, {"reason": "核对"}).status_code == 404


def test_the_wrong_role_is_refused(office, opened, walk, client_of):
    file = opened()
    liaison = client_of(office.liaison)
    assert liaison.get(reverse("households:open")).status_code == 403
    assert liaison.get(reverse("households:section", args=[file.pk, "head"])).status_code == 403
    assert liaison.post(reverse("households:step", args=[file.pk, "submit"])).status_code == 403
    assert (
        liaison.post(reverse("households:reveal", args=[file.pk, "id_no"]), {"reason": "核对"})
    ).status_code == 403
    passed = walk(opened(), "approval")
    keeper = client_of(office.keeper)
    for action in ("approve", "return", "reject"):
        decision = reverse("households:decide", args=[passed.pk, action])
        assert keeper.post(decision, {"reason": "不符合条件"}).status_code == 403
        step = reverse("households:step", args=[passed.pk, action])
        keeper.post(step, {"reason": "不符合条件"})
    said = keeper.get(reverse("households:file", args=[passed.pk])).content.decode()
    assert "没有“审批困难职工档案”的权限" in said
    assert standing(HardshipFile.objects.get(pk=passed.pk)) == "approval"


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


def test_no_page_holds_a_sealed_value(office, opened, walk, client_of):
    file = opened(id_no=id_number(7), mobile="13912345678", address="漳江镇建设路8号")
    services.write_form(
        by=office.keeper,
        file=file,
        content=filled(members=[person_in("child", "小花朵", id_number(8))], mobile="", address=""),
    )
    client = client_of(office.keeper)
    pages = [
        client.get(reverse(f"households:{name}", args=[file.pk, *more]))
        for name, *more in (
            ("file",),
            *(("section", one.slug) for one in filling.SECTIONS),
            ("member", file.members.last().pk),
            ("papers",),
            ("versions",),
        )
    ]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        for value in (id_number(7), id_number(8), "13912345678", "建设路"):
            assert value not in text
    assert "139****5678" in pages[0].content.decode()
    assert "430***********" in pages[0].content.decode()


def test_a_reveal_answers_once_in_plain_text(office, opened, client_of):
    file = opened(id_no=id_number(7), mobile="13912345678")
    client = client_of(office.keeper)
    url = reverse("households:reveal_member", args=[file.pk, file.members.get().pk, "id_no"])
    refused = client.post(url, {"reason": ""})
    assert (refused.status_code, refused.content.decode()) == (422, "请填写原因")
    answer = client.post(url, {"reason": "核对银行卡户名"})
    assert (answer.content.decode(), answer["Cache-Control"]) == (id_number(7), "no-store")
    assert client.get(url).status_code == 405
    mobile = client.post(
        reverse("households:reveal", args=[file.pk, "mobile"]), {"reason": "通知入户"}
    )
    assert mobile.content.decode() == "13912345678"
    assert Entry.objects.filter(action="file.revealed").count() == 2


def test_a_refused_step_stays_on_the_page(office, opened, walk, client_of):
    file = walk(opened(), "review")
    url = reverse("households:step", args=[file.pk, "return"])
    text = client_of(office.second).post(url, {"reason": "缺"})
    assert "至少两个字" in text.content.decode()
    assert "缺</textarea>" in text.content.decode()
    done = client_of(office.second).post(url, {"reason": "缺工资单"})
    assert done.status_code == 302
    assert standing(HardshipFile.objects.get()) == "draft"


def test_the_page_offers_what_may_be_done(office, opened, walk, client_of):
    file = walk(opened(), "approval")

    def offered(user):
        text = client_of(user).get(reverse("households:file", args=[file.pk])).content.decode()
        return re.findall(rf"/households/{file.pk}/(?:steps|decision)/(\w+)/", text)

    assert offered(office.approver) == ["approve", "return", "reject"]
    assert offered(office.keeper) == []


def test_a_draft_says_what_is_missing_before_it_offers_to_submit(office, opened, client_of):
    file = opened(id_no="")
    url = reverse("households:file", args=[file.pk])
    text = client_of(office.keeper).get(url).content.decode()
    assert "提交前还缺 11 项" in text
    assert "/steps/submit/" not in text
    form = filled(holder={"id_no": id_number(7)})
    services.write_form(by=office.keeper, file=file, content=form)
    services.record_family_consents(by=office.keeper, file=file, signed_on=clock.today())
    text = client_of(office.keeper).get(url).content.decode()
    assert "提交前还缺" not in text
    assert "/steps/submit/" in text


def test_a_doubtful_number_is_said_wherever_the_file_says_what_it_still_needs(
    office, opened, client_of
):
    file = opened()
    card = {"holder_name": "张建国", "bank": "工行", "card_no": "6222021001116245701"}
    services.write_form(by=office.keeper, file=file, content=filled(bank_card=card))
    told = "银行卡号的校验位不符"
    for name in ("file", "papers"):
        for user in (office.keeper, office.auditor):
            assert told in client_of(user).get(reverse(f"households:{name}", args=[file.pk])).text
    keeper = client_of(office.keeper)
    answer = keeper.get(f"/api/v1/households/files/{file.pk}/missing").json()
    assert [one.partition("，")[0] for one in answer["doubts"]] == [told]
    right = {**card, "card_no": "6222021001116245702"}
    services.write_form(by=office.keeper, file=file, content=filled(bank_card=right))
    assert told not in keeper.get(reverse("households:file", args=[file.pk])).text


def test_who_says_that_nothing_happened_is_not_asked_to_prove_it(office, opened):
    file = opened()
    for event, is_asked in (("", False), ("none", False), ("injury", True)):
        content = filled(circumstances={"event": event})
        services.write_form(by=office.keeper, file=file, content=content)
        asked = queries.missing_of(HardshipFile.objects.get(pk=file.pk))
        assert ("公安或民政部门事故（灾害）证明" in asked.papers) is is_asked, asked.papers


def test_the_income_and_its_formula_are_shown(office, opened, walk, client_of):
    set_local_rule(
        code="households.dibao_monthly",
        value=Decimal(200),
        valid_from=date(2008, 1, 1),
        source="测试",
    )
    file = opened()
    services.write_form(
        by=office.keeper, file=file, content=filled(members=[person_in("child", "小花")])
    )
    text = (
        client_of(office.auditor).get(reverse("households:file", args=[file.pk])).content.decode()
    )
    assert "（12,000.00 － 4,800.00）÷ 2 人 ÷ 12 个月 ＝ 300.00 元" in text


def test_the_workbench_says_what_waits(office, opened, walk, client_of):
    opened()
    walk(opened(), "approval")
    keeper = client_of(office.keeper).get(reverse("web:workbench")).content.decode()
    assert "档案待完善" in keeper
    assert "档案待审批" not in keeper
    approver = client_of(office.approver).get(reverse("web:workbench")).content.decode()
    assert "档案待审批" in approver
