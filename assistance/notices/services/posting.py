"""Put notices up, prove that they hung, write down how they ended. No service ends one early."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.households.queries import with_holder
from assistance.notices import queries, rules
from assistance.notices.events import NoticeEnded, NoticePosted
from assistance.notices.models import Notice, NoticeDesk, NoticeLine, NoticePicture
from assistance.notices.permissions import KEEP_DESK, KEEP_NOTICES
from ground.accounts.models import Organisation, User
from ground.accounts.permissions import Permission
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock, identifiers
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.kernel.texts import check_reason

State = Notice.State


@transaction.atomic
def set_desk(*, by: User, organisation: Organisation, phone: str, contact: str) -> NoticeDesk:
    """Declare to whom objections go: the office's number, for the notices that come."""
    _check_reach(by, organisation, KEEP_DESK)
    phone, contact = rules.check_desk(phone, contact)
    desk, _ = NoticeDesk.objects.update_or_create(
        organisation=organisation,
        defaults={"phone": phone, "contact": contact, "set_by": by, "set_on": clock.today()},
    )
    record(by, "notices.desk_set", desk, organisation=organisation.name)
    return desk


@transaction.atomic
def post_notice(
    *,
    by: User,
    organisation: Organisation,
    files: Collection[HardshipFile],
    title: str,
    place: str,
    remark: str = "",
) -> Notice:
    """Put up one notice for many families: all of them, or none.

    It hangs from today for the most working days that a region of theirs asks for. The desk is locked
    first, then the files in the order of their keys, so that two people who post the same ones wait.
    """
    _check_reach(by, organisation, KEEP_NOTICES)
    rules.check_number_of_files(len({file.pk for file in files}))
    desk = queries.desk_of(organisation, lock=True)
    chosen = HardshipFile.objects.filter(pk__in=[file.pk for file in files])
    rows = list(with_holder(chosen).select_related("unit__division").order_by("pk"))
    units = [(file.unit.name, file.unit.path) for file in rows]
    rules.check_within(units, organisation.name, organisation.path)
    words = rules.check_words(
        {"title": title, "place": place, "remark": remark},
        public=[desk.phone],
        people=queries.names_of(rows),
    )
    rules.check_not_of_family(desk.phone, [file.mobile for file in rows])
    today = clock.today()
    days = queries.days_for(rows, today)
    notice = Notice.objects.create(
        organisation=organisation,
        year=today.year,
        number=queries.next_number(organisation, today.year),
        **words,
        phone=desk.phone,
        contact=desk.contact,
        posted_on=today,
        first_day=days.first_day,
        workdays=days.workdays,
        printed_last_day=days.last_day,
        last_day=days.last_day,
        made_by=by,
    )
    posted = [_posted(by, file, days.workdays) for file in rows]
    _write_lines(notice, rows, posted)
    queries.sheet_of(notice)
    record(by, "notices.notice_posted", notice, families=len(rows), last_day=days.last_day)
    publish(
        NoticePosted(
            notice_id=notice.pk,
            organisation_id=organisation.pk,
            families=len(rows),
            last_day=days.last_day,
        )
    )
    return notice


@transaction.atomic
def withdraw_notice(*, by: User, notice: Notice, reason: str) -> Notice:
    """Take down a notice that was wrong: its families wait for another, which hangs all its days.

    Refused while an objection is open: that is settled first.
    """
    _check_reach(by, notice.organisation, KEEP_NOTICES)
    reason = check_reason(reason, what="撤下")
    hanging = NoticeLine.objects.filter(notice=notice, state=NoticeLine.State.HANGING)
    lines = list(hanging.select_related("file").order_by("file_id"))
    if not lines:
        raise RuleBroken("notice_not_hanging", "这张公示已经结束，请刷新后再看")
    for line in lines:
        try:
            households.withdraw_notice(by=by, file=line.file, reason=reason)
        except NotAllowed:
            raise
        except RuleBroken as broken:
            raise RuleBroken(broken.code, f"{line.file}：{broken.message}") from broken
    kept = queries.locked(notice)
    today = clock.today()
    hanging.update(state=NoticeLine.State.WITHDRAWN, ended_on=today)
    kept.state, kept.ended_on, kept.withdrawn_why = State.WITHDRAWN, today, reason
    kept.save(update_fields=["state", "ended_on", "withdrawn_why"])
    record(by, "notices.notice_withdrawn", kept, families=len(lines))
    publish(NoticeEnded(notice_id=kept.pk, state=kept.state, ended_on=today))
    return kept


@transaction.atomic
def add_pictures(
    *,
    by: User,
    notice: Notice,
    pictures: Sequence[StoredFile],
    taken_on: date,
    kind: str = NoticePicture.Kind.PLACE,
) -> Notice:
    """Photographs of the notice on its wall, or its sealed copy: more of them at any time."""
    _check_reach(by, notice.organisation, KEEP_NOTICES)
    kept = queries.locked(notice)
    if not pictures:
        raise RuleBroken("no_pictures", "请选择照片", fields={"pictures": "请选择"})
    if kind == NoticePicture.Kind.PLACE and not all(one.is_image for one in pictures):
        raise RuleBroken(
            "not_a_picture", "张贴现场应为照片", fields={"pictures": "请选择照片，不是文档"}
        )
    if not kept.posted_on <= taken_on <= clock.today():
        raise RuleBroken(
            "picture_day",
            f"日期应在{kept.posted_on}（张贴）与今天之间",
            fields={"taken_on": "日期不在范围内"},
        )
    known = set(kept.pictures.values_list("stored_id", flat=True))
    new = [one for one in pictures if one.pk not in known]
    NoticePicture.objects.bulk_create(
        NoticePicture(
            notice=kept, kind=NoticePicture.Kind(kind), stored=one, taken_on=taken_on, added_by=by
        )
        for one in new
    )
    record(by, "notices.pictures_added", kept, number=len(new), kind=kind)
    return kept


@transaction.atomic
def register_result(*, by: User, notice: Notice, result: str, sealed_on: date) -> Notice:
    """Write down how a notice ended (公示结果), and the day on which the seal was put on it. Once."""
    _check_reach(by, notice.organisation, KEEP_NOTICES)
    kept = queries.locked(notice)
    if kept.state != State.PASSED:
        raise RuleBroken("notice_not_passed", "公示期满后才能登记公示结果")
    if kept.sealed_on:
        raise RuleBroken("result_known", f"公示结果已于{kept.sealed_on}登记，请刷新后再看")
    if not kept.pictures.filter(kind=NoticePicture.Kind.PLACE).exists():
        raise RuleBroken("no_photo", "还没有张贴现场照片，请先补上再登记公示结果")
    if kept.ended_on and not kept.ended_on <= sealed_on <= clock.today():
        raise RuleBroken(
            "sealed_day",
            f"盖章日期应在{kept.ended_on}（期满）与今天之间",
            fields={"sealed_on": "日期不在范围内"},
        )
    families = HardshipFile.objects.filter(notice_lines__notice=kept)
    kept.result = rules.check_result(result, people=queries.names_of(families))
    kept.sealed_on, kept.result_by = sealed_on, by
    kept.save(update_fields=["result", "sealed_on", "result_by"])
    record(by, "notices.result_registered", kept, sealed_on=sealed_on)
    return kept


def _posted(by: User, file: HardshipFile, workdays: int) -> HardshipFile:
    """The file at work, with its number before the sentence where it cannot be."""
    try:
        return households.post_notice(by=by, file=file, workdays=workdays)
    except NotAllowed:
        raise
    except RuleBroken as broken:
        why = f"{file}：{broken.message}"
        raise RuleBroken(broken.code, why, fields={"families": why}) from broken


def _write_lines(
    notice: Notice, rows: Sequence[HardshipFile], posted: Sequence[HardshipFile]
) -> None:
    by_unit = sorted(zip(rows, posted, strict=True), key=lambda one: (one[0].unit.path, one[0].pk))
    NoticeLine.objects.bulk_create(
        NoticeLine(
            notice=notice,
            file=now,
            gate=gate,
            round=now.round,
            position=position,
            name=identifiers.masked_name(getattr(row, "holder_name", "") or ""),
            unit=row.unit.name,
            category=row.get_category_display(),
        )
        for position, (row, now) in enumerate(by_unit, 1)
        if (gate := now.gate)  # a file that has been posted stands at one
    )


def _check_reach(by: User, organisation: Organisation, permission: Permission) -> None:
    if not by.reaches(organisation, permission.code):
        raise NotAllowed("not_allowed", f"没有在“{organisation}”{permission.label}的权限")
