"""A request that loses a deadlock or a race of transactions is answered all the same, and once."""

import contextlib
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from ground.accounts.models import Organisation
from ground.audit.models import Entry
from ground.audit.services import record
from ground.web.conflicts import TRIES, TriedAgain

pytestmark = pytest.mark.django_db(transaction=True)

REFUSE = """
CREATE SEQUENCE refused;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('refused') <= {times} THEN RAISE 'refused' USING ERRCODE = '{state}'; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER refuse BEFORE INSERT ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse();
"""
NO_MORE = "DROP TRIGGER refuse ON audit_entry; DROP FUNCTION refuse; DROP SEQUENCE refused"


@contextlib.contextmanager
def refusing(state: str, *, times: int):
    with connection.cursor() as cursor:
        cursor.execute(REFUSE.format(state=state, times=times))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(NO_MORE)


def call(view) -> tuple[HttpResponse | None, int]:
    """What the middleware answers, and how often the view was called."""
    calls = []

    def counted(request):
        calls.append(1)
        return view(request)

    def get_response(request):
        try:
            return counted(request)
        except OperationalError as error:
            return middleware.process_exception(request, error)

    middleware = TriedAgain(get_response)
    request = RequestFactory().post("/", {"name": "甲"})
    assert request.POST["name"] == "甲"
    request.resolver_match = SimpleNamespace(func=counted, args=(), kwargs={})
    return middleware(request), len(calls)


def note(request) -> HttpResponse:
    with transaction.atomic():
        record(None, "tests.noted", request.POST["name"])
    return HttpResponse("done")


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_a_page_is_answered_after_conflicts_and_writes_once(client_of, person, root, state):
    client = client_of(person("administrator"))
    client.get("/admin/organisations/add/")
    before = Entry.objects.count()
    with refusing(state, times=2):
        answer = client.post(
            "/admin/organisations/add/", {"name": "某单位", "kind": "agency", "parent": root.pk}
        )
    assert answer.status_code == 302
    assert Organisation.objects.filter(name="某单位").count() == 1
    assert Entry.objects.count() == before + 1


def test_what_was_sent_is_there_again():
    with refusing("40001", times=TRIES - 1):
        answer, calls = call(note)
    assert (answer.content, calls) == (b"done", TRIES)
    assert Entry.objects.filter(action="tests.noted").count() == 1


def test_after_the_last_try_the_error_surfaces():
    with refusing("40001", times=TRIES):
        answer, calls = call(note)
    assert (answer, calls) == (None, TRIES)
    assert not Entry.objects.filter(action="tests.noted").exists()


def test_what_is_committed_is_never_done_again():
    def two_transactions(request):
        with transaction.atomic():
            Organisation.objects.create(name="甲单位", kind="agency", path="0009", depth=1)
        return note(request)

    with refusing("40001", times=1):
        answer, calls = call(two_transactions)
    assert (answer, calls) == (None, 1)
    assert Organisation.objects.filter(name="甲单位").count() == 1


def test_another_error_of_the_database_is_not_tried_again():
    with refusing("53100", times=1):
        answer, calls = call(note)
    assert (answer, calls) == (None, 1)
