"""年终结转: what a year has left, looked at and then carried."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.funds import queries, services
from assistance.funds.forms import CarryForm
from assistance.funds.models import CarryOver, FundSource
from assistance.funds.permissions import CARRY_OVER, SEE_FUNDS
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.web.pages import acting, page, posted, taken


@page(CARRY_OVER)
def carry(request: HttpRequest) -> HttpResponse:
    """Choose whose year; see what is carried and what stays; carry exactly that."""
    user = acting(request)
    books = Organisation.objects.visible_to(user, CARRY_OVER.code)
    books = books.filter(pk__in=FundSource.objects.values("organisation"))
    asked = request.GET
    book = books.filter(pk=_number(asked.get("organisation", ""))).first()
    book = book or books.filter(pk=user.organisation_id).first() or books.first()
    year = _number(asked.get("year", "")) or clock.today().year - 1
    left = queries.to_carry(book, year) if book else None
    form = CarryForm(
        posted(request),
        initial={"key": uuid4(), "total": str(left.total) if left else "0"},
    )
    answer = None
    if request.method == "POST" and book:
        answer = taken(
            request,
            form,
            services.carry_over,
            organisation=book,
            year=year,
            said=f"{year}年度结余已结转到{year + 1}年度",
            then=f"{reverse('funds:carry')}?organisation={book.pk}&year={year}",
        )
    if form.errors and left:  # what is shown now is what the next click confirms
        form.data = {**form.data.dict(), "total": str(left.total)}  # type: ignore[attr-defined]
    return answer or render(
        request,
        "funds/carry.html",
        {
            "books": books[:200],
            "book": book,
            "year": year,
            "years": _years(user_books=books),
            "left": left,
            "form": form,
            "may": bool(left and left.total and not left.standing and year < clock.today().year),
            "is_over": year < clock.today().year,
            "before": CarryOver.objects.filter(organisation=book, year=year).select_related(
                "made_by"
            ),
        },
    )


@page(SEE_FUNDS)
@require_GET
def carried(request: HttpRequest, pk: int) -> HttpResponse:
    acts = CarryOver.objects.visible_to(acting(request), SEE_FUNDS.code)
    act = get_object_or_404(acts.select_related("organisation", "made_by"), pk=pk)
    lines = act.lines.select_related("source", "into")
    return render(request, "funds/carried.html", {"act": act, "lines": lines})


def _years(user_books: object) -> list[int]:
    rows = FundSource.objects.filter(organisation__in=user_books).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 -- digits of a key
