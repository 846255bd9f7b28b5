"""Objections: taken down, investigated, decided by another person, with what follows for the file."""

from datetime import date

from django.db import transaction

from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.households.queries import hangs, locked_file, standing_of
from assistance.notices import queries, rules
from assistance.notices.events import ObjectionDecided, ObjectionRaised
from assistance.notices.models import NoticeLine, Objection
from assistance.notices.permissions import DECIDE_OBJECTION, KEEP_OBJECTIONS
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.kernel.texts import check_reason

State, Decision = Objection.State, Objection.Decision
OUTCOMES = {
    "return": ("退回补充", households.return_file),
    "reject": ("不予建档", households.reject_file),
    "cancel": ("注销档案（已在档的）", households.cancel_file),
}
REVEALED = {"who": "反映人", "phone": "反映人电话"}


@transaction.atomic
def raise_objection(
    *,
    by: User,
    line: NoticeLine,
    raised_on: date,
    content: str,
    who: str = "",
    phone: str = "",
    is_anonymous: bool = False,
) -> Objection:
    """Take down what somebody says against a family on a notice.

    Said by the last day while the notice hangs, it stops the file until it is settled. Said later, or
    written down when the file has gone on, it is a late one: a gate that was passed is not undone, so
    it is decided before the approval, and upheld the file goes back. Refused once the file is approved
    or out: then it is a matter of the yearly review.
    """
    _check_reach(by, line, KEEP_OBJECTIONS)
    content, who, phone = rules.check_objector(content, who, phone, is_anonymous=is_anonymous)
    notice = line.notice
    rules.check_raised(raised_on, posted_on=notice.posted_on, today=clock.today())
    file = locked_file(line.file)
    line.refresh_from_db(fields=["state"])
    is_late = _is_late(file, line, raised_on)
    objection = Objection.objects.create(
        line=line,
        raised_on=raised_on,
        is_late=is_late,
        is_anonymous=is_anonymous,
        who=who,
        phone=phone,
        content=content,
        taken_by=by,
        taken_at=clock.now(),
    )
    if not is_late and file.gate_state == HardshipFile.GateState.OPEN:
        households.raise_objection(by=by, file=file, objection=f"收到异议，见{notice.mark}")
    record(by, "notices.objection_raised", objection, file=file.file_no, is_late=is_late)
    publish(
        ObjectionRaised(
            objection_id=objection.pk, notice_id=notice.pk, file_id=file.pk, is_late=is_late
        )
    )
    return objection


@transaction.atomic
def investigate_objection(
    *, by: User, objection: Objection, investigators: str, investigated_on: date, finding: str
) -> Objection:
    """Write down what the investigation found; anew until it is decided."""
    _check_reach(by, objection.line, KEEP_OBJECTIONS)
    locked = _open(objection)
    investigators = investigators.strip()
    if not investigators or len(investigators) > 120:  # noqa: PLR2004 -- as the column
        raise RuleBroken(
            "investigators_missing",
            "请填写调查人，不超过120字",
            fields={"investigators": "请填写"},
        )
    if not locked.raised_on <= investigated_on <= clock.today():
        raise RuleBroken(
            "investigation_day",
            f"调查日期应在{locked.raised_on}（反映）与今天之间",
            fields={"investigated_on": "日期不在范围内"},
        )
    locked.finding = check_reason(finding, field="finding", most=1000)
    locked.investigators, locked.investigated_on = investigators, investigated_on
    locked.investigated_by, locked.state = by, State.INVESTIGATED
    locked.save()
    record(by, "notices.objection_investigated", locked)
    return locked


@transaction.atomic
def decide_objection(
    *, by: User, objection: Objection, decision: str, ground: str, outcome: str = ""
) -> Objection:
    """Uphold or dismiss, by another person than wrote the investigation down.

    Dismissed, the notice hangs on (or has passed, where its days are over) once no other objection is
    open. Upheld, `outcome` says what becomes of the file: `return`, `reject`, or `cancel` once active.
    """
    _check_reach(by, objection.line, DECIDE_OBJECTION)
    file = locked_file(objection.line.file)
    locked = _open(objection)
    rules.check_decider(by.pk, locked.investigated_by_id)
    wanted = rules.check_decision(decision, outcome)
    locked.ground = check_reason(ground, what="认定", field="ground", most=1000)
    locked.decision, locked.state = Decision(wanted), State.CLOSED
    locked.decided_by, locked.decided_on = by, clock.today()
    locked.save()
    record(by, "notices.objection_decided", locked, decision=wanted)
    publish(
        ObjectionDecided(
            objection_id=locked.pk,
            notice_id=locked.line.notice_id,
            file_id=file.pk,
            decision=wanted,
        )
    )
    mark = locked.line.notice.mark
    if wanted == Decision.UPHELD:
        OUTCOMES[outcome][1](by=by, file=file, reason=f"异议经调查成立，见{mark}")
    elif _stops(file, locked.line) and not any(
        not one.is_late for one in queries.open_objections(locked.line)
    ):
        households.settle_objection(by=by, file=file, opinion=f"异议经调查不成立，见{mark}")
    return locked


@transaction.atomic
def reveal_objector(*, by: User, objection: Objection, field: str, reason: str) -> str:
    """Who objected, or their number: one of them, with a reason, in the trail."""
    _check_reach(by, objection.line, KEEP_OBJECTIONS)
    if field not in REVEALED:
        raise RuleBroken("unknown_field", "没有这一项内容")
    reason = check_reason(reason, what="查看")
    record(by, "notices.objector_revealed", objection, field=REVEALED[field], reason=reason)
    return str(getattr(objection, field))


def _is_late(file: HardshipFile, line: NoticeLine, raised_on: date) -> bool:
    """Whether it no longer stops the file; refused where the file is out of the notice's reach."""
    same_way = file.state == HardshipFile.State.UNDERWAY and file.round == line.round
    hanging = line.state == NoticeLine.State.HANGING and file.gate_id == line.gate_id
    if same_way and hanging and hangs(file):
        return raised_on > (file.notice_ends_on or line.notice.last_day)
    if same_way and line.state != NoticeLine.State.WITHDRAWN and not _is_before(file, line):
        return True
    if file.state == HardshipFile.State.ACTIVE:
        raise RuleBroken(
            "objection_too_late",
            f"{file}已经批准在档，不能再登记公示异议；请按动态管理办理复核，查实的退档或注销",
        )
    raise RuleBroken(
        "notice_not_hanging",
        f"{file}现在是“{standing_of(file)}”，这张公示对它已经撤下；重新公示后再登记异议",
    )


def _is_before(file: HardshipFile, line: NoticeLine) -> bool:
    """Whether the file stands at the gate of notice again, or before it: this notice was taken down."""
    return file.gate is None or file.gate.position <= line.gate.position


def _stops(file: HardshipFile, line: NoticeLine) -> bool:
    return file.gate_id == line.gate_id and file.gate_state == HardshipFile.GateState.TROUBLED


def _open(objection: Objection) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",))
    locked = rows.select_related("line__notice", "line__file").get(pk=objection.pk)
    if locked.state == State.CLOSED:
        raise RuleBroken("objection_closed", "这条异议已经办结，请刷新后再看")
    return locked


def _check_reach(by: User, line: NoticeLine, permission: Permission) -> None:
    if not by.reaches(line.notice.organisation, permission.code):
        raise NotAllowed("not_allowed", f"没有“{permission.label}”的权限")
