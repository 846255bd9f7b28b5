"""Write what a form holds: into a draft, or into a file that is on file already (变更登记)."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from assistance.households import queries, rules
from assistance.households.models import FileVersion, HardshipFile, Member, Step
from assistance.households.permissions import SEE_FILES
from assistance.households.queries import Form
from assistance.households.services.items import write_items
from assistance.households.services.values import write_values
from assistance.households.services.way import tell_step
from ground.accounts.models import User
from ground.audit.services import record
from ground.kernel import clock, identifiers
from ground.kernel.errors import RuleBroken, constraint_of

State, Standing = HardshipFile.State, Member.Standing
LONGEST_CHANGED = 300


@transaction.atomic
def write_form(*, by: User, file: HardshipFile, content: rules.FormIn) -> HardshipFile:
    """Write into a draft; half full is fine, `submit_file` asks for what is missing.

    The same content again writes nothing.
    """
    locked = queries.locked_file(file)
    rules.check_move("complete", locked.state, queries.standing_of(locked))
    changed = _written(by, locked, content)
    if changed:
        people = Member.objects.filter(file=locked).count()
        record(by, "file.completed", locked, category=locked.category, members=people)
    return locked


@transaction.atomic
def amend_file(*, by: User, file: HardshipFile, content: rules.FormIn, why: str) -> HardshipFile:
    """Write into a file that is on file: what changed in the family, and why (变更登记).

    Category and tier of an active file are not amended but decided: `reclassify_file`.
    """
    locked = queries.locked_file(file)
    rules.check_move("amend", locked.state, queries.standing_of(locked))
    reason = rules.check_reason(why)
    if locked.state == State.ACTIVE:
        _check_not_decided(locked, content)
    changed = _written(by, locked, content, why=reason)
    if not changed:
        raise RuleBroken("nothing_changed", "没有改动任何内容，无需登记变更")
    tell_step(by, locked, Step.Kind.AMENDED, opinion=f"{changed}：{reason}"[:LONGEST_CHANGED])
    return locked


def keep_version(by: User | None, form: Form, *, changed: str = "", why: str = "") -> FileVersion:
    """Keep what a locked file's form holds now as its next version."""
    last = queries.last_version(form.file)
    return FileVersion.objects.create(
        file=form.file,
        number=last.number + 1 if last else 1,
        form_version=form.file.form_version,
        form=json.dumps(queries.content_of(form), ensure_ascii=False),
        changed=changed,
        why=why,
        by=by,
        at=clock.now(),
    )


def link_relapse(file: HardshipFile, members: Sequence[Member]) -> None:
    """Link a file to the one that these people, or one of them, got out of hardship from (返困)."""
    hashes = [one.id_hash for one in members if one.id_hash]
    if file.relapse_of_id is None and hashes:
        file.relapse_of = queries.exited_file_of(hashes, apart_from=file.pk)


@contextmanager
def one_open_file(by: User, members: Sequence[Member], *, own: int = 0) -> Iterator[None]:
    """Refuse people who stand in another open file, beforehand and where a race was lost.

    `own`: the key of the file into which they are written.
    """
    told = [one.id_hash for one in members if one.id_hash]
    if len(told) != len(set(told)):
        raise RuleBroken("person_twice", "同一个身份证号在这户家庭中出现了两次，请核对")
    known = queries.open_file_among(told, apart_from=own)
    if known:
        raise _is_in(by, known)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint_of(error) != "person_in_one_open_file":
            raise
        raise _is_in(by, queries.open_file_among(told, apart_from=own)) from error


def _is_in(by: User, known: HardshipFile | None) -> RuleBroken:
    seen = known and HardshipFile.objects.visible_to(by, SEE_FILES.code).filter(pk=known.pk)
    if known and seen and seen.exists():
        message = f"该身份证号已在档案 {known.file_no} 中，一人只能在一份在办档案里，请到该档案办理"
    else:
        message = "该身份证号已在其他单位的在办档案中，一人只能在一份档案里，请与上级工会核实"
    return RuleBroken("person_in_open_file", message)


def _check_not_decided(file: HardshipFile, typed: rules.FormIn) -> None:
    for name, label in (("category", "困难类别"), ("tier", "建档标准")):
        wanted = rules.typed_text(typed.head.get(name, getattr(file, name)))
        if wanted != getattr(file, name):
            raise RuleBroken(
                "decided_by_approver",
                f"在档家庭的{label}由审批人通过“类别调整”变更，不能在变更登记中修改",
                fields={name: "请办理类别调整"},
            )


def _written(by: User, file: HardshipFile, typed: rules.FormIn, *, why: str = "") -> str:
    """Write into a locked file; the labels of what changed, or nothing where nothing did."""
    form = queries.form_of(file)
    before, hashes = queries.content_of(form), {one.pk: one.id_hash for one in form.members}
    write_values(file, queries.HEAD_FIELDS, typed.head)
    rules.check_causes(file.primary_cause, file.secondary_causes)
    write_values(
        form.circumstances, queries.CIRCUMSTANCE_FIELDS, typed.circumstances, at="circumstances."
    )
    write_values(form.bank_card, queries.CARD_FIELDS, typed.bank_card, at="bank_card.")
    gone = _family(form, typed)
    _check_bank_card(form)
    link_relapse(file, form.present)
    with one_open_file(by, form.present, own=file.pk):
        _save_family(form, gone, hashes)
    write_items(form, typed)
    file.form_version = rules.FORM_VERSION
    after = queries.content_of(form)
    places = queries.changed_places(before, after)
    if not places:
        return ""
    file.save()
    if typed.circumstances:
        form.circumstances.save()
    if typed.bank_card:
        form.bank_card.save()
    changed = _told(queries.labels_of(places, before, after))
    keep_version(by, form, changed=changed, why=why)
    return changed


def _told(labels: Sequence[str]) -> str:
    text = "、".join(labels)
    return (
        text if len(text) <= LONGEST_CHANGED else f"{text[: LONGEST_CHANGED - 8]}…等{len(labels)}项"
    )


def _family(form: Form, typed: rules.FormIn) -> list[Member]:
    """The members as they are to be, in `form.members`; gives those who are to be taken out."""
    holder, gone = form.holder, []
    if "name" in typed.holder:
        rules.check_named("holder.name", "本人姓名", typed.holder["name"])
    _write_person(holder, {**typed.holder}, at="holder.", whose="本人")
    holder.relation = Member.Relation.HOLDER
    if holder.standing != Standing.PRESENT:
        raise RuleBroken(
            "holder_gone",
            "本人已故或迁出的，请注销档案；家庭仍困难的，用分户为其他成员另建档案",
            fields={"holder.standing": "本人应在家庭中"},
        )
    members = _listed(form, typed)
    if members is not None:
        rules.check_count(members, rules.MOST_MEMBERS, "家庭成员")
        left = [one for one in form.members if one is not holder]
        kept = [_member(form.file, left, one, at) for at, one in enumerate(members)]
        gone = [one for one in left if one.standing == Standing.PRESENT]
        if gone and form.file.state != State.DRAFT:
            raise RuleBroken(
                "member_removed",
                "在档家庭的成员不能直接删除，请登记为已故或迁出并填写日期",
                fields={"members": "请登记为已故或迁出"},
            )
        past = [one for one in left if one.standing != Standing.PRESENT]
        form.members = [holder, *past, *kept]
    for member in form.members:
        queries.identified(member, form.file)
        member.in_open_file = member.standing == Standing.PRESENT
    return gone


def _listed(form: Form, typed: rules.FormIn) -> Sequence[rules.Values] | None:
    """All members but the holder, where any is written: the list as typed, or the present one changed."""
    if typed.member is None and typed.without is None:
        return typed.members
    apart = {str(typed.without), rules.typed_text((typed.member or {}).get("id", ""))}
    others = [one for one in form.present if one is not form.holder]
    kept: list[rules.Values] = [{"id": one.pk} for one in others if str(one.pk) not in apart]
    return [*kept, typed.member] if typed.member is not None else kept


def _member(file: HardshipFile, left: list[Member], values: rules.Values, number: int) -> Member:
    """One member as typed: known by key, or by relation and name, or new. Takes it out of `left`."""
    at, plain = f"members.{number}.", dict(values)
    key = rules.typed_text(plain.pop("id", ""))
    same = (rules.typed_text(plain.get("relation")), rules.typed_text(plain.get("name")))
    if key:
        known = next((one for one in left if str(one.pk) == key), None)
        if known is None:
            raise RuleBroken("member_unknown", f"第{number + 1}位成员不在这户家庭中，请刷新后再填")
        plain = {"relation": known.relation, "name": known.name} | plain
    else:
        here = [one for one in left if one.standing == Standing.PRESENT]
        known = next((one for one in here if (one.relation, one.name) == same), None)
    name = rules.check_named(f"{at}name", f"第{number + 1}位家庭成员的姓名", plain.get("name"))
    if rules.typed_text(plain.get("relation")) in {"", Member.Relation.HOLDER}:
        raise RuleBroken(
            "relation_unknown",
            f"第{number + 1}位家庭成员的关系请从列表中选择；本人已在档案中，不再列入",
            fields={f"{at}relation": "请从列表中选择"},
        )
    if known:
        left.remove(known)
    member = known or Member(file=file)
    _write_person(member, plain, at=at, whose=identifiers.masked_name(name))
    return member


def _write_person(member: Member, values: rules.Values, *, at: str, whose: str) -> None:
    number, born_on, sex = member.id_no, member.born_on, member.sex
    write_values(member, queries.PERSON_FIELDS, values, at=at)
    if member.id_no and (number, born_on, sex) != (member.id_no, member.born_on, member.sex):
        typed_born = member.born_on if "born_on" in values else None
        typed_sex = member.sex if "sex" in values else ""
        member.born_on, member.sex = rules.check_born(
            at, whose, member.id_no, typed_born, typed_sex
        )
    rules.check_gone(at, whose, member.standing, member.gone_on)


def _check_bank_card(form: Form) -> None:
    """Whose the account is, wherever there is one: the holder's, or a parent's of a student."""
    card = form.bank_card
    if not card.holder_name:
        if card.card_no or card.bank:
            raise RuleBroken(
                "card_unnamed", "请填写开户人", fields={"bank_card.holder_name": "必填"}
            )
        return
    allowed = [form.holder.name]
    if any(one.education and one is not form.holder for one in form.present):
        allowed += [one.name for one in form.present if one.relation == Member.Relation.SPOUSE]
    if form.holder.education:
        allowed += [one.name for one in form.present if one.relation == Member.Relation.PARENT]
    rules.check_card_holder(card.holder_name, allowed)


def _save_family(form: Form, gone: Sequence[Member], hashes: dict[int, str]) -> None:
    """Two statements for the family, whatever its size, and one for those who are taken out."""
    if gone:
        Member.objects.filter(pk__in=[one.pk for one in gone]).delete()
        form.items = [one for one in form.items if one.member_id not in {m.pk for m in gone}]
    known = [one for one in form.members if one.pk]
    if any(
        hashes[one.pk] not in {"", one.id_hash} for one in known
    ):  # two numbers exchanged would meet each other half way
        Member.objects.filter(pk__in=[one.pk for one in known]).update(id_hash="")
    Member.objects.bulk_update(known, [*queries.PERSON_FIELDS, "tokens", "id_hash", "in_open_file"])
    Member.objects.bulk_create([one for one in form.members if not one.pk])
