"""Plans and the office's rulings on single pairs."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from assistance.pairing.rules import LINK_POINTS
from assistance.planning import queries, rules
from assistance.planning.models import AgencyProfile, PairingPlan, Ruling
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason

State = PairingPlan.State


@transaction.atomic
def draft_plan(
    *,
    by: User,
    organisation: Organisation,
    year: int,
    starts_on: date,
    weights: Mapping[str, int] | None = None,
    principles: str = "",
) -> PairingPlan:
    """Begin the office's next plan for a year. Conflicts of interest of its last plan stay forbidden."""
    weighed = dict(weights or rules.USUAL_WEIGHTS)
    rules.check_plan(year=year, starts_on=starts_on, weights=weighed)
    if organisation.kind != Organisation.Kind.LINK_OFFICE:
        raise RuleBroken(
            "not_an_office",
            f"“{organisation}”不是双联办，不能编制结对方案",
            fields={"organisation": "请选择双联办"},
        )
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    earlier = PairingPlan.objects.filter(organisation=organisation)
    unfinished = earlier.filter(year=year).exclude(state=State.APPROVED).first()
    if unfinished is not None:
        raise RuleBroken(
            "plan_unfinished",
            f"{unfinished}{unfinished.get_state_display()}，批准或删除后才能编制下一轮",
            fields={"year": "本年度还有未批准的方案"},
        )
    last = earlier.order_by("-year", "-round").first()
    rounds = earlier.filter(year=year).aggregate(last=Max("round"))["last"] or 0
    plan = PairingPlan.objects.create(
        organisation=organisation,
        year=year,
        round=rounds + 1,
        starts_on=starts_on,
        weights=weighed,
        principles=principles.strip(),
        made_by=by,
        made_at=clock.now(),
    )
    if last is not None:
        Ruling.objects.bulk_create(
            Ruling(
                plan=plan,
                agency_id=one.agency_id,
                enterprise_id=one.enterprise_id,
                kind=one.kind,
                conflict_of_interest=True,
                reason=one.reason,
                made_by_id=one.made_by_id,
                made_at=one.made_at,
            )
            for one in last.rulings.filter(conflict_of_interest=True)
        )
    record(by, "planning.plan_drafted", plan, year=year, organisation=organisation.pk)
    return plan


@transaction.atomic
def change_plan(
    *,
    by: User,
    plan: PairingPlan,
    starts_on: date,
    weights: Mapping[str, int],
    principles: str = "",
) -> PairingPlan:
    """Weigh the principles otherwise; what was solved before stays to compare with."""
    plan = locked_draft(plan)
    rules.check_plan(year=plan.year, starts_on=starts_on, weights=weights)
    plan.starts_on, plan.weights, plan.principles = starts_on, dict(weights), principles.strip()
    plan.save(update_fields=["starts_on", "weights", "principles"])
    record(by, "planning.plan_changed", plan, weights=dict(weights))
    return plan


@transaction.atomic
def drop_plan(*, by: User, plan: PairingPlan, reason: str) -> None:
    """Delete a draft with its solutions; the trail keeps that it was there and why it went."""
    plan = locked_draft(plan)
    reason = check_reason(reason, what="删除方案", most=rules.LONGEST_REASON)
    record(by, "planning.plan_dropped", plan, year=plan.year, round=plan.round, reason=reason)
    PairingPlan.objects.filter(pk=plan.pk).update(chosen=None)
    plan.delete()


def pin_pair(
    *, by: User, plan: PairingPlan, agency: Organisation, enterprise: Organisation, reason: str
) -> Ruling:
    """Decide beforehand that this agency takes this enterprise, whatever the points say."""
    return _rule(
        by, plan, agency, enterprise, kind=Ruling.Kind.PIN, reason=reason, is_conflict=False
    )


def forbid_pair(
    *,
    by: User,
    plan: PairingPlan,
    agency: Organisation,
    enterprise: Organisation,
    reason: str,
    conflict_of_interest: bool = False,
) -> Ruling:
    """Decide that this agency never takes this enterprise; a conflict of interest lasts for years."""
    return _rule(
        by,
        plan,
        agency,
        enterprise,
        kind=Ruling.Kind.FORBID,
        reason=reason,
        is_conflict=conflict_of_interest,
    )


@transaction.atomic
def lift_ruling(*, by: User, ruling: Ruling) -> None:
    """Take a ruling back: the next solution decides freely."""
    locked_draft(ruling.plan)
    found = Ruling.objects.filter(pk=ruling.pk).first()
    if found is None:
        raise RuleBroken("ruling_gone", "这项指定或回避已经取消")
    record(
        by,
        "planning.ruling_lifted",
        found.plan,
        kind=found.kind,
        agency=found.agency_id,
        enterprise=found.enterprise_id,
    )
    found.delete()


def locked_draft(plan: PairingPlan) -> PairingPlan:
    """The plan, locked; refused where it is not a draft."""
    plan = queries.locked_plan(plan.pk)
    if plan.state == State.SOLVING:
        raise RuleBroken("plan_solving", "正在求解，请等求解结束或取消后再修改")
    if plan.state != State.DRAFT:
        raise RuleBroken("plan_not_draft", f"方案{plan.get_state_display()}，不能再修改")
    return plan


@transaction.atomic
def _rule(
    by: User,
    plan: PairingPlan,
    agency: Organisation,
    enterprise: Organisation,
    *,
    kind: str,
    reason: str,
    is_conflict: bool,
) -> Ruling:
    plan = locked_draft(plan)
    words = Ruling.Kind(kind).label
    reason = check_reason(reason, what=words, most=rules.LONGEST_REASON)
    _check_sides(plan, agency, enterprise)
    present = plan.rulings.filter(agency=agency, enterprise=enterprise).first()
    if present is not None:
        raise RuleBroken(
            "ruling_exists",
            f"“{agency}”与“{enterprise}”已{present.get_kind_display()}，请先取消原来的决定",
            fields={"agency": f"已{present.get_kind_display()}"},
        )
    if kind == Ruling.Kind.PIN:
        _check_pin(plan, agency, enterprise)
    try:
        with transaction.atomic():
            ruling = Ruling.objects.create(
                plan=plan,
                agency=agency,
                enterprise=enterprise,
                kind=kind,
                conflict_of_interest=is_conflict,
                reason=reason,
                made_by=by,
                made_at=clock.now(),
            )
    except IntegrityError as clash:
        if "ruling_once" not in str(clash):
            raise
        raise RuleBroken("ruling_exists", "这一对已有决定，请先取消原来的决定") from clash
    record(
        by,
        f"planning.pair_{'pinned' if kind == Ruling.Kind.PIN else 'forbidden'}",
        plan,
        agency=agency.pk,
        enterprise=enterprise.pk,
        reason=reason,
    )
    return ruling


def _check_sides(plan: PairingPlan, agency: Organisation, enterprise: Organisation) -> None:
    if agency.kind in LINK_POINTS:
        raise RuleBroken(
            "not_an_agency", f"“{agency}”不是参联单位", fields={"agency": "不是参联单位"}
        )
    if enterprise.kind not in LINK_POINTS:
        raise RuleBroken(
            "not_a_link_point",
            f"“{enterprise}”不是企业、社区或村",
            fields={"enterprise": "不是企业、社区或村"},
        )
    for field, one in (("agency", agency), ("enterprise", enterprise)):
        if not one.path.startswith(plan.organisation.path):
            raise RuleBroken(
                "outside_plan",
                f"“{one}”不在{plan.organisation}的范围内",
                fields={field: "不在本方案范围内"},
            )


def _check_pin(plan: PairingPlan, agency: Organisation, enterprise: Organisation) -> None:
    profile = AgencyProfile.objects.filter(organisation=agency).first()
    if profile is None:
        raise RuleBroken(
            "agency_without_profile",
            f"“{agency}”还没有填写单位情况，请先填写可联系企业数",
            fields={"agency": "没有单位情况"},
        )
    if not hasattr(enterprise, "enterprise_profile"):
        raise RuleBroken(
            "enterprise_without_profile",
            f"“{enterprise}”还没有填写企业情况，请先填写",
            fields={"enterprise": "没有企业情况"},
        )
    pins = plan.rulings.filter(agency=agency, kind=Ruling.Kind.PIN).count() + 1
    rules.check_pins(agency=str(agency), pins=pins, capacity=profile.capacity)
