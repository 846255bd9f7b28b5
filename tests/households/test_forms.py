"""The form: written in parts, kept in versions, amended with a reason, and what it lacks."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.households import queries, services
from assistance.households.models import (
    Circumstances,
    FileVersion,
    HardshipFile,
    Item,
    Member,
    Step,
)
from assistance.households.rules import FormIn
from ground.audit.models import Entry
from ground.kernel.errors import RuleBroken

from .conftest import CHILD, id_number, person_in, write


def test_a_part_is_written_and_the_others_stay(office, opened):
    file = opened()
    write(office, file, head={"category": "deep", "mobile": "13912345678", "situation": "患病"})
    write(office, file, circumstances={"housing": "rent", "floor_area": "45.5", "is_migrant": "是"})
    write(office, file, head={"primary_cause": "6", "secondary_causes": ["9"], "mobile": ""})
    fresh = HardshipFile.objects.get()
    assert (fresh.category, fresh.primary_cause, fresh.secondary_causes) == ("deep", "6", ["9"])
    assert (fresh.mobile, fresh.situation) == ("13912345678", "患病")
    home = Circumstances.objects.get()
    assert (home.housing, home.floor_area, home.is_migrant) == ("rent", Decimal("45.50"), True)
    write(office, file, head={"mobile": "-"})
    assert HardshipFile.objects.get().mobile == ""


def test_every_writing_is_a_version_and_the_same_again_is_none(office, opened):
    file = opened(id_no=id_number(7))
    write(office, file, head={"category": "deep"}, members=[person_in("child", "小花", CHILD)])
    write(office, file, head={"category": "deep"}, members=[person_in("child", "小花")])
    first, second = FileVersion.objects.all()
    assert (first.number, first.changed, second.number) == (1, "", 2)
    assert second.changed == (
        "困难类别、子女·关系、子女·姓名、子女·身份证号、子女·状况、子女·出生日期、子女·性别、子女·共同生活"
    )
    assert CHILD not in second.changed
    content = queries.content_of_version(second)
    child = Member.objects.get(relation="child")
    assert content[f"members.{child.pk}.id_no"] == CHILD
    assert (child.born_on, child.sex) == (date(2001, 3, 1), "m")
    assert Entry.objects.filter(action="file.completed").count() == 1


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"head": {"wealth": "1"}}, "field_unknown"),
        ({"head": {"primary_cause": "6", "secondary_causes": ["6"]}}, "cause_twice"),
        ({"head": {"secondary_causes": ["1", "2", "3", "4"]}}, "causes_too_many"),
        ({"head": {"secondary_causes": ["77"]}}, "choice_unknown"),
        ({"holder": {"born_on": "1971-01-01"}}, "born_disagrees"),
        ({"holder": {"sex": "m", "born_on": "1970-01-01"}}, "sex_disagrees"),
        ({"holder": {"standing": "deceased", "gone_on": "2008-01-01"}}, "holder_gone"),
        ({"holder": {"name": ""}}, "text_missing"),
        (
            {"members": [{"relation": "child", "name": "小花", "standing": "left"}]},
            "gone_without_day",
        ),
        (
            {"members": [{"relation": "child", "name": "小花", "gone_on": "2008-01-01"}]},
            "gone_but_present",
        ),
        ({"members": [{"id": "999999", "name": "小花"}]}, "member_unknown"),
        (
            {"members": [{"relation": "child", "name": "小花", "born_on": "2100-01-01"}]},
            "day_outside",
        ),
        ({"members": [{"relation": "child", "name": "小花", "born_on": "昨天"}]}, "day_unreadable"),
        ({"circumstances": {"postcode": "41"}}, "postcode_shape"),
        ({"circumstances": {"floor_area": "0"}}, "area_out_of_range"),
        ({"circumstances": {"floor_area": "NaN"}}, "area_out_of_range"),
        ({"circumstances": {"division": "9e9"}}, "division_unknown"),
        ({"circumstances": {"dwellings": "²"}}, "count_out_of_range"),
        ({"circumstances": {"is_migrant": "也许"}}, "choice_unknown"),
        ({"bank_card": {"holder_name": "张建国", "card_no": "12ab"}}, "card_shape"),
        ({"bank_card": {"holder_name": "李四", "bank": "工行"}}, "card_of_another"),
        ({"bank_card": {"bank": "工行"}}, "card_unnamed"),
        (
            {"items": [{"kind": "illness", "spent": "10", "reimbursed": "20"}]},
            "reimbursed_too_much",
        ),
        ({"items": [{"kind": "illness", "amount": "10", "spent": "20"}]}, "amount_disagrees"),
        ({"items": [{"amount": "10"}]}, "item_unnamed"),
        ({"items": [{"kind": "wage"}]}, "amount_missing"),
        ({"items": [{"kind": "wage", "amount": "1", "member": "999999"}]}, "member_unknown"),
    ],
)
def test_what_is_refused_leaves_nothing(office, opened, parts, code):
    file = opened()
    with pytest.raises(RuleBroken) as refused:
        write(office, file, **parts)
    assert refused.value.code == code
    assert FileVersion.objects.count() == 1
    assert (Member.objects.count(), Item.objects.count(), Circumstances.objects.count()) == (
        1,
        0,
        0,
    )


def test_totals_are_the_sums_of_items_where_there_are_any(office, opened):
    file = opened()
    items = [
        {"kind": "wage", "amount": "9600"},
        {"kind": "transfer", "amount": "400.50"},
        {"kind": "illness", "spent": "8000", "reimbursed": "3000", "proof": "发票12张"},
    ]
    write(office, file, head={"annual_income": "1", "rigid_expenses": "2"}, items=items)
    fresh = HardshipFile.objects.get()
    assert (fresh.annual_income, fresh.rigid_expenses) == (Decimal("10000.50"), Decimal("5000.00"))
    assert [(one.side, one.amount) for one in Item.objects.all()] == [
        ("income", Decimal("9600.00")),
        ("income", Decimal("400.50")),
        ("expense", Decimal("5000.00")),
    ]
    write(office, file, head={"annual_income": "7"}, items=[])
    fresh.refresh_from_db()
    assert (fresh.annual_income, fresh.rigid_expenses) == (Decimal("7.00"), Decimal("5000.00"))


def test_two_members_exchange_numbers(office, opened):
    file = opened()
    one, two = id_number(41), id_number(42)
    write(office, file, members=[person_in("child", "大明", one), person_in("child", "小明", two)])
    write(office, file, members=[person_in("child", "大明", two), person_in("child", "小明", one)])
    assert dict(Member.objects.filter(relation="child").values_list("name", "id_hash")) == {
        "大明": queries.hash_of_id(two),
        "小明": queries.hash_of_id(one),
    }


def test_the_card_of_a_students_mother_is_taken_and_a_wrong_digit_is_only_a_doubt(office, opened):
    file = opened()
    mother = person_in("spouse", "李梅")
    student = {"relation": "child", "name": "小花", "education": "senior"}
    card = {"holder_name": "李梅", "bank": "工行", "card_no": "6222 0210 0111 6245 701"}
    write(office, file, members=[mother, student], bank_card=card)
    form = queries.form_of(file)
    assert form.bank_card.card_no == "6222021001116245701"
    assert queries.doubts_of(form) == ["银行卡号的校验位不符，请对照卡面核对；旧存折可以忽略"]


def test_a_family_is_written_in_as_many_queries_as_one_person(
    office, opened, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    small, large = opened(), opened()
    with CaptureQueriesContext(connection) as one:
        write(office, small, members=[person_in("child", "小花", id_number(51))])
    family = [person_in("child", f"孩{at}", id_number(60 + at)) for at in range(9)]
    with CaptureQueriesContext(connection) as nine:
        write(office, large, members=family)
    assert len(nine) == len(one)


def test_a_file_on_file_is_amended_with_a_reason(office, opened, walk):
    file = walk(opened())
    child = person_in("child", "小花", CHILD)

    def amend(why="孩子出生", **parts):
        return services.amend_file(by=office.keeper, file=file, content=FormIn(**parts), why=why)

    with pytest.raises(RuleBroken) as refused:
        write(office, file, members=[child])
    assert refused.value.code == "file_wrong_state"
    for parts, code in [
        ({"head": {"category": "deep"}}, "decided_by_approver"),
        ({"head": {"tier": "national"}}, "decided_by_approver"),
        ({"head": {"category": "relative"}}, "nothing_changed"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            amend(**parts)
        assert refused.value.code == code
    with pytest.raises(RuleBroken):
        amend(why=" ", members=[child])
    assert Step.objects.filter(kind="amended").count() == 0
    amend(members=[child])
    with pytest.raises(RuleBroken) as refused:
        amend(members=[])
    assert refused.value.code == "member_removed"
    amend(members=[child | {"standing": "deceased", "gone_on": "2008-01-02"}], why="意外去世")
    gone = Member.objects.get(relation="child")
    assert (gone.standing, gone.in_open_file) == ("deceased", False)
    steps = Step.objects.filter(kind="amended")
    assert [one.opinion for one in steps][1] == "子女·状况、子女·变动日期：意外去世"
    assert HardshipFile.objects.get().state == "active"


def test_any_sealed_value_is_revealed_with_a_reason(office, opened):
    file = opened(id_no=id_number(7))
    write(
        office,
        file,
        holder={"health": "6", "medical_insurance": "职工医保"},
        circumstances={"dibao_certificate": "湘0001"},
        bank_card={"holder_name": "张建国", "bank": "工行", "card_no": "6222021001116245702"},
    )

    def reveal(field):
        return services.reveal(by=office.keeper, file=file, field=field, reason="核对")

    assert [reveal(one) for one in ("health", "dibao_certificate", "card_no", "name")] == [
        "精神病",
        "湘0001",
        "6222021001116245702",
        "张建国",
    ]
    assert Entry.objects.filter(action="file.revealed").count() == 4
    key = file.members.get().pk
    shown = services.reveal_version(
        by=office.keeper, file=file, number=2, place=f"members.{key}.health", reason="核对"
    )
    assert shown == "精神病"
    for field, code in [("row_key", "field_unknown"), ("address", "value_empty")]:
        with pytest.raises(RuleBroken) as refused:
            reveal(field)
        assert refused.value.code == code
    assert Entry.objects.filter(action="file.revealed").count() == 5
