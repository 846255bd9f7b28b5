"""The pages: who may open them, what they show and hide, how their forms end."""

import re
from datetime import date
from decimal import Decimal

from django.urls import reverse

from assistance.households import filling, queries, services
from assistance.households.models import HardshipFile
from ground.audit.models import Entry
from ground.kernel import clock
from ground.places.services import set_local_rule

from .conftest import filled, id_number, person_in, standing


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
