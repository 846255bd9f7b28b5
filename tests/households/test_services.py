"""The file's way: who, in which order, and what is written."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.households import services
from assistance.households.models import HardshipFile, Member, Step
from ground.accounts.roles import Role
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import NotAllowed, RuleBroken

from .conftest import filled, id_number, person_in, standing


def test_what_is_missing_is_said_once_and_together(office, opened):
    file = opened(id_no="")
    with pytest.raises(RuleBroken) as refused:
        services.submit_file(by=office.keeper, file=file)
    assert refused.value.code == "file_incomplete"
    assert refused.value.message == (
        "档案还缺11项：困难类别、主要致困原因、家庭情况、家庭年收入、年刚性支出、本人身份证号、联系电话、家庭住址、"
        "张*国（本人）：如实申报声明、张*国（本人）：家庭经济状况核对授权、张*国（本人）：敏感个人信息单独同意。"
        "请先完善档案再提交"
    )
    assert HardshipFile.objects.get().state == "draft"
    assert Step.objects.count() == 1


def test_members_keep_their_numbers_when_the_form_sends_none(office, opened):
    file = opened()

    def write(**changed):
        services.write_form(by=office.keeper, file=file, content=filled(**changed))

    family = [person_in("spouse", "李梅", id_number(9)), person_in("child", "小明")]
    write(members=family, mobile="13900001234", address="漳江镇")
    before = set(file.members.values_list("pk", "name"))
    write(members=[person_in("spouse", "李梅"), person_in("child", "小明")])
    assert set(file.members.values_list("pk", "name")) == before
    assert file.members.get(name="李梅").id_no == id_number(9)
    fresh = HardshipFile.objects.get()
    assert (fresh.mobile, fresh.address) == ("13900001234", "漳江镇")
    write(members=[person_in("child", "小明")])
    assert [m.name for m in file.members.order_by("pk")] == ["张建国", "小明"]


@pytest.mark.parametrize("step", ["review", "check", "approve", "post_notice", "investigate"])
def test_a_step_out_of_turn_is_refused(office, opened, step):
    file = opened()
    arguments = {"by": office.keeper, "file": file}
    if step == "investigate":
        arguments["investigators"] = ["周明", "吴芳"]
    name = {"post_notice": "post_notice"}.get(step, f"{step}_file")
    with pytest.raises(RuleBroken) as refused:
        getattr(services, name)(**arguments)
    assert refused.value.code == "file_wrong_state"
    assert HardshipFile.objects.get().state == "draft"
    assert Step.objects.count() == 1


def test_one_investigator_named_twice_is_one(office, opened, walk):
    file = walk(opened(), "investigation")
    with pytest.raises(RuleBroken, match="应不少于2人"):
        services.investigate_file(by=office.second, file=file, investigators=["周明", "周明 "])
    assert standing(HardshipFile.objects.get()) == "investigation"


def test_the_submitter_does_not_approve(office, opened, walk, person):
    file = walk(opened(), "approval")
    with pytest.raises(RuleBroken, match="提交人和已审批过的人"):
        services.approve_file(by=office.keeper, file=file)
    assert standing(HardshipFile.objects.get()) == "approval"
    services.approve_file(by=office.approver, file=file)
    assert HardshipFile.objects.get().state == "active"


def test_whoever_submitted_in_an_earlier_round_does_not_approve_either(office, opened, walk):
    file = walk(opened(), "review")
    services.return_file(by=office.second, file=file, reason="缺低保证明")
    assert HardshipFile.objects.get().state == "draft"
    services.submit_file(by=office.second, file=file)
    services.review_file(by=office.second, file=file)
    services.investigate_file(by=office.second, file=file, investigators=["周明", "吴芳"])
    services.check_file(by=office.second, file=file)
    services.post_notice(by=office.second, file=file)
    services.pass_notices(date(2099, 1, 1))
    with pytest.raises(RuleBroken, match="提交人和已审批过的人"):
        services.approve_file(by=office.keeper, file=file)


def test_a_returned_file_has_no_notice(office, opened, walk):
    file = walk(opened(), "hanging")
    services.return_file(by=office.second, file=file, reason="有群众反映，需重新调查")
    fresh = HardshipFile.objects.get()
    assert (fresh.state, fresh.notice_ends_on) == ("draft", None)
    assert services.pass_notices(date(2099, 1, 1)) == []


def test_the_people_of_a_rejected_file_are_free(office, opened, walk):
    file = walk(opened(id_no=id_number(7)), "review")
    services.reject_file(by=office.second, file=file, reason="家庭拥有两套住房")
    assert HardshipFile.objects.get().state == "rejected"
    again = opened(id_no=id_number(7))
    assert again.pk != file.pk
    assert list(Member.objects.order_by("pk").values_list("in_open_file", flat=True)) == [
        False,
        True,
    ]


def test_at_the_approval_only_the_approver_rejects(office, opened, walk):
    file = walk(opened(), "approval")
    with pytest.raises(NotAllowed):
        services.reject_file(by=office.keeper, file=file, reason="不符合条件")
    assert standing(HardshipFile.objects.get()) == "approval"
    assert Member.objects.get().in_open_file is True
    services.reject_file(by=office.approver, file=file, reason="不符合条件")
    assert HardshipFile.objects.get().state == "rejected"


def test_the_end_of_a_file(office, opened, walk):
    file = walk(opened())
    with pytest.raises(NotAllowed):
        services.cancel_file(by=office.keeper, file=file, reason="调离本县")
    services.exit_file(by=office.approver, file=file, reason="女儿就业，收入稳定")
    assert HardshipFile.objects.get().state == "exited"
    assert Member.objects.get().in_open_file is False
    assert Step.objects.last().kind == "exited"
    draft = opened()
    services.cancel_file(by=office.keeper, file=draft, reason="重复登记")
    assert HardshipFile.objects.get(pk=draft.pk).state == "cancelled"


def test_a_reveal_is_asked_for_and_kept(office, opened):
    file = opened(id_no=id_number(7))
    with pytest.raises(RuleBroken, match="请填写原因"):
        services.reveal(by=office.keeper, file=file, field="id_no", reason=" ")
    assert not Entry.objects.filter(action="file.revealed").exists()
    shown = services.reveal(by=office.keeper, file=file, field="id_no", reason="核对银行卡户名")
    assert shown == id_number(7)
    line = Entry.objects.get(action="file.revealed")
    assert (line.actor, line.details) == (
        office.keeper.username,
        {"field": "id_no", "reason": "核对银行卡户名", "member": file.members.get().pk},
    )
    with pytest.raises(RuleBroken, match="还没有登记"):
        services.reveal(by=office.keeper, file=file, field="address", reason="上门慰问")
    other = opened()
    with pytest.raises(RuleBroken):
        services.reveal(
            by=office.keeper, file=other, field="id_no", reason="核对", member=file.members.get()
        )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"category": "rich"}, "choice_unknown"),
        ({"annual_income": "1.234"}, "money_unreadable"),
        ({"annual_income": "-1"}, "amount_out_of_range"),
        ({"rigid_expenses": Decimal(99999999999)}, "amount_out_of_range"),
        ({"members": [person_in("holder", "另一人")]}, "relation_unknown"),
        ({"members": [person_in("child", " ")]}, "text_missing"),
        ({"members": [person_in("child", "小明", "430701197001010011")]}, "id_number_check"),
        ({"mobile": "123"}, "mobile_shape"),
        ({"situation": "困" * 2001}, "text_too_long"),
    ],
)
def test_what_a_form_can_get_wrong(office, opened, changed, code):
    file = opened()
    with pytest.raises(RuleBroken) as refused:
        services.write_form(by=office.keeper, file=file, content=filled(**changed))
    assert refused.value.code == code
    assert HardshipFile.objects.get().category == ""
    assert Member.objects.count() == 1


def test_nothing_personal_in_trail_and_events(office, opened, walk):
    number = id_number(7)
    walk(opened(id_no=number))
    written = repr(list(Entry.objects.values_list("details", "subject"))) + repr(
        list(RecordedEvent.objects.values_list("payload", flat=True))
    )
    assert "张建国" not in written
    assert number not in written


def test_only_people_of_the_place_decide_about_an_active_file(office, opened, walk, person):
    file = walk(opened())
    stranger = person(Role.APPROVER, office.elsewhere.organisation)
    before = Step.objects.count()
    for by in (stranger, office.liaison):
        with pytest.raises(NotAllowed):
            services.confirm_file(by=by, file=file, opinion="属实")
        with pytest.raises(NotAllowed):
            services.reclassify_file(by=by, file=file, category="deep", reason="收入下降")
    imported = opened(id_no=id_number(901))
    HardshipFile.objects.filter(pk=imported.pk).update(state="imported", origin="imported")
    with pytest.raises(NotAllowed):
        services.acknowledge_file(by=stranger, file=imported)
    assert Step.objects.count() == before + 1  # the imported one was opened
    services.confirm_file(by=office.approver, file=file, opinion="属实")
