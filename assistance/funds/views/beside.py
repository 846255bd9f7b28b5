"""What stands beside a source's account: where its money came from and went, what it may pay, its papers."""

from assistance.funds import queries
from assistance.funds.models import Allocation, FundReturn, FundSource
from assistance.funds.permissions import ALLOCATE_MONEY, KEEP_LIMITS, RECEIVE_MONEY, RETURN_MONEY
from ground.accounts.models import User
from ground.kernel import clock

SHOWN = 10


def passing_of(source: FundSource, user: User) -> dict[str, object]:
    """Facts for `funds/beside.html`."""
    down = Allocation.objects.filter(source=source).select_related("to")
    up = FundReturn.objects.filter(source=source)
    came = source.allocation
    return {
        "allowed": queries.allowed_of([source], clock.today())[source.pk].limits,
        "coming": queries.coming_of(source, clock.today()),
        "papers": source.papers.select_related("file"),
        "down": down[:SHOWN],
        "up": up[:SHOWN],
        "came": came,
        "before": source.carried_from,
        "after": FundSource.objects.filter(carried_from=source).first(),
        "may_allocate": user.reaches(source.organisation, ALLOCATE_MONEY.code),
        "may_return": came is not None
        and user.organisation.path.startswith(came.to.path)
        and user.reaches(source.organisation, RETURN_MONEY.code),
        "may_limit": user.reaches(source.organisation, KEEP_LIMITS.code),
        "may_add_papers": user.reaches(source.organisation, RECEIVE_MONEY.code),
    }
