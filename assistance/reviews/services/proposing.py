"""Propose that a family leaves or changes class, tell it, let another person decide."""

from datetime import date

from django.db import transaction

from assistance.households import queries as households
from assistance.households import services as files
from assistance.households.models import HardshipFile
from assistance.reviews import queries, rules
from assistance.reviews.events import ProposalDecided, ProposalMade
from assistance.reviews.models import Proposal, Review
from ground.accounts.models import User
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason
from ground.places.queries import workdays_after

Kind, State = Proposal.Kind, Proposal.State
LONGEST = 200
LONGEST_OBJECTION = 1000


@transaction.atomic
def propose(
    *,
    by: User,
    file: HardshipFile,
    kind: str,
    cause: str,
    reason: str,
    category: str = "",
    tier: str = "",
    review: Review | None = None,
) -> Proposal:
    """Propose exit, cancellation or another class for an active file. One waits at a time.

    What the rules recommend today is kept with it, for whoever decides later.
    """
    locked = households.locked_file(file)
    if locked.state != HardshipFile.State.ACTIVE:
        raise RuleBroken(
            "file_wrong_state",
            f"档案现在是“{households.standing_of(locked)}”，在档的家庭才能提出退出或调整",
        )
    rules.check_proposal(kind=kind, cause=cause)
    wanted = ("", "")
    if kind == Kind.RECLASSIFY:
        wanted = households.class_wanted(locked, category, tier)
    reason = check_reason(reason, most=LONGEST)
    if Proposal.objects.filter(file=locked, state=State.OPEN).exists():
        raise RuleBroken("proposal_waits", "这份档案已有待审批的退出或调整，请先办完或撤回那一件")
    proposal = Proposal.objects.create(
        file=locked,
        review=review,
        assessment=files.keep_assessment(by=by, file=locked),
        kind=kind,
        category=wanted[0],
        tier=wanted[1],
        cause=cause,
        reason=reason,
        proposed_by=by,
        proposed_on=clock.today(),
    )
    record(by, "reviews.proposed", proposal, kind=kind, cause=cause)
    publish(ProposalMade(proposal_id=proposal.pk, file_id=locked.pk, kind=kind))
    return proposal


@transaction.atomic
def propose_many(*, by: User, among: list[HardshipFile], kind: str, cause: str, reason: str) -> int:
    """As `propose`, for files that the caller has locked and checked, in few statements."""
    rules.check_proposal(kind=kind, cause=cause)
    reason, today = check_reason(reason, most=LONGEST), clock.today()
    made = Proposal.objects.bulk_create(
        Proposal(
            file=file,
            assessment=assessment,
            kind=kind,
            cause=cause,
            reason=reason,
            proposed_by=by,
            proposed_on=today,
        )
        for file, assessment in zip(among, files.keep_assessments(by=by, files=among), strict=True)
    )
    record_many(by, "reviews.proposed", [(one, {"kind": kind, "cause": cause}) for one in made])
    publish(*(ProposalMade(proposal_id=one.pk, file_id=one.file_id, kind=kind) for one in made))
    return len(made)


@transaction.atomic
def inform_family(
    *, by: User, proposal: Proposal, informed_on: date, way: str, objection: str = ""
) -> Proposal:
    """The family was told and explained to; what it says against it is kept, sealed."""
    locked = _open(proposal)
    if not locked.proposed_on <= informed_on <= clock.today():
        raise RuleBroken(
            "informed_outside",
            f"告知日期应在{locked.proposed_on}（提出日期）与今天之间",
            fields={"informed_on": "日期不在范围内"},
        )
    if way not in Proposal.Informed.values:
        raise RuleBroken("way_missing", "请选择告知方式", fields={"way": "请选择"})
    objection = objection.strip()
    if len(objection) > LONGEST_OBJECTION:
        raise RuleBroken(
            "objection_too_long",
            f"异议不超过{LONGEST_OBJECTION}字",
            fields={"objection": f"不超过{LONGEST_OBJECTION}字"},
        )
    locked.informed_on, locked.informed_by_way = informed_on, way
    locked.objection = objection
    locked.save()
    record(by, "reviews.informed", locked, on=informed_on, kind=way)
    return locked


@transaction.atomic
def decide_proposal(*, by: User, proposal: Proposal, accept: bool, decision: str = "") -> Proposal:
    """Carry a proposal out, or refuse it with an opinion. Never by the person who made it.

    Where the family objected, the decision says what is answered. A proposal that came out of a
    review and is refused confirms the file: it was looked at, and stays.
    """
    file = households.locked_file(proposal.file)
    locked = _open(proposal)
    rules.check_decidable(
        proposer=locked.proposed_by_id,
        decider=by.pk,
        accepts=accept,
        kind=locked.kind,
        informed_on=locked.informed_on,
        may_decide_from=_may_decide_from(locked, file),
        today=clock.today(),
    )
    if not accept or locked.objection:
        decision = check_reason(
            decision,
            what="不同意" if not accept else "家庭有异议而同意",
            field="decision",
            most=LONGEST,
        )
    locked.state = State.ACCEPTED if accept else State.REFUSED
    locked.decided_by, locked.decided_on = by, clock.today()
    locked.decision = decision.strip()[:LONGEST]
    locked.save()
    record(by, "reviews.decided", locked, kind=locked.kind, result=locked.state)
    publish(ProposalDecided(proposal_id=locked.pk, file_id=file.pk, state=locked.state))
    if accept:
        _carry_out(by, file, locked)
    elif locked.review_id:
        files.confirm_file(
            by=by, file=file, opinion=f"未同意{locked.get_kind_display()}：{decision}"
        )
    return locked


@transaction.atomic
def withdraw_proposal(*, by: User, proposal: Proposal, reason: str) -> Proposal:
    """Take back what one has proposed oneself."""
    households.locked_file(proposal.file)
    locked = _open(proposal)
    if locked.proposed_by_id != by.pk:
        raise RuleBroken("proposal_of_another", "只有提出的人可以撤回，审批人请选择“不同意”")
    locked.state, locked.decided_by = State.WITHDRAWN, by
    locked.decided_on = clock.today()
    locked.decision = check_reason(reason, what="撤回", most=LONGEST)
    locked.save()
    record(by, "reviews.withdrawn", locked, kind=locked.kind)
    publish(ProposalDecided(proposal_id=locked.pk, file_id=locked.file_id, state=locked.state))
    return locked


def _open(proposal: Proposal) -> Proposal:
    locked = queries.locked_proposal(proposal)
    if locked.state != State.OPEN:
        raise RuleBroken("proposal_decided", f"这件提议{locked.get_state_display()}，请刷新后再看")
    return locked


def _may_decide_from(proposal: Proposal, file: HardshipFile) -> date | None:
    if proposal.informed_on is None or proposal.kind != Kind.EXIT:
        return None
    days = int(queries.rule_for("reviews.objection_workdays", file, on=clock.today()))
    return workdays_after(proposal.informed_on, days) if days else None


def _carry_out(by: User, file: HardshipFile, proposal: Proposal) -> None:
    reason = f"{proposal.get_cause_display()}：{proposal.reason}"
    if proposal.kind == Kind.EXIT:
        files.exit_file(by=by, file=file, reason=reason)
    elif proposal.kind == Kind.CANCEL:
        files.cancel_file(by=by, file=file, reason=reason)
    else:
        files.reclassify_file(
            by=by, file=file, category=proposal.category, tier=proposal.tier, reason=reason
        )
