from django.urls import reverse

from assistance.funds import queries
from assistance.funds.models import FundSource
from assistance.funds.permissions import SEE_FUNDS
from ground.accounts.models import User
from ground.kernel.money import shown
from ground.web.workbench import Tile, figures


@figures(order=50, permission=SEE_FUNDS)
def money_now(user: User) -> list[Tile]:
    """What can still be given, over all sources in scope."""
    parts = queries.balances_by_source(FundSource.objects.visible_to(user, SEE_FUNDS.code))
    if not parts:
        return []
    total = sum(parts.values(), queries.Balances())
    return [
        Tile(
            "可用帮扶资金",
            shown(total.available),
            "元",
            reverse("funds:sources"),
            f"另有已批待付 {shown(total.reserved)} 元" if total.reserved else "",
            "warn" if total.granted and not total.available else "",
        )
    ]
