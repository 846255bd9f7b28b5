"""Families that become one, part, or fall back into hardship; and the same at the same moment."""

import pytest

from assistance.households import queries, services
from assistance.households.models import Consent, HardshipFile, Member, Step
from assistance.households.rules import FormIn
from ground.kernel.errors import RuleBroken
from tests.at_once import at_once

from .conftest import id_number, person_in


def merge(by, keep, gone, **more):
    return services.merge_files(by=by, keep=keep, gone=gone, reason="夫妻各建一档", **more)


def split(office, file, members, holder, **more):
    return services.split_file(
        by=office.keeper,
        file=file,
        members=members,
        holder=holder,
        unit=office.unit,
        reason="子女成家另过",
        **more,
    )


def family(office, file, *people):
    members = [person_in(*one) for one in people]
    services.write_form(by=office.keeper, file=file, content=FormIn(members=members))
    return {one.name: one for one in file.members.all()}


def test_two_files_of_one_family_become_one(office, opened, walk):
    keep = walk(opened(id_no=id_number(1)))
    gone = opened(holder_name="李梅", id_no=id_number(2))
    people = family(office, gone, ("child", "小花", id_number(3)))
    services.record_family_consents(by=office.keeper, file=gone, signed_on=gone.opened_on)
    merge(
        office.keeper,
        keep,
        gone,
        relations={people["李梅"].pk: "spouse", people["小花"].pk: "child"},
    )
    assert [(m.relation, m.name, m.in_open_file) for m in keep.members.order_by("pk")] == [
        ("holder", "张建国", True),
        ("spouse", "李梅", True),
        ("child", "小花", True),
    ]
    assert keep.members.get(name="小花").id_no == id_number(3)
    assert set(gone.members.values_list("in_open_file", flat=True)) == {False}
    fresh = HardshipFile.objects.get(pk=gone.pk)
    assert (fresh.state, fresh.merged_into_id) == ("cancelled", keep.pk)
    assert Step.objects.filter(kind="merged").count() == 2
    assert Consent.objects.filter(member__file=keep).count() == 3 + 6
    assert queries.missing_of(keep).consents == []
    assert "李梅" not in queries.last_version(keep).changed
    with pytest.raises(RuleBroken) as again:
        merge(office.keeper, keep, gone)
    assert again.value.code == "file_wrong_state"


def items_of(file):
    return [
        (one.kind, one.member.name if one.member else "", f"{one.amount}")
        for one in file.items.select_related("member").order_by("pk")
    ]


def totals_of(file):
    fresh = HardshipFile.objects.get(pk=file.pk)
    return f"{fresh.annual_income} {fresh.rigid_expenses}"


def told(kind, amount, member="", **more):
    return {"kind": kind, "amount": amount, "member": str(member)} | more


def test_income_and_expenses_come_along_and_are_summed_once(office, opened):
    keep, gone = opened(id_no=id_number(1)), opened(holder_name="李梅", id_no=id_number(2))
    by_name = family(office, gone, ("child", "小花", id_number(3)), ("parent", "李老", ""))
    holder = keep.members.get()
    services.write_form(
        by=office.keeper,
        file=keep,
        content=FormIn(
            head={"rigid_expenses": "500"},
            items=[told("wage", "12000", holder.pk), told("property", "3000")],
        ),
    )
    mother, child, old = (by_name[one].pk for one in ("李梅", "小花", "李老"))
    items = [
        told("wage", "12000", mother),  # as much as the holder's, and another person's
        told("property", "3000"),  # the same rent, told in both files
        told("transfer", "100.50", child),
        told("transfer", "700", old),
        told("schooling", "", child, spent="2000", reimbursed="200"),
    ]
    services.write_form(by=office.keeper, file=gone, content=FormIn(items=items))
    Member.objects.filter(pk=old).update(standing="died", gone_on=gone.opened_on)
    assert totals_of(gone) == "15800.50 1800.00"
    merge(office.keeper, keep, gone, relations={mother: "spouse", child: "child"})
    assert items_of(keep) == [
        ("wage", "张建国", "12000.00"),
        ("property", "", "3000.00"),
        ("other_expense", "", "500.00"),  # the total that had been typed alone
        ("wage", "李梅", "12000.00"),
        ("transfer", "小花", "100.50"),
        ("schooling", "小花", "1800.00"),
    ]
    assert totals_of(keep) == "27100.50 2300.00"
    assert {one.member.file_id for one in keep.items.exclude(member=None)} == {keep.pk}
    last = queries.last_version(keep)
    assert last.changed == f"并入{gone.file_no}的2位成员、3项收入支出"
    assert queries.content_of_version(last)["head.annual_income"] == "27100.50"
    assert len(items_of(gone)) == 5  # the file that ended stays as it was


def test_totals_without_items_stay_as_they_are(office, opened):
    keep, gone = opened(id_no=id_number(1)), opened(holder_name="李梅", id_no=id_number(2))
    for file, income in ((keep, "12000"), (gone, "9000")):
        services.write_form(
            by=office.keeper, file=file, content=FormIn(head={"annual_income": income})
        )
    merge(office.keeper, keep, gone)
    assert (items_of(keep), totals_of(keep)) == ([], "12000.00 None")


def test_who_may_merge_and_into_which(office, opened, walk):
    draft, active, other = opened(), walk(opened()), walk(opened())
    for by, keep, gone, code in [
        (office.keeper, active, other, "not_allowed"),
        (office.elsewhere, active, draft, "not_allowed"),
        (office.approver, draft, draft, "merge_with_itself"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            merge(by, keep, gone)
        assert refused.value.code == code
    assert Step.objects.filter(kind="merged").count() == 0
    assert Member.objects.filter(in_open_file=True).count() == 3
    merge(office.keeper, active, draft)
    merge(office.approver, active, other)
    assert Member.objects.filter(in_open_file=True).count() == 3
    assert active.members.count() == 3


def test_a_family_parts(office, opened):
    file = opened(id_no=id_number(1))
    people = family(office, file, ("child", "大明", id_number(2)), ("child", "儿媳", id_number(3)))
    wanted = [people["大明"], people["儿媳"]]
    for members, holder, code in [
        ([], people["大明"], "member_gone"),
        ([people["张建国"]], people["张建国"], "holder_stays"),
        (wanted, people["张建国"], "holder_not_among"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            split(office, file, members, holder)
        assert refused.value.code == code
    new = split(office, file, wanted, people["大明"], relations={people["儿媳"].pk: "spouse"})
    assert (new.state, new.split_from_id) == ("draft", file.pk)
    assert [(m.relation, m.name, m.id_no) for m in new.members.order_by("pk")] == [
        ("holder", "大明", id_number(2)),
        ("spouse", "儿媳", id_number(3)),
    ]
    assert sorted(file.members.values_list("name", "standing", "in_open_file")) == [
        ("儿媳", "left", False),
        ("大明", "left", False),
        ("张建国", "present", True),
    ]
    assert queries.last_version(file).changed == f"分出2位成员，另建{new.file_no}"
    with pytest.raises(RuleBroken) as again:
        split(office, file, wanted, people["大明"])
    assert again.value.code == "member_gone"


def test_hardship_again_is_linked_at_opening_and_when_the_number_comes(office, opened, walk):
    file = walk(opened(id_no=id_number(1)))
    services.exit_file(by=office.approver, file=file, reason="收入稳定")
    again = opened(id_no=id_number(1))
    assert again.relapse_of_id == file.pk
    services.cancel_file(by=office.keeper, file=again, reason="登记有误")
    later = opened(id_no="")
    assert later.relapse_of_id is None
    services.write_form(
        by=office.keeper, file=later, content=FormIn(holder={"id_no": id_number(1)})
    )
    assert HardshipFile.objects.get(pk=later.pk).relapse_of_id == file.pk


@pytest.mark.django_db(transaction=True)
def test_merged_both_ways_and_split_twice_at_once(office, opened):
    one, two = opened(id_no=id_number(1)), opened(holder_name="李梅", id_no=id_number(2))

    def merged(keep, gone):
        merge(office.keeper, keep, gone)
        return "done"

    ended = at_once(lambda: merged(one, two), lambda: merged(two, one))
    assert sorted(ended) == ["done", "file_wrong_state"]
    assert Member.objects.filter(in_open_file=True).count() == 2
    keep = HardshipFile.objects.get(state="draft")
    leaving = keep.members.exclude(relation="holder").get()

    def parted():
        split(office, keep, [leaving], leaving)
        return "done"

    assert sorted(at_once(parted, parted)) == ["done", "member_gone"]
    assert Member.objects.filter(in_open_file=True).count() == 2
    assert HardshipFile.objects.filter(split_from=keep).count() == 1
