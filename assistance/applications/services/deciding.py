"""The way of an application: recommended, reviewed by a second person, decided by a third."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.applications import events, queries, rules
from assistance.applications.models import Application
from assistance.standards.rules import Facts, Proposal, tell
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import Cause, caused_by, publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

State = Application.State


@transaction.atomic
def recommend_application(*, by: User, application: Application) -> Application:
    """Hand a complete draft to the centre, with what the standards propose today.

    What is missing is said once and together; an item that was aided before is refused with the
    earlier payment.
    """
    held = queries.locked(application)
    rules.check_state(held.state, [State.DRAFT], doing="提交复核")
    _check_file(held)
    rules.check_complete(queries.missing_of(held, on=clock.today()))
    proposal = _proposed(held)
    rules.check_not_aided(proposal.duplicate)
    held.state, held.remark = State.RECOMMENDED, ""
    held.recommended_by, held.recommended_on = by, clock.today()
    held.save()
    record(by, "applications.recommended", held, amount=held.proposed_amount)
    publish(
        events.ApplicationRecommended(
            application_id=held.pk,
            file_id=held.file_id,
            aid_type=held.aid_type,
        )
    )
    return held


@transaction.atomic
def review_application(*, by: User, application: Application, opinion: str = "") -> Application:
    """The centre has looked through it: another person than made it."""
    held = queries.locked(application)
    rules.check_state(held.state, [State.RECOMMENDED], doing="复核")
    rules.check_reviewer(
        made_by=held.made_by_id, recommended_by=held.recommended_by_id, reviewer=by.pk
    )
    rules.check_not_aided(_proposed(held).duplicate)
    held.state, held.reviewed_by, held.reviewed_on = State.REVIEWED, by, clock.today()
    held.review_opinion = rules.check_text(
        opinion, field="opinion", label="复核意见", longest=rules.LONGEST_OPINION
    )
    held.save()
    record(by, "applications.reviewed", held)
    publish(events.ApplicationReviewed(application_id=held.pk))
    return held


@transaction.atomic
def return_application(*, by: User, application: Application, reason: str) -> Application:
    """Send an application back to be completed; it goes the whole way again."""
    held = queries.locked(application)
    rules.check_state(held.state, [State.RECOMMENDED, State.REVIEWED], doing="退回")
    if by.pk in {held.made_by_id, held.recommended_by_id}:
        raise RuleBroken("own_work", "自己办理的申请请用“撤回”，退回由复核人或审批人办理")
    held.remark = check_reason(reason, what="退回", most=rules.LONGEST_OPINION)
    held.state = State.DRAFT
    held.recommended_by = held.reviewed_by = None
    held.recommended_on = held.reviewed_on = None
    held.review_opinion = ""
    held.save()
    record(by, "applications.returned", held, reason=held.remark)
    publish(events.ApplicationReturned(application_id=held.pk))
    return held


@transaction.atomic
def approve_application(
    *,
    by: User,
    application: Application,
    amount: str | Decimal,
    decided_reason: str = "",
    opinion: str = "",
) -> Application:
    """Grant an amount, by a third person; its payment is planned in the same transaction, once.

    The standards are asked again: what the family received meanwhile counts. Another amount than they
    propose now needs a reason; an item that was aided meanwhile is refused.
    """
    held = queries.locked(application)
    rules.check_state(held.state, [State.REVIEWED], doing="审批")
    rules.check_decider(
        made_by=held.made_by_id,
        recommended_by=held.recommended_by_id,
        reviewed_by=held.reviewed_by_id,
        decider=by.pk,
    )
    _check_file(held)
    proposal = _proposed(held)
    rules.check_not_aided(proposal.duplicate)
    granted = rules.amount_of(amount, field="amount", label="批准金额")
    if granted is None:
        raise RuleBroken("amount_missing", "请填写批准金额", fields={"amount": "必填"})
    held.decided_reason = rules.check_decision(
        amount=granted, proposed=held.proposed_amount, reason=decided_reason
    )
    held.opinion = rules.check_text(
        opinion, field="opinion", label="审批意见", longest=rules.LONGEST_OPINION
    )
    held.decided_amount = granted
    [approved] = publish(
        events.ApplicationApproved(
            application_id=held.pk, file_id=held.file_id, aid_type=held.aid_type, amount=granted
        )
    )
    with caused_by(Cause(event_id=approved.pk, actor_id=by.pk)):
        held.payment = aid.plan_payment(
            by=by,
            key=f"applications.application:{held.pk}",
            aid_type=held.aid_type,
            link_point=held.unit,
            file=held.file,
            helped=None if held.file else aid.Helped(held.person_name, held.id_no),
            reason=f"{held.year_words}{held.get_aid_type_display()}{held.occasion}",
            amount=granted,
            given_on=clock.today(),
        )
        if held.is_relative:
            aid.declare_relative(
                by=by, payment=held.payment, of=held.relative_note or "经办人员亲属"
            )
    held.state, held.decided_by, held.decided_on = State.APPROVED, by, clock.today()
    held.save()
    record(
        by,
        "applications.approved",
        held,
        amount=granted,
        proposed=held.proposed_amount,
        reason=held.decided_reason,
    )
    return held


@transaction.atomic
def reject_application(*, by: User, application: Application, reason: str) -> Application:
    """Grant nothing, with a reason, by a third person."""
    held = queries.locked(application)
    rules.check_state(held.state, [State.REVIEWED], doing="审批")
    rules.check_decider(
        made_by=held.made_by_id,
        recommended_by=held.recommended_by_id,
        reviewed_by=held.reviewed_by_id,
        decider=by.pk,
    )
    held.opinion = check_reason(reason, what="不批准", most=rules.LONGEST_OPINION)
    held.state, held.decided_by, held.decided_on = State.REJECTED, by, clock.today()
    held.save()
    record(by, "applications.rejected", held, reason=held.opinion)
    publish(events.ApplicationRejected(application_id=held.pk))
    return held


@transaction.atomic
def withdraw_application(*, by: User, application: Application, reason: str) -> Application:
    """Take an application back before it is decided."""
    held = queries.locked(application)
    rules.check_state(held.state, rules.OPEN, doing="撤回")
    held.remark = check_reason(reason, what="撤回", most=rules.LONGEST_OPINION)
    held.state = State.WITHDRAWN
    held.save()
    record(by, "applications.withdrawn", held, reason=held.remark)
    publish(events.ApplicationWithdrawn(application_id=held.pk))
    return held


@transaction.atomic
def lapse_application(*, payment_id: int) -> Application | None:
    """The payment of a granted application was given up: its item is free again."""
    found = Application.objects.filter(payment=payment_id).first()
    if found is None:
        return None
    held = queries.locked(found)
    still = Payment.objects.values_list("state", flat=True).get(pk=payment_id)
    if held.state != State.APPROVED or still not in {Payment.State.VOID, Payment.State.RELEASED}:
        return held
    held.state = State.LAPSED
    held.save(update_fields=["state"])
    record(None, "applications.lapsed", held)
    publish(events.ApplicationLapsed(application_id=held.pk))
    return held


def _check_file(held: Application) -> None:
    if held.file is not None:
        label = held.file.get_state_display()
        rules.check_file_active(file_no=held.file.file_no, state=held.file.state, label=label)


def _proposed(held: Application) -> Proposal:
    """Ask the standards, and keep what they say with the application."""
    proposal, facts = queries.proposal_of(held, on=clock.today())
    held.proposed_amount = proposal.amount
    held.standards = list(proposal.set_ids)
    held.standard_id = next(
        (
            one.rule.set_id
            for one in proposal.findings
            if one.outcome in {"amount", "cap"} and one.rule.set_id is not None
        ),
        None,
    )
    held.proposal = kept(proposal, facts)
    return proposal


def kept(proposal: Proposal, facts: Facts) -> dict[str, Any]:
    """A proposal as an application keeps it: figures as text, sentences as they were said."""
    return {
        "on": facts.on.isoformat(),
        "amount": None if proposal.amount is None else str(proposal.amount),
        "cap": None if proposal.cap is None else str(proposal.cap),
        "unknown": list(proposal.unknown),
        "sentences": [
            {
                "code": one.code,
                "kind": one.kind,
                "outcome": one.outcome,
                "text": one.text,
                "source": one.source,
                "set_id": one.set_id,
            }
            for one in tell(proposal, facts)
        ],
    }
