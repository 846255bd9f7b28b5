"""Take requests about personal data, answer them, let data rest, destroy it when its time is over."""

from datetime import date

from django.db import IntegrityError, transaction

from assistance.households.models import HardshipFile, Member
from assistance.households.queries import locked_file, standing_of
from assistance.ledgers import services as ledgers
from assistance.ledgers.permissions import GIVE_OWN_COPY
from assistance.rights import queries, rules
from assistance.rights.events import (
    FilesDestroyed,
    FileStoredOnly,
    RequestAnswered,
    RequestReceived,
)
from assistance.rights.forgetting import forget
from assistance.rights.models import Disposal, DisposalLine, ImpactAssessment, PersonRequest
from assistance.rights.permissions import DECIDE_REQUESTS
from ground.accounts.models import Organisation, User
from ground.accounts.permissions import Permission
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.places.queries import local_rule, workdays_after

DAYS = "rights.days_to_answer"
State = PersonRequest.State


@transaction.atomic
def receive_request(
    *,
    by: User,
    file: HardshipFile,
    kind: str,
    asked_by: str,
    content: str,
    received_on: date,
    identity_seen: bool,
    member: Member | None = None,
) -> PersonRequest:
    """Take a request from a person who has shown who they are; it is due in so many working days."""
    rules.check_received(received_on=received_on, today=clock.today(), identity_seen=identity_seen)
    days = int(local_rule(DAYS, on=received_on, division=file.unit.division))
    try:
        with transaction.atomic():
            request = PersonRequest.objects.create(
                file=file,
                member=member,
                kind=PersonRequest.Kind(kind),
                asked_by=PersonRequest.AskedBy(asked_by),
                content=rules.check_words(content, field="content", label="申请内容"),
                received_on=received_on,
                due_on=workdays_after(received_on, days),
                received_by=by,
            )
    except IntegrityError as error:
        raise RuleBroken("request_open", "同一个人的同类申请正在办理，请在原申请上答复") from error
    record(by, "rights.request_received", request, file=file.pk, kind=kind)
    publish(
        RequestReceived(request_id=request.pk, file_id=file.pk, kind=kind, due_on=request.due_on)
    )
    return request


@transaction.atomic
def answer_request(
    *, by: User, request: PersonRequest, granted: bool, answer: str
) -> PersonRequest:
    """Grant or refuse a request, with the words that the person is told.

    A granted deletion is decided by another person than took the request, and only for a file that
    has ended: the family's data is then kept for the years that the rules ask for, and used for
    nothing else.
    """
    locked = _asked(request)
    if granted and locked.is_for_copy:
        raise RuleBroken(
            "copy_missing",
            "支持查阅、复制的，请用“打印副本并登记答复”办理，副本和答复一次登记",
            fields={"granted": "请打印副本"},
        )
    words = rules.check_words(answer, field="answer", label="答复")
    if locked.kind == PersonRequest.Kind.DELETE and granted:
        _check_reach(by, locked.file, DECIDE_REQUESTS)
        if by.pk == locked.received_by_id:
            raise RuleBroken("decider_received", "受理人不能决定删除，请由另一位审批人办理")
        _let_rest(by, locked.file)
    return _answered(by, locked, words, granted=granted)


@transaction.atomic
def give_copy(*, by: User, request: PersonRequest, to: str) -> ledgers.OwnCopy:
    """Grant an access with the family's own copy: printed, released and answered in one step.

    `to` is whom it is handed to, by relation (本人, 监护人, 受托人): never by name. The request keeps
    which release answered it; the PDF itself is kept nowhere.
    """
    locked = _asked(request)
    if not locked.is_for_copy:
        raise RuleBroken(
            "copy_not_asked", "副本含全家的信息，只答复全家或户主提出的查阅、复制；其他请填写答复"
        )
    _check_reach(by, locked.file, GIVE_OWN_COPY)
    copy = ledgers.own_copy(by=by, file=locked.file, to=to)
    locked.release = copy.release
    words = f"已提供本人信息副本一份（编号{copy.release.shown_code}），交给{to.strip()}"
    _answered(by, locked, words, granted=True)
    return copy


@transaction.atomic
def propose_disposal(*, by: User, organisation: Organisation) -> Disposal:
    """Put every file of an area whose storage is over on a list, for another person to approve."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    today = clock.today()
    files = HardshipFile.objects.filter(unit__path__startswith=organisation.path)
    over = queries.over_due(files, today)
    if not over:
        raise RuleBroken("nothing_over", "没有保存期满的档案")
    disposal = Disposal.objects.create(organisation=organisation, proposed_by=by, proposed_on=today)
    DisposalLine.objects.bulk_create(
        DisposalLine(disposal=disposal, file_id=key, ended_on=ended_on, kept_until=until)
        for key, ended_on, until in over
    )
    record(by, "rights.disposal_proposed", disposal, files=len(over))
    return disposal


@transaction.atomic
def withdraw_disposal(*, by: User, disposal: Disposal) -> Disposal:
    """Take a list back; its files can stand on another one."""
    locked = _proposed(disposal)
    locked.state = Disposal.State.WITHDRAWN
    locked.decided_by, locked.decided_on = by, clock.today()
    locked.save()
    record(by, "rights.disposal_withdrawn", locked)
    return locked


@transaction.atomic
def destroy(*, by: User, disposal: Disposal) -> Disposal:
    """Destroy what is kept about the families of a list. What remains: number, unit, class, days, money.

    By another person than proposed it. Whatever a room keeps about a file goes too: rows that
    belong to it, and sealed values of those that must stay. A family that still waits for an answer
    to a request is not destroyed under it.
    """
    locked = _proposed(disposal)
    if by.pk == locked.proposed_by_id:
        raise RuleBroken(
            "decider_proposed", "提出人不能批准自己提出的销毁清册，请由另一位审批人办理"
        )
    keys = list(locked.lines.values_list("file_id", flat=True))
    today = clock.today()
    files = list(
        HardshipFile.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=keys)
        .order_by("pk")
    )
    for file in files:
        rules.check_deletable(file.state, standing_of(file))
    asked = PersonRequest.objects.filter(file__in=keys, state=State.OPEN).select_related("file")
    if waits := asked.first():
        raise RuleBroken(
            "request_waits",
            f"{waits.file}有未答复的个人信息权利申请，请先答复，或撤回清册后重新提出",
        )
    HardshipFile.objects.filter(pk__in=keys, stored_only_on__isnull=True).update(
        stored_only_on=today
    )
    forget(keys)
    locked.state = Disposal.State.DONE
    locked.decided_by, locked.decided_on = by, today
    locked.save()
    record(by, "rights.disposal_done", locked, files=len(keys))
    record_many(by, "rights.file_destroyed", ((file, {"list": locked.pk}) for file in files))
    publish(FilesDestroyed(disposal_id=locked.pk, files=len(keys)))
    return locked


@transaction.atomic
def write_impact(
    *,
    by: User,
    organisation: Organisation,
    purpose: str,
    necessity: str,
    risks: str,
    measures: str,
) -> ImpactAssessment:
    """Keep an impact assessment: the words of a person beside the figures of today."""
    today = clock.today()
    figures = queries.figures_of(organisation, today)
    assessment = ImpactAssessment.objects.create(
        organisation=organisation,
        on=today,
        purpose=rules.check_words(purpose, field="purpose", label="处理目的和方式", longest=2000),
        necessity=rules.check_words(necessity, field="necessity", label="必要性", longest=2000),
        risks=rules.check_words(risks, field="risks", label="影响和风险", longest=2000),
        measures=rules.check_words(measures, field="measures", label="保护措施", longest=2000),
        figures={"counts": figures, "kinds": queries.sealed_kinds()},
        made_by=by,
    )
    record(by, "rights.impact_written", assessment, organisation=organisation.pk)
    return assessment


def _let_rest(by: User, file: HardshipFile) -> None:
    """From now on the file is kept and used for nothing else."""
    locked = locked_file(file)
    rules.check_deletable(locked.state, standing_of(locked))
    if locked.stored_only_on is not None:
        return
    locked.stored_only_on = clock.today()
    locked.save()
    record(by, "rights.file_stored_only", locked)
    publish(FileStoredOnly(file_id=locked.pk, on=clock.today()))


def _asked(request: PersonRequest) -> PersonRequest:
    rows = PersonRequest.objects.select_for_update(of=("self",))
    locked = rows.select_related("file__unit", "member").get(pk=request.pk)
    if locked.state != State.OPEN:
        raise RuleBroken("request_answered", "这份申请已经答复过了，请刷新后再看")
    return locked


def _answered(by: User, locked: PersonRequest, words: str, *, granted: bool) -> PersonRequest:
    locked.state = State.GRANTED if granted else State.REFUSED
    locked.answer, locked.answered_on, locked.answered_by = words, clock.today(), by
    locked.save()
    record(by, "rights.request_answered", locked, file=locked.file_id, granted=granted)
    publish(RequestAnswered(request_id=locked.pk, file_id=locked.file_id, granted=granted))
    return locked


def _check_reach(by: User, file: HardshipFile, permission: Permission) -> None:
    if not by.reaches(file.unit, permission.code):
        raise NotAllowed("not_allowed", f"没有“{permission.label}”的权限")


def _proposed(disposal: Disposal) -> Disposal:
    locked = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk)
    if locked.state != Disposal.State.PROPOSED:
        raise RuleBroken("disposal_decided", f"这份清册{locked.get_state_display()}，不能再办理")
    return locked
