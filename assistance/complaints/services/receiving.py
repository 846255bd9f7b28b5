"""Put a complaint on record, with what belongs to it; show who made it to whoever handles it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from assistance.complaints import queries, rules
from assistance.complaints.events import ComplaintReceived
from assistance.complaints.models import Complaint, ComplaintPaper
from assistance.complaints.permissions import (
    HANDLE_COMPLAINT,
    SEE_COMPLAINTS,
    TAKE_COMPLAINT,
)
from assistance.complaints.registries import about_of
from ground.accounts.models import Organisation, User
from ground.accounts.permissions import Permission
from ground.audit.services import record
from ground.events.services import publish
from ground.files.models import StoredFile
from ground.kernel import clock
from ground.kernel.codes import new_code
from ground.kernel.errors import NotAllowed, RuleBroken, constraint_of
from ground.kernel.texts import check_reason, check_text

REVEALED = {"who": "反映人", "phone": "反映人电话"}
Way, Kind = Complaint.Way, Complaint.Kind


@transaction.atomic
def receive_complaint(
    *,
    by: User | None,
    kind: str,
    content: str,
    base: Organisation,
    way: str = Way.WEB,
    who: str = "",
    phone: str = "",
    unit: Organisation | None = None,
    about_kind: str = "",
    about_key: str = "",
    about_label: str = "",
    received_on: date | None = None,
    papers: Sequence[StoredFile] = (),
    key: UUID | None = None,
) -> Complaint:
    """Take down what somebody holds against how help is given. `by` is None where they wrote it.

    `base` is where it was said: it is kept there or above, where nobody knows yet which unit it is
    about. The same key again answers with the complaint already received. It is routed (受理并交办)
    within the days of the local rule (信访工作条例 22).
    """
    key = key or uuid4()
    if known := queries.complaint_of_key(key):
        return _own(known, by)
    if by is not None and not by.may(TAKE_COMPLAINT.code):
        raise NotAllowed("not_allowed", f"没有“{TAKE_COMPLAINT.label}”的权限")
    today = clock.today()
    said = rules.check_content(content)
    name, number = rules.check_who(who, phone)
    on = received_on or today
    rules.check_received(on, today)
    _check_choices(by, way, kind)
    if about_kind:
        about = about_of(about_kind, about_key)
        if about is None:
            raise RuleBroken("about_unknown", "没有找到要反映的事项，请重新打开页面再填写")
        about_label = about.label
    label = check_text(
        about_label,
        field="about_label",
        label="涉及事项",
        longest=rules.LONGEST_ABOUT,
        needed=False,
    )
    office = queries.office_for(unit, base=base)
    days = queries.days_of("complaints.route_days", on=on, division=office.division)
    try:
        with transaction.atomic():
            made = Complaint.objects.create(
                key=key,
                year=today.year,
                number=queries.next_number(today.year),
                code=new_code(rules.CODE_LENGTH),
                way=way,
                kind=kind,
                about_kind=about_kind,
                about_key=about_key,
                about_label=label,
                unit=unit,
                office=office,
                is_anonymous=not name,
                who=name,
                phone=number,
                content=said,
                received_on=on,
                received_by=by,
                due_on=rules.day_after(on, days),
            )
    except IntegrityError as error:
        known = queries.complaint_of_key(key)
        if known is None or constraint_of(error) == "complaint_number_once":
            raise
        return _own(known, by)  # sent twice at the same moment
    _keep(by, made, papers)
    record(by, "complaints.received", made, way=way, papers=len(papers))
    publish(ComplaintReceived(complaint_id=made.pk, received_on=on))
    return made


@transaction.atomic
def add_papers(*, by: User, complaint: Complaint, papers: Sequence[StoredFile]) -> Complaint:
    """Letters, photographs, what was handed in; until it has ended."""
    locked = queries.locked_complaint(by, complaint.pk, HANDLE_COMPLAINT)
    if not papers:
        raise RuleBroken("no_papers", "请选择材料", fields={"papers": "请选择"})
    if locked.state in Complaint.ENDED:
        raise RuleBroken("complaint_ended", f"这件已经“{locked.get_state_display()}”，不能再加材料")
    number = _keep(by, locked, papers)
    record(by, "complaints.papers_added", locked, number=number)
    return locked


@transaction.atomic
def open_complaint(*, by: User, complaint: Complaint) -> None:
    """Somebody reads what was said: on the record each time."""
    _check_seen(by, complaint, HANDLE_COMPLAINT)
    record(by, "complaints.opened", complaint)


@transaction.atomic
def reveal_complainant(*, by: User, complaint: Complaint, field: str, reason: str) -> str:
    """Who complained, or their number, to whoever handles it now: for a reason, in the trail."""
    _check_seen(by, complaint, HANDLE_COMPLAINT)
    if field not in REVEALED:
        raise RuleBroken("unknown_field", "没有这一项内容")
    turn = queries.last_inquiry(complaint)
    if turn is None or turn.handler_id != by.pk:
        raise RuleBroken("not_the_handler", "反映人的姓名和电话只有承办人能查看")
    reason = check_reason(reason, what="查看")
    value = str(getattr(complaint, field))
    if not value:
        raise RuleBroken("value_empty", "这一项没有留下")
    record(by, "complaints.complainant_revealed", complaint, field=REVEALED[field], reason=reason)
    return value


def _keep(by: User | None, complaint: Complaint, papers: Sequence[StoredFile]) -> int:
    known = set(complaint.papers.values_list("stored_id", flat=True))
    new = [one for one in papers if one.pk not in known]
    ComplaintPaper.objects.bulk_create(
        ComplaintPaper(complaint=complaint, stored=one, added_by=by, added_at=clock.now())
        for one in new
    )
    return len(new)


def _check_choices(by: User | None, way: str, kind: str) -> None:
    if kind not in Kind.values:
        raise RuleBroken("kind_missing", "请选择反映的类别", fields={"kind": "请选择"})
    allowed = {Way.WEB} if by is None else set(Way) - {Way.WEB}
    if way not in allowed:
        raise RuleBroken("way_missing", "请选择来源：来电、来信或来访", fields={"way": "请选择"})


def _own(complaint: Complaint, by: User | None) -> Complaint:
    """A key belongs to whoever used it first."""
    if complaint.received_by_id != (by.pk if by else None):
        raise RuleBroken("key_taken", "这份反映的编号已被使用，请重新打开页面再填写")
    return complaint


def _check_seen(by: User, complaint: Complaint, permission: Permission) -> None:
    if not Complaint.objects.visible_to(by, permission.code).filter(pk=complaint.pk).exists():
        raise NotAllowed("not_allowed", f"没有“{SEE_COMPLAINTS.label}”的权限")
