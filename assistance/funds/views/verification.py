from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from assistance.funds import queries, services
from assistance.funds.models import Seal, Verification
from assistance.funds.permissions import SEE_FUNDS, VERIFY_BOOK
from assistance.funds.rules import check_fits_page
from ground.accounts.models import Organisation
from ground.jobs.models import Job
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.web.leaving import ask_reason, written_answer
from ground.web.pages import acting, page

ZIP = "application/zip"
SHOWN = 20


@page(SEE_FUNDS)
def books(request: HttpRequest) -> HttpResponse:
    """The account books in scope: sealed up to where, verified when and with what result."""
    visible = Organisation.objects.visible_to(acting(request), SEE_FUNDS.code)
    return render(request, "funds/books.html", {"books": queries.books_of(visible)})


@page(SEE_FUNDS)
def book(request: HttpRequest, book_pk: int) -> HttpResponse:
    """A book: its chain, its seals, what verifications found."""
    user = acting(request)
    organisation = _book_or_404(request, book_pk, SEE_FUNDS.code)
    [shown] = queries.books_of(Organisation.objects.filter(pk=organisation.pk))
    running = (
        Job.objects.visible_to(user).open().filter(kind=services.VERIFY, inputs={"book": book_pk})
    )
    return render(
        request,
        "funds/book.html",
        {
            "book": shown,
            "may_verify": user.reaches(organisation, VERIFY_BOOK.code),
            "job": running.first(),
            "verifications": Verification.objects.filter(book=book_pk).select_related("by")[:SHOWN],
            "seals": Seal.objects.filter(book=book_pk).order_by("-last")[:SHOWN],
        },
    )


@page(VERIFY_BOOK)
@require_POST
def verify(request: HttpRequest, book_pk: int) -> HttpResponse:
    organisation = _book_or_404(request, book_pk, VERIFY_BOOK.code)
    services.ask_to_verify(by=acting(request), book=organisation)
    messages.success(request, "已开始核验，可以离开此页")
    return redirect("funds:book", book_pk)


@page(VERIFY_BOOK)
def export_book(request: HttpRequest, book_pk: int) -> HttpResponse:
    """A book with its checker. Where a summary holds a person's number it asks for a reason first."""
    organisation = _book_or_404(request, book_pk, VERIFY_BOOK.code)
    if request.method != "POST":  # back from the question for a reason
        return redirect("funds:book", book_pk)
    personal = "reason" in request.POST
    entries, _ = queries.end_of_chain(book_pk)
    title = f"{organisation.name}账簿"
    try:
        check_fits_page(entries)
        return written_answer(
            request,
            title=title,
            name=f"{title}_{clock.today():%Y%m%d}.zip",
            content_type=ZIP,
            organisation=organisation,
            personal=personal,
            write=partial(services.write_book, organisation),
        )
    except RuleBroken as broken:
        if broken.code == "private_inside":
            messages.warning(request, f"{broken.message}。凭证不能改动，确需导出请写明用途。")
            return ask_reason(request, title=title, count=entries)
        if personal:
            return ask_reason(request, title=title, count=entries, broken=broken)
        messages.error(request, broken.message)
        return redirect("funds:book", book_pk)


def _book_or_404(request: HttpRequest, book_pk: int, permission: str) -> Organisation:
    visible = Organisation.objects.visible_to(acting(request), permission)
    return get_object_or_404(visible.filter(pk__in=queries.books()), pk=book_pk)
