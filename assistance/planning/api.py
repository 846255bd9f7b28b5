from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.pairing.models import own_paths
from assistance.planning import permissions, queries, schemas, services
from assistance.planning.models import (
    AgencyProfile,
    EnterpriseProfile,
    PairingPlan,
    ProposedPair,
    Ruling,
)
from ground.accounts.models import Organisation, User, below
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs

router = Router()
SEE, MAKE, APPROVE = permissions.SEE_PLANS, permissions.MAKE_PLAN, permissions.APPROVE_PLAN
PLAN = ("organisation", "chosen")


@router.get(
    "/agencies", response=list[schemas.AgencyProfileOut], auth=needs(permissions.SEE_PROFILES)
)
@paginate(Pages, ordering=("-id",))
def agencies(request: HttpRequest) -> QuerySet[Any]:
    """What is known of the agencies that you see."""
    rows = AgencyProfile.objects.visible_to(acting(request), permissions.SEE_PROFILES.code)
    return rows.select_related("organisation")


@router.get(
    "/agencies/{pk}", response=schemas.AgencyProfileOut, auth=needs(permissions.SEE_PROFILES)
)
def agency(request: HttpRequest, pk: int) -> Any:
    """One agency's profile; the number is the organisation's."""
    rows = AgencyProfile.objects.visible_to(acting(request), permissions.SEE_PROFILES.code)
    return get_object_or_404(rows.select_related("organisation"), organisation_id=pk)


@router.put(
    "/agencies/{pk}",
    response=schemas.AgencyProfileOut,
    auth=needs(permissions.KEEP_AGENCY_PROFILES),
)
def keep_agency(request: HttpRequest, pk: int, body: schemas.AgencyProfileIn) -> Any:
    """Write down what an agency can do; an agency's own liaison may."""
    user = acting(request)
    one = _kept(user, permissions.KEEP_AGENCY_PROFILES.code, pk)
    services.keep_agency_profile(by=user, organisation=one, **body.dict())
    return AgencyProfile.objects.select_related("organisation").get(organisation=one)


@router.get(
    "/enterprises",
    response=list[schemas.EnterpriseProfileOut],
    auth=needs(permissions.SEE_PROFILES),
)
@paginate(Pages, ordering=("-id",))
def enterprises(request: HttpRequest) -> QuerySet[Any]:
    """What is known of the enterprises that you see."""
    rows = EnterpriseProfile.objects.visible_to(acting(request), permissions.SEE_PROFILES.code)
    return rows.select_related("organisation")


@router.get(
    "/enterprises/{pk}",
    response=schemas.EnterpriseProfileOut,
    auth=needs(permissions.SEE_PROFILES),
)
def enterprise(request: HttpRequest, pk: int) -> Any:
    """One enterprise's profile; the number is the organisation's."""
    rows = EnterpriseProfile.objects.visible_to(acting(request), permissions.SEE_PROFILES.code)
    return get_object_or_404(rows.select_related("organisation"), organisation_id=pk)


@router.put(
    "/enterprises/{pk}",
    response=schemas.EnterpriseProfileOut,
    auth=needs(permissions.KEEP_ENTERPRISE_PROFILES),
)
def keep_enterprise(request: HttpRequest, pk: int, body: schemas.EnterpriseProfileIn) -> Any:
    """Write down how an enterprise stands and what it needs."""
    user = acting(request)
    one = _kept(user, permissions.KEEP_ENTERPRISE_PROFILES.code, pk)
    services.keep_enterprise_profile(by=user, organisation=one, **body.dict())
    return EnterpriseProfile.objects.select_related("organisation").get(organisation=one)


@router.get("/plans", response=list[schemas.PlanOut], auth=needs(SEE))
@paginate(Pages, ordering=("-id",))
def plans(request: HttpRequest, year: int | None = None, state: str = "") -> QuerySet[PairingPlan]:
    """The plans that you see, newest first."""
    rows = PairingPlan.objects.visible_to(acting(request), SEE.code)
    if year is not None:
        rows = rows.filter(year=year)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related(*PLAN)


@router.post("/plans", response={201: schemas.PlanPageOut}, auth=needs(MAKE))
def draft_plan(request: HttpRequest, body: schemas.PlanIn) -> Any:
    """Begin an office's next plan for a year."""
    user, given = acting(request), body.dict()
    office = queries.offices_for(user, MAKE.code).filter(pk=given.pop("organisation_id")).first()
    if office is None:
        raise RuleBroken(
            "organisation_unknown",
            "没有这个双联办，或不在您的管理范围内",
            fields={"organisation_id": "请选择本级或下级双联办"},
        )
    plan = services.draft_plan(by=user, organisation=office, **given)
    return Status(201, _full(plan.pk))


@router.get("/plans/{pk}", response=schemas.PlanPageOut, auth=needs(SEE))
def plan(request: HttpRequest, pk: int) -> Any:
    """One plan with its solutions and rulings."""
    visible = PairingPlan.objects.visible_to(acting(request), SEE.code)
    return _full(get_object_or_404(visible, pk=pk).pk)


@router.put("/plans/{pk}", response=schemas.PlanPageOut, auth=needs(MAKE))
def change_plan(request: HttpRequest, pk: int, body: schemas.PlanChangeIn) -> Any:
    """Weigh the principles otherwise."""
    services.change_plan(by=acting(request), plan=_reached(request, pk, MAKE.code), **body.dict())
    return _full(pk)


@router.post("/plans/{pk}/drop", response={201: schemas.Gone}, auth=needs(MAKE))
def drop_plan(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Delete a draft."""
    plan = _reached(request, pk, MAKE.code)
    services.drop_plan(by=acting(request), plan=plan, reason=body.reason)
    return Status(201, {"id": pk})


@router.get("/plans/{pk}/solutions/{number}/pairs", response=list[schemas.PairOut], auth=needs(SEE))
@paginate(Pages, ordering=("id",))
def pairs(request: HttpRequest, pk: int, number: int) -> QuerySet[ProposedPair]:
    """Who is paired with whom in one solution, with the score, its parts and why."""
    plan = _reached(request, pk, SEE.code)
    return queries.pairs_in_lists(get_object_or_404(plan.solutions, number=number))


@router.post("/plans/{pk}/rulings", response={201: schemas.PlanPageOut}, auth=needs(MAKE))
def rule(request: HttpRequest, pk: int, body: schemas.RulingIn) -> Any:
    """Pin a pair or forbid it, with the reason."""
    plan = _reached(request, pk, MAKE.code)
    inside = Organisation.objects.filter(below("path", [plan.organisation.path]))
    sides = {}
    for field, number in (("agency", body.agency_id), ("enterprise", body.enterprise_id)):
        sides[field] = inside.filter(pk=number).first()
        if sides[field] is None:
            raise RuleBroken(
                "organisation_unknown",
                f"没有编号为{number}的单位，或不在本方案范围内",
                fields={f"{field}_id": "不在本方案范围内"},
            )
    given: dict[str, Any] = {"by": acting(request), "plan": plan, "reason": body.reason, **sides}
    if body.kind == Ruling.Kind.PIN:
        services.pin_pair(**given)
    else:
        services.forbid_pair(**given, conflict_of_interest=body.conflict_of_interest)
    return Status(201, _full(pk))


@router.post("/rulings/{pk}/lift", response={201: schemas.PlanPageOut}, auth=needs(MAKE))
def lift_ruling(request: HttpRequest, pk: int) -> Any:
    """Take a ruling back."""
    plans = PairingPlan.objects.visible_to(acting(request), MAKE.code).order_by()
    rows = Ruling.objects.filter(plan__in=plans.values("pk")).select_related("plan")
    ruling = get_object_or_404(rows, pk=pk)
    services.lift_ruling(by=acting(request), ruling=ruling)
    return Status(201, _full(ruling.plan_id))


@router.post("/plans/{pk}/solve", response={201: schemas.JobOut}, auth=needs(MAKE))
def solve(request: HttpRequest, pk: int) -> Any:
    """Let the machine propose; the answer is the job that does so."""
    plan = _reached(request, pk, MAKE.code)
    return Status(201, services.ask_solution(by=acting(request), plan=plan))


@router.post("/plans/{pk}/choose", response={201: schemas.PlanPageOut}, auth=needs(MAKE))
def choose(request: HttpRequest, pk: int, body: schemas.ChoiceIn) -> Any:
    """Put one of the solutions forward."""
    plan = _reached(request, pk, MAKE.code)
    solution = get_object_or_404(plan.solutions, number=body.number)
    services.choose_solution(by=acting(request), plan=plan, solution=solution)
    return Status(201, _full(pk))


@router.post("/plans/{pk}/submit", response={201: schemas.PlanPageOut}, auth=needs(MAKE))
def submit(request: HttpRequest, pk: int) -> Any:
    """Hand the plan to those who approve."""
    services.submit_plan(by=acting(request), plan=_reached(request, pk, MAKE.code))
    return Status(201, _full(pk))


@router.post("/plans/{pk}/send-back", response={201: schemas.PlanPageOut}, auth=needs(APPROVE))
def send_back(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Give a submitted plan back with the reason."""
    plan = _reached(request, pk, APPROVE.code)
    services.send_back_plan(by=acting(request), plan=plan, reason=body.reason)
    return Status(201, _full(pk))


@router.post("/plans/{pk}/approve", response={201: schemas.PlanPageOut}, auth=needs(APPROVE))
def approve(request: HttpRequest, pk: int) -> Any:
    """Approve another person's plan; its groups are then established."""
    services.approve_plan(by=acting(request), plan=_reached(request, pk, APPROVE.code))
    return Status(201, _full(pk))


def _full(pk: int) -> PairingPlan:
    return (
        PairingPlan.objects.select_related(*PLAN)
        .prefetch_related("solutions", "rulings__agency", "rulings__enterprise")
        .get(pk=pk)
    )


def _reached(request: HttpRequest, pk: int, code: str) -> PairingPlan:
    rows = PairingPlan.objects.visible_to(acting(request), code)
    return get_object_or_404(rows.select_related(*PLAN), pk=pk)


def _kept(user: User, code: str, pk: int) -> Organisation:
    """An organisation below one in which this person holds the permission itself."""
    rows = Organisation.objects.filter(below("path", own_paths(user, code)), is_active=True)
    return get_object_or_404(rows, pk=pk)
