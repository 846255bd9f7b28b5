"""The pages and the sheet: what they offer to whom, what they never show, how much they ask."""

import json
import re

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.households.models import HardshipFile
from assistance.notices import services
from assistance.notices.models import Notice, NoticeDesk, NoticePicture, Objection
from assistance.notices.queries import sheet_of
from assistance.notices.views.papers import pdf_of
from ground.briefs.typesetting import text_of
from ground.events.services import begin_day
from ground.kernel.errors import RuleBroken
from ground.kernel.scanning import kinds_in
from ground.privacy.models import Release

from .conftest import ADDRESS, MOBILE, NAME, day, photo

PLANTED = (NAME, MOBILE, ADDRESS, "人民路", "患病", "19700101", "李红兵", "13700001111", "门面")


def clean(text):
    assert [one for one in PLANTED if one in text] == []


def test_files_are_chosen_and_posted(office, waiting, client_of, at):
    client = client_of(office.keeper)
    with at("2008-05-16"):
        first, second = waiting(), waiting(office.other)
        shown = client.get(reverse("notices:post")).content.decode()
        assert shown.count(" checked>") == 2
        assert "到2008年5月23日止" in shown
        clean(shown)
        one = client.get(reverse("notices:of_file", args=[first.pk]))
        assert one.url == f"{reverse('notices:post')}?file={first.pk}"
        assert client.get(one.url).content.decode().count(" checked>") == 1
        typed = {
            "organisation": office.union.pk,
            "title": "困难职工建档公示",
            "place": ADDRESS,
            "families": [first.pk, second.pk],
        }
        refused = client.post(reverse("notices:post"), typed).content.decode()
        assert "张贴地点" in refused
        assert refused.count(" checked>") == 2
        assert Notice.objects.count() == 0
        empty = client.post(reverse("notices:post"), {**typed, "place": "公示栏", "families": []})
        assert "请至少勾选一户" in empty.content.decode()
        done = client.post(reverse("notices:post"), {**typed, "place": "公示栏"})
    notice = Notice.objects.get()
    assert done.url == reverse("notices:notice", args=[notice.pk])
    assert client.get(reverse("notices:of_file", args=[first.pk])).url == done.url


def test_nothing_personal_is_on_the_pages_or_on_the_sheet(office, hanging, raised, client_of, at):
    notice = hanging.notice
    with at("2008-05-20"):
        objection = raised(hanging)
    for user in (office.keeper, office.auditor):
        client = client_of(user)
        for name, key in [
            ("list", None),
            ("notice", notice.pk),
            ("sheet", notice.pk),
            ("objections", None),
            ("panel", hanging.file_id),
        ]:
            url = reverse(f"notices:{name}", args=[key] if key else [])
            answer = client.get(url)
            assert answer.status_code == 200
            clean(answer.content.decode())
    page = reverse("notices:objection", args=[objection.pk])
    heard = client_of(office.keeper).get(page).content.decode()
    assert "门面" in heard
    assert "李红兵" not in heard
    clean(client_of(office.auditor).get(page).content.decode())
    sheet = client_of(office.liaison).get(reverse("notices:sheet", args=[notice.pk]))
    text = re.sub(r"<[^>]+>", " ", sheet.content.decode())
    assert "公示期：2008年5月19日至2008年5月23日，共 5 个工作日。" in text
    assert "0736-7788990" in text
    assert "张*国" in text


def test_a_telephone_in_the_name_of_a_unit_is_not_printed(office, waiting, post, client_of, at):
    office.unit.name = "海利厂（13912345678）"
    office.unit.save()
    with at("2008-05-16"):
        file = waiting()
        with pytest.raises(RuleBroken, match="所在单位含有手机号"), transaction.atomic():
            post(file)
    assert Notice.objects.count() == 0


@pytest.mark.skipif(not settings.FONT_DIR.exists(), reason="no faces built")
def test_the_poster_says_what_the_sheet_says(office, hanging, client_of):
    sheet = sheet_of(hanging.notice)
    text = "".join("".join(text_of(pdf_of(sheet))).split())
    for said in (
        "困难职工建档公示",
        "公示〔2008〕1号",
        "张*国",
        "海利农药化工有限公司",
        "相对困难",
        "2008年5月19日至2008年5月23日",
        "0736-7788990",
        "厂区公示栏",
        "桃源县总工会（盖章）",
    ):
        assert said in text
    clean(text)
    answer = client_of(office.auditor).get(
        reverse("notices:sheet", args=[hanging.notice_id]), {"as": "pdf"}
    )
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert Release.objects.get().title == "公示单 公示〔2008〕1号"
    assert kinds_in(text, public=[sheet.phone]) == []


def test_pictures_and_result(office, hanging, client_of, at, drain):
    client, notice = client_of(office.keeper), hanging.notice
    with at("2008-05-26"):
        assert (
            "还没有张贴现场照片"
            in client.get(reverse("notices:notice", args=[notice.pk])).content.decode()
        )
        begin_day(day("2008-05-26"))
        drain()
        url = reverse("notices:result", args=[notice.pk])
        typed = {"result": "公示期满，无异议", "sealed_on": "2008-05-26"}
        assert "还没有张贴现场照片" in client.post(url, typed).content.decode()
        kept = photo(office.keeper)
        added = client.post(
            reverse("notices:add_pictures", args=[notice.pk]),
            {"kind": "place", "taken_on": "2008-05-19", "pictures": [str(kept.key)]},
        )
        assert added.status_code == 302
        assert client.post(url, typed).status_code == 302
    picture = NoticePicture.objects.get()
    shown = reverse("notices:picture", args=[picture.pk])
    assert client.get(shown)["Content-Type"] == "image/jpeg"
    assert client_of(office.elsewhere).get(shown).status_code == 404


def test_an_objection_through_its_pages(office, hanging, client_of, at):
    first, second = client_of(office.keeper), client_of(office.second)
    with at("2008-05-20"):
        made = first.post(
            reverse("notices:object", args=[hanging.pk]),
            {"raised_on": "2008-05-20", "content": "有门面", "is_anonymous": "on"},
        )
        objection = Objection.objects.get()
        assert made.url == reverse("notices:objection", args=[objection.pk])
        first.post(
            reverse("notices:investigate", args=[objection.pk]),
            {"investigators": "周明", "investigated_on": "2008-05-20", "finding": "不属实"},
        )
        decide = reverse("notices:decide", args=[objection.pk])
        refused = first.post(decide, {"decision": "dismissed", "ground": "无"})
        assert "不能自己认定" in refused.content.decode()
        assert second.post(decide, {"decision": "dismissed", "ground": "不实"}).status_code == 302
    objection.refresh_from_db()
    assert (objection.state, objection.decision) == ("closed", "dismissed")
    assert HardshipFile.objects.get().gate_state == "open"


def test_the_desk_is_declared_by_the_approver(office, client_of):
    url = reverse("notices:set_desk")
    typed = {"organisation": office.union.pk, "phone": "0736 7788991", "contact": "帮扶中心"}
    assert client_of(office.keeper).post(url, typed).status_code == 403
    bad = client_of(office.approver).post(url, {**typed, "phone": "12"})
    assert "号码不完整" in bad.content.decode()
    assert client_of(office.approver).post(url, typed).status_code == 302
    assert NoticeDesk.objects.get().phone == "07367788991"


@pytest.mark.parametrize("name", ["list", "objections", "desks"])
def test_lists_ask_as_much_for_three_rows_as_for_one(
    office, waiting, post, raised, client_of, at, name, make_organisation
):
    client = client_of(office.approver)

    def add(number):
        with at("2008-05-16"):
            raised(post(waiting(), waiting()).lines.first())
        services.set_desk(
            by=office.approver,
            organisation=make_organisation(f"分厂{number}", parent=office.union),
            phone="0736-7788990",
            contact="工会",
        )

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse(f"notices:{name}")).status_code == 200
        return len(found)

    add(1)
    asked()
    one = asked()
    add(2)
    add(3)
    assert asked() == one


def test_the_panel_and_the_post_page_ask_a_constant_number(office, waiting, client_of, at):
    client = client_of(office.keeper)

    def asked():
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("notices:post"))
        return len(found)

    with at("2008-05-16"):
        waiting()
        asked()
        one = asked()
        waiting()
        waiting(office.other)
        assert asked() == one


def test_the_api_does_what_the_pages_do(office, waiting, client_of, at):
    def call(user, path, **body):
        url = f"/api/v1/notices{path}"
        if not body:
            return client_of(user).get(url)
        return client_of(user).post(url, json.dumps(body, default=str), "application/json")

    with at("2008-05-16"):
        file = waiting()
        asked = {
            "organisation_id": office.union.pk,
            "file_ids": [file.pk],
            "title": "公示",
            "place": "公示栏",
        }
        assert call(office.elsewhere, "", **asked).status_code == 404
        assert call(office.liaison, "", **asked).status_code == 403
        made = call(office.keeper, "", **asked)
        assert made.status_code == 201
        again = call(office.keeper, "", **asked)
        assert (again.status_code, again.json()["code"]) == (422, "file_wrong_state")
        key = made.json()["id"]
        line = call(office.auditor, f"/{key}").json()["lines"][0]
        assert (line["name"], line["state"]) == ("张*国", "hanging")
        objected = call(
            office.keeper,
            f"/lines/{line['id']}/objections",
            raised_on="2008-05-16",
            content="有门面",
            is_anonymous=True,
        )
        assert objected.json()["is_late"] is False
        assert "content" not in objected.json()
        assert [one["id"] for one in call(office.auditor, "/objections").json()["results"]] == [
            objected.json()["id"]
        ]
        withdrawn = call(office.keeper, f"/{key}/withdraw", reason="写错")
        assert (withdrawn.status_code, withdrawn.json()["code"]) == (422, "file_wrong_state")


def test_the_workbench_tells_what_waits(office, hanging, raised, client_of, at):
    with at("2008-05-22"):
        shown = client_of(office.keeper).get("/").content.decode()
        assert "公示缺张贴现场照片" in shown
        assert "公示即将期满" in shown
        raised(hanging)
        assert "公示异议待调查" in client_of(office.keeper).get("/").content.decode()
