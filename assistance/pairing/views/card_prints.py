"""Contact cards on paper: one as a PDF at once, many as a file that is made in the background."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assistance.pairing import cardpress
from assistance.pairing.models import CardPrint, ContactCard
from assistance.pairing.views.cards import ISSUE, led
from ground.audit.services import record
from ground.files.queries import content_of
from ground.jobs import services as jobs
from ground.web.leaving import file_answer
from ground.web.pages import acting, page


@require_GET
@page(ISSUE)
def card_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """One card as a PDF of A6; `?layout=a4` for a sheet of A4."""
    card = led(request, pk)
    layout: cardpress.Layout = "a4" if request.GET.get("layout") == "a4" else "a6"
    pdf = cardpress.cards_pdf([card], layout)
    record(acting(request), "pairing.cards_printed", card, cards=1)
    # The telephones on it are those of the agency's people, printed for the enterprise to call.
    return file_answer(
        request,
        content=pdf,
        title=f"双联联系卡 {card.pk}",
        name=f"card-{pk}.pdf",
        content_type="application/pdf",
        inline=True,
        public=None,
    )


@page(ISSUE)
def prints(request: HttpRequest) -> HttpResponse:
    """The files of many cards that one asked for; a button asks for new ones."""
    user = acting(request)
    years = (
        ContactCard.objects.led_by(user, ISSUE.code)
        .in_force()
        .order_by("-group__year")
        .values_list("group__year", flat=True)
        .distinct()
    )
    known = list(years)
    if request.method == "POST":
        year = request.POST.get("year", "")
        if year.isdecimal() and int(year) in known:
            job = jobs.ask(
                by=user,
                kind="pairing.print_cards",
                title=f"{year}年联系卡 整批打印",
                organisation=user.organisation,
                inputs={"year": int(year)},
                opens=reverse("pairing:card_prints"),
            )
            return redirect("web:job", job.key)
        messages.error(request, "该年度没有在用的联系卡，请先发放")
    mine = CardPrint.objects.filter(asked_by=user).select_related("file")[:40]
    return render(request, "pairing/card_prints.html", {"years": known, "prints": mine})


@require_GET
@page(ISSUE)
def print_file(request: HttpRequest, pk: int) -> HttpResponse:
    mine = CardPrint.objects.filter(asked_by=acting(request)).select_related("file")
    file = get_object_or_404(mine, pk=pk).file
    return file_answer(
        request,
        content=content_of(file),
        title="双联联系卡",
        name=file.name,
        content_type=file.media_type,
        public=None,
    )
