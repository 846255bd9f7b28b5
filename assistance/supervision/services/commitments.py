"""The yearly targets (目标责任书): set by the office, signed by the agency, then by the office."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from assistance.supervision import queries
from assistance.supervision.events import CommitmentSigned
from assistance.supervision.models import AssessmentScheme, ScoreItem, TargetCommitment
from assistance.supervision.rules import schemes as rules
from ground.accounts.models import User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

State = AssessmentScheme.State
SIGNING = (State.PUBLISHED, State.SELF_SCORING)
LARGEST = Decimal(10) ** 12


@transaction.atomic
def set_targets(
    *, by: User, commitment: TargetCommitment, targets: Mapping[str, Decimal], promises: str
) -> TargetCommitment:
    """Set an agency's own targets, by the codes of measured items, before anybody signs."""
    commitment = _locked(commitment.pk)
    rules.check_state(commitment.sheet.scheme.state, *SIGNING, doing="确定责任目标")
    if commitment.agency_signed_on:
        raise RuleBroken("already_signed", "责任书已签订，目标不能再改")
    known = set(
        ScoreItem.objects.filter(
            scheme=commitment.sheet.scheme_id, scale__kind="ratio"
        ).values_list("code", flat=True)
    )
    for code, target in targets.items():
        if code not in known or not target.is_finite() or not 0 < target < LARGEST:
            raise RuleBroken(
                "target_wrong",
                f"指标{code}的目标应是大于零的数",
                fields={f"target_{code}": "应大于零"},
            )
    commitment.targets = {code: str(target) for code, target in targets.items()}
    commitment.promises = promises.strip()
    commitment.save(update_fields=["targets", "promises"])
    record(by, "supervision.targets_set", commitment, targets=commitment.targets)
    return commitment


@transaction.atomic
def sign_for_agency(*, by: User, commitment: TargetCommitment, signatory: str) -> TargetCommitment:
    """Sign for the agency: `signatory` is the leader whose name stands below it."""
    commitment = _locked(commitment.pk)
    rules.check_state(commitment.sheet.scheme.state, *SIGNING, doing="签订责任书")
    if commitment.agency_signed_on:
        raise RuleBroken("already_signed", "本单位已经签订，无需再次签订")
    commitment.agency_signatory = _named(signatory)
    commitment.agency_signed_by = by
    commitment.agency_signed_on = clock.today()
    commitment.save(update_fields=["agency_signatory", "agency_signed_by", "agency_signed_on"])
    record(by, "supervision.commitment_signed_by_agency", commitment)
    return commitment


@transaction.atomic
def sign_for_office(*, by: User, scheme: AssessmentScheme, signatory: str) -> int:
    """Sign for the office everything that agencies have signed: how many that were.

    What this person signed for an agency is left for a colleague.
    """
    scheme = queries.locked_scheme(scheme.pk)
    rules.check_state(scheme.state, *SIGNING, State.CHECKING, doing="签订责任书")
    name, today = _named(signatory), clock.today()
    waiting = list(
        TargetCommitment.objects.select_for_update(of=("self",))
        .filter(sheet__scheme=scheme, agency_signed_on__isnull=False, office_signed_on__isnull=True)
        .exclude(agency_signed_by=by)
        .order_by("pk")
        .values_list("pk", "sheet__agency_id")
    )
    if not waiting:
        raise RuleBroken(
            "nothing_to_sign", "没有待签订的责任书：单位签订后，由另一人代表考核单位签订"
        )
    TargetCommitment.objects.filter(pk__in=[pk for pk, _ in waiting]).update(
        office_signatory=name, office_signed_by=by, office_signed_on=today
    )
    record(by, "supervision.commitments_signed_by_office", scheme, sheets=len(waiting))
    publish(*(CommitmentSigned(commitment_id=pk, agency_id=agency) for pk, agency in waiting))
    return len(waiting)


def _named(signatory: str) -> str:
    if not signatory.strip():
        raise RuleBroken("signatory_missing", "请填写签字人姓名", fields={"signatory": "不能为空"})
    return signatory.strip()


def _locked(pk: int) -> TargetCommitment:
    return (
        TargetCommitment.objects.select_for_update(of=("self",))
        .select_related("sheet__scheme", "sheet__agency")
        .get(pk=pk)
    )
