"""Open a family's file, from a clue or by application."""

from django.db import IntegrityError, transaction

from assistance.households import queries, rules
from assistance.households.events import FileOpened
from assistance.households.models import BankCard, Circumstances, HardshipFile, Member, Step
from assistance.households.queries import Form
from assistance.households.services.writing import (
    keep_version,
    link_relapse,
    one_open_file,
)
from assistance.visits.models import Clue
from ground.accounts.models import Organisation, User
from ground.audit.models import Entry
from ground.audit.services import record, subject_of
from ground.events.services import publish
from ground.kernel import clock, identifiers
from ground.kernel.errors import RuleBroken, constraint_of


@transaction.atomic
def open_file_from_clue(clue_id: int) -> HardshipFile:
    """Open a draft for a family that a visit found; a second telling returns the first file.

    Where the person already stands in an open file, that one is returned, and the trail says so.
    """
    clue = Clue.objects.select_for_update(of=("self",)).select_related("visit").get(pk=clue_id)
    there = HardshipFile.objects.filter(clue=clue).first()
    if there:
        return there
    known = queries.open_file_of(clue.id_no)
    if known is None:
        try:
            with transaction.atomic():
                return opened(
                    None,
                    unit=Organisation.objects.get(pk=clue.visit.link_point_id),
                    people=[_holder(clue.worker_name, clue.id_no)],
                    clue=clue,
                    mobile=clue.mobile,
                    situation=clue.hardship,
                )
        except IntegrityError as error:  # another clue of the same person was quicker
            known = queries.open_file_of(clue.id_no)
            if constraint_of(error) != "person_in_one_open_file" or known is None:
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
    """Open a draft by application. A person in an open file already is refused.

    So is, without an ID number, a family of the same name that this person opened today and has not
    yet filled in: a button clicked twice.
    """
    name = rules.check_text("holder_name", "户主姓名", holder_name, longest=40, needed=True)
    number = _id_number(id_no, "id_no")
    if not unit.is_active:
        raise RuleBroken("unit_inactive", f"“{unit}”已停用，不能建档", fields={"unit": "已停用"})
    told = rules.check_text("situation", "家庭情况", situation, longest=2000)
    phone = identifiers.mobile(mobile) if mobile.strip() else ""
    home = rules.check_text("address", "家庭住址", address, longest=200)
    if not number:
        _check_not_twice(by, unit, name)
    with one_open_file(by, [Member(id_hash=queries.hash_of_id(number))]):
        return opened(
            by,
            unit=unit,
            people=[_holder(name, number)],
            mobile=phone,
            address=home,
            situation=told,
        )


def opened(
    by: User | None,
    *,
    unit: Organisation,
    people: list[Member],
    clue: Clue | None = None,
    split_from: HardshipFile | None = None,
    mobile: str = "",
    address: str = "",
    situation: str = "",
) -> HardshipFile:
    """A new draft of these people, one of them the holder; what they are not yet is saved here."""
    today, number = clock.today(), queries.next_number()
    file = HardshipFile(
        pk=number,
        file_no=rules.file_number(today.year, number),
        unit=unit,
        clue=clue,
        split_from=split_from,
        origin=HardshipFile.Origin.CLUE if clue else HardshipFile.Origin.APPLIED,
        mobile=mobile,
        address=address,
        situation=situation,
        opened_on=today,
        form_version=rules.FORM_VERSION,
    )
    for member in people:
        member.file = file
        queries.identified(member, file)
    link_relapse(file, people)
    file.save(force_insert=True)
    Member.objects.bulk_create(people)
    keep_version(by, Form(file, people, Circumstances(file=file), [], BankCard(file=file)))
    Step.objects.create(file=file, kind=Step.Kind.OPENED, on=today, by=by)
    record(by, "file.opened", file, unit=unit.pk, clue=clue.pk if clue else None)
    publish(FileOpened(file_id=file.pk, unit_id=unit.pk, opened_on=today))
    return file


def _check_not_twice(by: User, unit: Organisation, name: str) -> None:
    """Without a number nothing else tells two families of one name apart. Locks the unit."""
    Organisation.objects.select_for_update(no_key=True).get(pk=unit.pk)
    same = HardshipFile.objects.filter(
        unit=unit,
        state=HardshipFile.State.DRAFT,
        opened_on=clock.today(),
        category="",
        members__relation=Member.Relation.HOLDER,
        members__name=name,
        members__id_hash="",
        steps__kind=Step.Kind.OPENED,
        steps__by=by,
    ).first()
    if same:
        told = (
            f"您今天已为这个姓名登记建档（档案编号{same.file_no}），请接着完善那一份；"
            "确是同名的另一户，请填写身份证号"
        )
        raise RuleBroken("file_opened_twice", told, fields={"id_no": told})


def _holder(name: str, number: str) -> Member:
    holder = Member(relation=Member.Relation.HOLDER, name=name, id_no=number)
    if number:
        holder.born_on, holder.sex = rules.check_born("", "本人", number, None, "")
    return holder


def _id_number(typed: str, field: str) -> str:
    if not typed.strip():
        return ""
    try:
        return identifiers.id_number(typed)
    except RuleBroken as broken:
        raise broken.beside(field) from None
