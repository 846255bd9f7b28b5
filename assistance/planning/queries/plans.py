from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from assistance.pairing.models import own_paths
from assistance.planning.models import PairingPlan, ProposedPair, Solution
from assistance.planning.queries.inputs import without_profile
from ground.accounts.models import Organisation, User, below
from ground.kernel.errors import RuleBroken


def locked_plan(pk: int) -> PairingPlan:
    """The plan, locked until the transaction ends."""
    plan = PairingPlan.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if plan is None:
        raise RuleBroken("plan_gone", "该方案已被删除，请返回方案列表")
    return plan


def offices_for(user: User, permission: str) -> QuerySet[Organisation]:
    """The offices for which this person makes plans: their own and those below."""
    paths = own_paths(user, permission)
    offices: QuerySet[Organisation] = Organisation.objects.filter(
        below("path", paths), kind=Organisation.Kind.LINK_OFFICE, is_active=True
    )
    return offices


def plans_in_lists(rows: QuerySet[PairingPlan]) -> QuerySet[PairingPlan]:
    return rows.select_related("organisation", "chosen").annotate(
        solution_count=Count("solutions", distinct=True)
    )


def pairs_in_lists(solution: Solution) -> QuerySet[ProposedPair]:
    """The pairs of one solution with their organisations and where these lie."""
    return ProposedPair.objects.filter(solution=solution).select_related(
        "agency", "enterprise__division"
    )


def differences(before: Solution, after: Solution) -> QuerySet[ProposedPair]:
    """Pairs of two solutions, each once, with both scores: `was` or `now` is nothing where it was not."""
    same = {"agency": OuterRef("agency"), "enterprise": OuterRef("enterprise")}
    earlier = ProposedPair.objects.filter(solution=before, **same)
    later = ProposedPair.objects.filter(solution=after, **same)
    return (
        ProposedPair.objects.filter(
            Q(solution=after) | (Q(solution=before) & ~Q(Exists(later))),
        )
        .annotate(
            was=Subquery(earlier.values("score")[:1]),
            parts_before=Subquery(earlier.values("parts")[:1]),
            now=Subquery(later.values("score")[:1]),
        )
        .annotate(
            is_kept=Case(
                When(was__isnull=False, now__isnull=False, then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            )
        )
        .select_related("agency", "enterprise")
    )


def coverage_of_profiles(plan: PairingPlan) -> dict[str, int]:
    """Who takes no part in the plan because nothing is known of them."""
    return without_profile(plan.organisation)
