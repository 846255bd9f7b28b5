from django.http import Http404, HttpRequest
from ninja import Status

from assistance.funds import queries, services
from assistance.funds.api.parts import router
from assistance.funds.permissions import SEE_FUNDS, VERIFY_BOOK
from assistance.funds.schemas import BookOut, JobOut
from ground.accounts.models import Organisation
from ground.jobs.models import Job
from ground.web.api import acting, needs


@router.get("/books", auth=needs(SEE_FUNDS), response=list[BookOut])
def list_books(request: HttpRequest) -> list[BookOut]:
    """The account books in scope, in the order of the tree."""
    visible = Organisation.objects.visible_to(acting(request), SEE_FUNDS.code)
    return [BookOut.of(one) for one in queries.books_of(visible)]


@router.get("/books/{int:book_pk}", auth=needs(SEE_FUNDS), response=BookOut)
def show_book(request: HttpRequest, book_pk: int) -> BookOut:
    return BookOut.of(_book(request, book_pk, SEE_FUNDS.code))


@router.post("/books/{int:book_pk}/verify", auth=needs(VERIFY_BOOK), response={202: JobOut})
def verify_book(request: HttpRequest, book_pk: int) -> Status[Job]:
    """Ask for a verification; its result is the book's next `verification`."""
    book = _book(request, book_pk, VERIFY_BOOK.code)
    return Status(202, services.ask_to_verify(by=acting(request), book=book.organisation))


def _book(request: HttpRequest, book_pk: int, permission: str) -> queries.Book:
    visible = Organisation.objects.visible_to(acting(request), permission)
    for one in queries.books_of(visible.filter(pk=book_pk)):
        return one
    raise Http404
