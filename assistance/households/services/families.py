"""Families that turn out to be one, and families that part (并户、分户). Nobody is ever in two open files."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from assistance.households import queries, rules
from assistance.households.models import Consent, HardshipFile, Member, Step
from assistance.households.services.items import carry_items
from assistance.households.services.opening import opened
from assistance.households.services.way import end_locked, tell_step
from assistance.households.services.writing import keep_version, one_open_file
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken

State, Standing, Relation = HardshipFile.State, Member.Standing, Member.Relation


@transaction.atomic
def merge_files(
    *,
    by: User,
    keep: HardshipFile,
    gone: HardshipFile,
    reason: str,
    relations: Mapping[int, str] | None = None,
) -> HardshipFile:
    """Two files of one family become one: the people of `gone` stand in `keep` from now on.

    `relations`: member key of `gone` → what they are to the holder of `keep`; 其他 where nothing is
    said. What they signed and their income and expenses go with them, and the totals follow; money
    stays with the file on which it was paid. Whoever merges an active file away must be allowed to cancel it.
    """
    if keep.pk == gone.pk:
        raise RuleBroken("merge_with_itself", "请选择另一份档案", fields={"gone": "是同一份档案"})
    why = rules.check_reason(reason)
    first, second = sorted((keep, gone), key=lambda one: one.pk)
    held = {one.pk: queries.locked_file(one) for one in (first, second)}
    kept, lost = held[keep.pk], held[gone.pk]
    for one in (kept, lost):
        rules.check_move("merge", one.state, queries.standing_of(one))
    keeps = queries.may_take(by, kept, "merge") or queries.may_take(by, kept, "cancel")
    if not keeps or not queries.may_take(by, lost, "cancel"):
        raise NotAllowed("not_allowed", "并入在档的档案等于注销它，请由审批人办理")
    if lost.state != State.DRAFT and kept.state == State.DRAFT:
        raise RuleBroken(
            "merge_into_draft",
            "请保留在档的那一份，把待完善的并入它",
            fields={"gone": "在档的应保留"},
        )
    lost.merged_into = kept
    end_locked(
        by, lost, state=State.CANCELLED, kind=Step.Kind.MERGED, reason=f"并入{kept.file_no}：{why}"
    )
    form = queries.form_of(kept)
    known = {one.id_hash: one for one in form.members if one.id_hash}
    came: dict[int, Member] = {}
    for person in Member.objects.filter(file=lost, standing=Standing.PRESENT).order_by("pk"):
        there = known.get(person.id_hash) if person.id_hash else None
        if there is not None:  # had left, and is back
            there.standing, there.gone_on, there.in_open_file = Standing.PRESENT, None, True
            there.save(update_fields=["standing", "gone_on", "in_open_file"])
            came[person.pk] = there
            continue
        relation = (relations or {}).get(person.pk, Relation.OTHER)
        copy = copied(person, kept, _relation(relation))
        came[person.pk] = copy
        form.members.append(copy)
    rules.check_count(form.members, rules.MOST_MEMBERS + 1, "家庭成员")
    with one_open_file(by, form.present, own=kept.pk):
        Member.objects.bulk_create([one for one in came.values() if one.pk is None])
    _carry_consents(came)
    items = carry_items(form, lost, came)
    kept.save(update_fields=["annual_income", "rigid_expenses"])
    changed = f"并入{lost.file_no}的{len(came)}位成员" + (f"、{items}项收入支出" if items else "")
    keep_version(by, form, changed=changed, why=why)
    tell_step(by, kept, Step.Kind.MERGED, opinion=f"{lost.file_no}并入本档：{why}"[:300])
    return kept


@transaction.atomic
def split_file(
    *,
    by: User,
    file: HardshipFile,
    members: Sequence[Member],
    holder: Member,
    unit: Organisation,
    reason: str,
    relations: Mapping[int, str] | None = None,
) -> HardshipFile:
    """Some people of a family go on with a file of their own: a new draft with its own way.

    `holder` is one of `members`; the holder of the old file stays. In the old file they have left.
    """
    why = rules.check_reason(reason)
    locked = queries.locked_file(file)
    rules.check_move("split", locked.state, queries.standing_of(locked))
    if not queries.may_take(by, locked, "split"):
        raise NotAllowed("not_allowed", "没有办理这份档案的权限")
    if not unit.is_active:
        raise RuleBroken("unit_inactive", f"“{unit}”已停用，不能建档", fields={"unit": "已停用"})
    wanted = {one.pk for one in members}
    form = queries.form_of(locked)
    leaving = [one for one in form.present if one.pk in wanted]
    if not wanted or len(leaving) < len(wanted):
        raise RuleBroken(
            "member_gone", "请选择现在在这户家庭中的成员", fields={"members": "请重新选择"}
        )
    if form.holder.pk in wanted:
        raise RuleBroken(
            "holder_stays", "本人留在原档案，请选择其他成员", fields={"members": "不含本人"}
        )
    if holder.pk not in wanted:
        raise RuleBroken(
            "holder_not_among", "新户主应是分出的成员之一", fields={"holder": "应是分出的成员"}
        )
    today, came = clock.today(), {}
    told = {**(relations or {}), holder.pk: Relation.HOLDER}
    for person in leaving:
        person.standing, person.gone_on, person.in_open_file = Standing.LEFT, today, False
        came[person.pk] = copied(person, None, told.get(person.pk, Relation.OTHER))
    Member.objects.bulk_update(leaving, ["standing", "gone_on", "in_open_file"])
    with one_open_file(by, list(came.values()), own=locked.pk):
        new = opened(
            by,
            unit=unit,
            people=list(came.values()),
            split_from=locked,
            situation=locked.situation,
        )
    _carry_consents(came)
    keep_version(by, form, changed=f"分出{len(leaving)}位成员，另建{new.file_no}", why=why)
    tell_step(
        by, locked, Step.Kind.SPLIT, opinion=f"{len(leaving)}人分户，另建{new.file_no}：{why}"[:300]
    )
    return new


def copied(person: Member, file: HardshipFile | None, relation: str) -> Member:
    """The same person for another file: a row of its own, its sealed values bound to it anew."""
    values = {name: getattr(person, name) for name in queries.PERSON_FIELDS}
    values |= {"relation": relation, "standing": Standing.PRESENT, "gone_on": None}
    copy = Member(**values)
    if file is not None:
        copy.file = file
        queries.identified(copy, file)
    else:
        copy.id_hash = person.id_hash
    return copy


def _relation(relation: str) -> str:
    wanted = rules.check_one_of("relations", "关系", relation, Relation)
    return Relation.OTHER if wanted in {"", Relation.HOLDER} else wanted


def _carry_consents(came: Mapping[int, Member]) -> None:
    """What these people signed, for themselves or by a guardian who comes along."""
    standing = Consent.objects.filter(member__in=list(came), withdrawn_on__isnull=True)
    has = set(
        Consent.objects.filter(
            member__in=[one.pk for one in came.values()], withdrawn_on__isnull=True
        ).values_list("member", "text")
    )
    Consent.objects.bulk_create(
        Consent(
            member=came[one.member_id],
            text_id=one.text_id,
            signed_on=one.signed_on,
            way=one.way,
            guardian=came[one.guardian_id] if one.guardian_id else None,
            stored_id=one.stored_id,
            recorded_by_id=one.recorded_by_id,
        )
        for one in standing.order_by("pk")
        if (one.guardian_id is None or one.guardian_id in came)
        and (came[one.member_id].pk, one.text_id) not in has
    )
