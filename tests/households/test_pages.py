"""The pages: who may open them, what they show and hide, how their forms end."""

import io
import re

import pytest
import python_calamine
from django.urls import reverse

from assistance.households import services
from assistance.households.models import HardshipFile
from assistance.households.rules import NewMember
from ground.audit.models import Entry

from .conftest import FULL, id_number


def members_of(*rows, **more):
    """What the browser posts for the rows of members."""
    posted = {"members-TOTAL_FORMS": str(len(rows)), "members-INITIAL_FORMS": "0"}
    for number, (relation, name, id_no) in enumerate(rows):
        posted |= {
            f"members-{number}-relation": relation,
            f"members-{number}-name": name,
            f"members-{number}-id_no": id_no,
        }
    return posted | {name: str(value) for name, value in FULL.items()} | more


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
    assert Entry.objects.filter(action="list.exported").count() == 1


def test_a_person_is_found_by_post_only(office, opened, client_of):
    file = opened(id_no=id_number(7))
    client, url = client_of(office.auditor), reverse("households:find")
    for typed in ({"id_no": id_number(7)}, {"holder_name": "张建国"}, {"holder_name": "张"}):
        assert file.file_no in client.post(url, typed).content.decode()
    assert file.file_no not in client.post(url, {"holder_name": "建国"}).content.decode()
    assert "请填写户主姓名或完整的身份证号" in client.post(url, {}).content.decode()
    assert "校验位不符" in client.post(url, {"id_no": "430701197001010011"}).content.decode()
    assert file.file_no not in client.get(url, {"holder_name": "张"}).content.decode()
    other = client_of(office.elsewhere).post(url, {"id_no": id_number(7)}).content.decode()
    assert file.file_no not in other


def test_outside_the_scope_there_is_nothing(office, opened, page_of, client_of):
    file = opened()
    for name in ("file", "complete", "notice"):
        assert page_of(office.elsewhere, name, file.pk).status_code == 404
    step = reverse("households:step", args=[file.pk, "submit"])
    assert client_of(office.elsewhere).post(step).status_code == 404
    reveal = reverse("households:reveal", args=[file.pk, "id_no"])
    assert client_of(office.elsewhere).post(reveal, {"reason": "核对"}).status_code == 404


def test_the_wrong_role_is_refused(office, opened, walk, client_of):
    file = opened()
    liaison = client_of(office.liaison)
    assert liaison.get(reverse("households:open")).status_code == 403
    assert liaison.get(reverse("households:complete", args=[file.pk])).status_code == 403
    assert liaison.post(reverse("households:step", args=[file.pk, "submit"])).status_code == 403
    assert (
        liaison.post(reverse("households:reveal", args=[file.pk, "id_no"]), {"reason": "核对"})
    ).status_code == 403
    passed = walk(opened(), "notice_passed")
    keeper = client_of(office.keeper)
    for action in ("approve", "return", "reject"):
        decision = reverse("households:decide", args=[passed.pk, action])
        assert keeper.post(decision, {"reason": "不符合条件"}).status_code == 403
        step = reverse("households:step", args=[passed.pk, action])
        keeper.post(step, {"reason": "不符合条件"})
    said = keeper.get(reverse("households:file", args=[passed.pk])).content.decode()
    assert "没有“审批困难职工档案”的权限" in said
    assert HardshipFile.objects.get(pk=passed.pk).state == "notice_passed"


def test_open_complete_and_submit(office, client_of):
    client = client_of(office.keeper)
    answer = client.post(
        reverse("households:open"),
        {"unit": office.unit.pk, "holder_name": "张建国", "id_no": id_number(7)},
    )
    file = HardshipFile.objects.get()
    assert answer.url == reverse("households:complete", args=[file.pk])
    rows = [("spouse", "李梅", id_number(8)), ("", "", ""), ("child", "小花", "")]
    answer = client.post(answer.url, members_of(*rows, submit_too="1"))
    assert answer.url == reverse("households:file", args=[file.pk])
    file.refresh_from_db()
    assert file.state == "submitted"
    assert [(m.relation, m.name) for m in file.members.all()] == [
        ("holder", "张建国"),
        ("spouse", "李梅"),
        ("child", "小花"),
    ]


def test_a_refused_form_keeps_what_was_typed(office, opened, client_of):
    file = opened()
    url = reverse("households:complete", args=[file.pk])
    wrong = members_of(
        ("child", "小花", "430701197001010011"), annual_income="一万", holder_id_no=""
    )
    text = client_of(office.keeper).post(url, wrong).content.decode()
    assert "无法识别" in text
    assert 'value="小花"' in text
    right = members_of(("child", "小花", "430701197001010011"))
    text = client_of(office.keeper).post(url, right).content.decode()
    assert "校验位不符" in text
    assert file.members.count() == 1
    one_more = client_of(office.keeper).post(url, right | {"add_row": "1"}).content.decode()
    assert 'name="members-1-name"' in one_more
    assert 'value="小花"' in one_more


def test_a_half_full_form_is_saved_and_says_what_is_missing(office, opened, client_of):
    file = opened()
    url = reverse("households:complete", args=[file.pk])
    answer = client_of(office.keeper).post(
        url, members_of(category="", annual_income="", submit_too="1"), follow=True
    )
    assert "已保存，还没有提交：档案还缺2项：困难类别、家庭年收入" in answer.content.decode()
    file.refresh_from_db()
    assert (file.state, file.primary_cause) == ("draft", "6")


def test_no_page_holds_a_sealed_value(office, opened, walk, client_of):
    file = opened(id_no=id_number(7), mobile="13912345678", address="漳江镇建设路8号")
    services.complete_file(
        by=office.keeper, file=file, members=[NewMember("child", "小花朵", id_number(8))], **FULL
    )
    client = client_of(office.keeper)
    pages = [
        client.get(reverse(f"households:{name}", args=[file.pk])) for name in ("file", "complete")
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
    url = reverse("households:reveal_member", args=[file.pk, file.members.get().pk])
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


def test_the_notice_shows_what_it_may_and_no_more(office, opened, walk, client_of, at):
    with at("2008-05-23"):
        file = walk(opened(id_no=id_number(7), mobile="13912345678"), "notice_posted")
    text = (
        client_of(office.keeper).get(reverse("households:notice", args=[file.pk])).content.decode()
    )
    main = re.sub(r"<[^>]+>", " ", text[text.index('<div class="sl-content">') :])
    assert "张*国" in main
    assert "海利农药化工有限公司" in main
    assert "相对困难" in main
    assert "2008年5月23日至2008年5月30日（5个工作日）" in main
    for hidden in ("张建国", "430", "139", "12,000", "患病", file.file_no):
        assert hidden not in main


def test_a_refused_step_stays_on_the_page(office, opened, walk, client_of):
    file = walk(opened(), "reviewed")
    url = reverse("households:step", args=[file.pk, "investigate"])
    text = client_of(office.second).post(url, {"investigators": "周明", "opinion": "属实"})
    assert "不少于2人" in text.content.decode()
    assert "属实</textarea>" in text.content.decode()
    done = client_of(office.second).post(url, {"investigators": "周明 吴芳", "opinion": "属实"})
    assert done.status_code == 302
    assert HardshipFile.objects.get().state == "investigated"


def test_the_page_offers_what_may_be_done(office, opened, walk, client_of):
    file = walk(opened(), "notice_passed")

    def offered(user):
        text = client_of(user).get(reverse("households:file", args=[file.pk])).content.decode()
        return re.findall(rf"/households/{file.pk}/(?:steps|decision)/(\w+)/", text)

    assert offered(office.approver) == ["approve", "return", "reject"]
    assert offered(office.keeper) == []


def test_a_draft_says_what_is_missing_before_it_offers_to_submit(office, opened, client_of):
    file = opened(id_no="")
    url = reverse("households:file", args=[file.pk])
    text = client_of(office.keeper).get(url).content.decode()
    assert "提交前还缺 6 项" in text
    assert "/steps/submit/" not in text
    full = FULL | {"holder_id_no": id_number(7)}
    services.complete_file(by=office.keeper, file=file, **full)
    text = client_of(office.keeper).get(url).content.decode()
    assert "提交前还缺" not in text
    assert "/steps/submit/" in text


def test_the_income_and_its_formula_are_shown(office, opened, walk, client_of):
    file = opened()
    services.complete_file(
        by=office.keeper, file=file, members=[NewMember("child", "小花")], **FULL
    )
    text = (
        client_of(office.auditor).get(reverse("households:file", args=[file.pk])).content.decode()
    )
    assert "（12,000.00 － 4,800.00）÷ 2 人 ÷ 12 个月 ＝ 300.00 元" in text


def test_the_workbench_says_what_waits(office, opened, walk, client_of):
    opened()
    walk(opened(), "notice_passed")
    keeper = client_of(office.keeper).get(reverse("web:workbench")).content.decode()
    assert "档案待完善" in keeper
    assert "档案待审批" not in keeper
    approver = client_of(office.approver).get(reverse("web:workbench")).content.decode()
    assert "档案待审批" in approver
