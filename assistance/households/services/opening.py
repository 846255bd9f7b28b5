"""Open a family's file, from a clue or by application, and write what its form holds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

from django.db import IntegrityError, transaction

from assistance.households import queries, rules
from assistance.households.events import FileOpened
from assistance.households.models import HardshipFile, Member, Step
from assistance.households.permissions import SEE_FILES
from assistance.households.rules import NewMember
from assistance.visits.models import Clue
from ground.accounts.models import Organisation, User
from ground.audit.models import Entry
from ground.audit.services import record, subject_of
from ground.events.services import publish
from ground.kernel import clock, identifiers
from ground.kernel.errors import RuleBroken

Amount = Decimal | int | str | None


@transaction.atomic
def open_file_from_clue(clue_id: int) -> HardshipFile:
    """Open a draft for a family that a visit found; a second telling returns the first file.

    Where the person already stands in an open file, that one is returned, and the trail says so.
    """
    clue = Clue.objects.select_for_update(of=("self",)).select_related("visit").get(pk=clue_id)
    opened = HardshipFile.objects.filter(clue=clue).first()
    if opened:
        return opened
    known = queries.open_file_of(clue.id_no)
    if known is None:
        try:
            with transaction.atomic():
                return _opened(
                    None,
                    unit=Organisation.objects.get(pk=clue.visit.link_point_id),
                    holder_name=clue.worker_name,
                    id_no=clue.id_no,
                    clue=clue,
                    mobile=clue.mobile,
                    situation=clue.hardship,
                )
        except IntegrityError as error:  # another clue of the same person was quicker
            known = queries.open_file_of(clue.id_no)
            if _constraint(error) != "person_in_one_open_file" or known is None:
                raise
    if not Entry.objects.filter(subject=subject_of(clue), action="file.clue_known").exists():
        record(None, "file.clue_known", clue, file=known.pk)
    return known


@transaction.atomic
def open_file(
    *,
    by: User,
    unit: Organisation,
    holder_name: str,
    id_no: str = "",
    mobile: str = "",
    address: str = "",
    situation: str = "",
) -> HardshipFile:
    """Open a draft by application. A person in an open file already is refused."""
    name = rules.check_text("holder_name", "户主姓名", holder_name, longest=40, needed=True)
    number = _id_number(id_no, "id_no")
    if not unit.is_active:
        raise RuleBroken("unit_inactive", f"“{unit}”已停用，不能建档", fields={"unit": "已停用"})
    values = _contact(mobile, address)
    values["situation"] = rules.check_text("situation", "家庭情况", situation, longest=2000)
    with _one_open_file(by, None, [number]):
        return _opened(by, unit=unit, holder_name=name, id_no=number, clue=None, **values)


@transaction.atomic
def complete_file(
    *,
    by: User,
    file: HardshipFile,
    category: str,
    tier: str,
    primary_cause: str,
    situation: str,
    annual_income: Amount,
    rigid_expenses: Amount,
    members: Sequence[NewMember] = (),
    mobile: str = "",
    address: str = "",
    holder_id_no: str = "",
) -> HardshipFile:
    """Write what the form holds; it may be saved half full, `submit_file` asks for all of it.

    `members` are all but the holder. Empty mobile, address and ID numbers leave what is there: a
    page never shows them, so it cannot send them back. A member keeps an ID number by relation and
    name.
    """
    locked = queries.locked_file(file)
    rules.check_move("complete", locked.state, locked.get_state_display())
    locked.category = rules.check_one_of("category", "困难类别", category, HardshipFile.Category)
    locked.tier = rules.check_one_of("tier", "建档标准", tier, HardshipFile.Tier) or locked.tier
    locked.primary_cause = rules.check_one_of(
        "primary_cause", "主要致困原因", primary_cause, HardshipFile.Cause
    )
    locked.situation = rules.check_text("situation", "家庭情况", situation, longest=2000)
    locked.annual_income = rules.check_amount("annual_income", "家庭年收入", annual_income)
    locked.rigid_expenses = rules.check_amount("rigid_expenses", "年刚性支出", rigid_expenses)
    for field, value in _contact(mobile, address).items():
        if value:
            setattr(locked, field, value)
    tidy = [
        NewMember(one.relation, one.name, _id_number(one.id_no, f"members.{at}.id_no", one.name))
        for at, one in enumerate(rules.check_members(members, Member.Relation))
    ]
    _write_members(by, locked, tidy, _id_number(holder_id_no, "holder_id_no"))
    locked.save()
    record(by, "file.completed", locked, category=locked.category, members=len(tidy) + 1)
    return locked


def _opened(
    by: User | None,
    *,
    unit: Organisation,
    holder_name: str,
    id_no: str,
    clue: Clue | None,
    mobile: str = "",
    address: str = "",
    situation: str = "",
) -> HardshipFile:
    today, number = clock.today(), queries.next_number()
    file = HardshipFile.objects.create(
        pk=number,
        file_no=rules.file_number(today.year, number),
        unit=unit,
        clue=clue,
        mobile=mobile,
        address=address,
        situation=situation,
        opened_on=today,
    )
    Member.objects.create(
        file=file,
        relation=Member.Relation.HOLDER,
        name=holder_name,
        id_no=id_no,
        id_hash=queries.hash_of_id(id_no),
    )
    Step.objects.create(file=file, kind=Step.Kind.OPENED, on=today, by=by)
    record(by, "file.opened", file, unit=unit.pk, clue=clue.pk if clue else None)
    publish(FileOpened(file_id=file.pk, unit_id=unit.pk, opened_on=today))
    return file


def _write_members(by: User, file: HardshipFile, tidy: list[NewMember], holder_id_no: str) -> None:
    people = list(Member.objects.filter(file=file))
    holder = next(one for one in people if one.relation == Member.Relation.HOLDER)
    holder.id_no = holder_id_no or holder.id_no
    before = [one for one in people if one != holder]
    family = [holder]
    for new in tidy:
        same = next((m for m in before if (m.relation, m.name) == (new.relation, new.name)), None)
        if same:
            before.remove(same)
        member = same or Member(file=file, relation=new.relation, name=new.name)
        member.id_no = new.id_no or member.id_no
        family.append(member)
    for member in family:
        member.id_hash = queries.hash_of_id(member.id_no)
    Member.objects.filter(pk__in=[one.pk for one in before]).delete()
    with _one_open_file(by, file, [one.id_no for one in family]):
        for member in family:
            member.save()


@contextmanager
def _one_open_file(by: User, file: HardshipFile | None, numbers: Sequence[str]) -> Iterator[None]:
    """Refuse people who stand in another open file, beforehand and where a race was lost."""
    told = [number for number in numbers if number]
    if len(told) != len(set(told)):
        raise RuleBroken("person_twice", "同一个身份证号在这户家庭中出现了两次，请核对")
    own = file.pk if file else 0
    for number in told:
        known = queries.open_file_of(number, apart_from=own)
        if known:
            raise _is_in(by, known)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if _constraint(error) != "person_in_one_open_file":
            raise
        known = next(filter(None, (queries.open_file_of(n, apart_from=own) for n in told)), None)
        raise _is_in(by, known) from error


def _is_in(by: User, known: HardshipFile | None) -> RuleBroken:
    seen = known and HardshipFile.objects.visible_to(by, SEE_FILES.code).filter(pk=known.pk)
    if known and seen and seen.exists():
        message = f"该身份证号已在档案 {known.file_no} 中，一人只能在一份在办档案里，请到该档案办理"
    else:
        message = "该身份证号已在其他单位的在办档案中，一人只能在一份档案里，请与上级工会核实"
    return RuleBroken("person_in_open_file", message)


def _constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def _id_number(typed: str, field: str, whose: str = "") -> str:
    if not typed.strip():
        return ""
    try:
        return identifiers.id_number(typed)
    except RuleBroken as broken:
        message = f"{identifiers.masked_name(whose)}：{broken.message}" if whose else broken.message
        raise RuleBroken(broken.code, message, fields={field: message}) from None


def _contact(mobile: str, address: str) -> dict[str, str]:
    return {
        "mobile": identifiers.mobile(mobile) if mobile.strip() else "",
        "address": rules.check_text("address", "家庭住址", address, longest=200),
    }
