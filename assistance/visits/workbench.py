"""Figures of visits: how many this year, month by month."""

from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import ExtractMonth
from django.urls import reverse

from assistance.visits.models import Visit
from assistance.visits.permissions import SEE_VISITS
from ground.accounts.models import User
from ground.kernel import clock
from ground.kernel.money import shown_short
from ground.web.workbench import Chart, Tile, charted, figures


@figures(order=10, permission=SEE_VISITS)
def visits_of_the_year(user: User) -> list[Tile]:
    year = clock.today().year
    rows = Visit.objects.visible_to(user, SEE_VISITS.code).filter(visited_on__year=year)
    counted = rows.aggregate(visits=Count("pk"), cash=Sum("condolence_cash"))
    cash = counted["cash"] or Decimal(0)
    return [
        Tile(
            "本年走访",
            counted["visits"],
            "次",
            f"{reverse('visits:list')}?on_from={year}-01-01&on_to={year}-12-31",
            note=f"慰问金{shown_short(cash)}元" if cash else "",
        )
    ]


@charted(order=10, permission=SEE_VISITS)
def visits_by_month(user: User) -> Chart | None:
    today = clock.today()
    rows = (
        Visit.objects.visible_to(user, SEE_VISITS.code)
        .filter(visited_on__year=today.year)
        .order_by()
        .annotate(month=ExtractMonth("visited_on"))
        .values("month")
        .annotate(number=Count("pk"))
    )
    counted = {row["month"]: row["number"] for row in rows}
    if not counted:
        return None
    bars = [(f"{month}月", counted.get(month, 0)) for month in range(1, today.month + 1)]
    return Chart("本年每月走访", "次", bars, url=reverse("visits:list"))
