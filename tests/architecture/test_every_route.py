"""Every page and every operation of the API × every role × inside, beside and outside one's scope.

The routes are walked, not listed: a new one is tested the day it is written. One that takes a number
needs a row in OBJECTS, or the walk fails and says so.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TypeVar

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from ground.accounts.permissions import Permission
from ground.accounts.roles import Role
from ground.briefs.models import Issue
from ground.web.pages import ANYONE, SIGNED_IN
from runtime.story.people import ORGANISATIONS
from tests.architecture.anything import (
    OPERATIONS_DESCRIBED,
    answers_not_described,
    key_to_everything,
)
from tests.architecture.routes import OPERATIONS, PAGES, fill
from tests.architecture.world import build_world
from tests.conftest import _empty_tables
from tests.watching import Watch

_One, _Way = TypeVar("_One"), TypeVar("_Way")
EVERYWHERE = (
    "admin/deliveries/",
    "admin/rules",
    "admin/calendar",
    "rounds/duties",
)  # of the installation, not of an area


# A signed brief goes down to the units below its office; the records behind its figures do not.
# So do a published scheme of assessment, its confirmed ranking, and a released supervision bulletin.
GOES_DOWN = {
    "supervision/<int:pk>/",
    "supervision/<int:pk>/awards/",
    "supervision/<int:pk>/ranking/",
    "supervision/<int:pk>/sheets/",
    "supervision/bulletins/<int:pk>/",
    "supervision/bulletins/<int:pk>/lines/",
    "supervision/bulletins/<int:pk>/pdf/",
    "supervision/bulletins/<int:pk>/pages/<int:number>/",
    "api/v1/supervision/schemes",
    "api/v1/supervision/schemes/{pk}/ranking",
    "api/v1/supervision/schemes/{pk}/sheets",
    "briefs/issues/<int:pk>/",
    "briefs/issues/<int:pk>/pdf/",
    "briefs/issues/<int:pk>/word/",
    "briefs/issues/<int:pk>/text/",
    "briefs/issues/<int:pk>/instruct/",
    "briefs/issues/<int:pk>/pages/<int:number>.png",
    "briefs/figures/<int:issue_id>/<str:code>/",
    "api/v1/briefs/issues/{int:pk}",
    "api/v1/briefs/issues/{int:pk}/pdf",
    "api/v1/briefs/issues/{int:pk}/articles",
    "api/v1/briefs/issues/{int:pk}/instructions",
    "api/v1/briefs/issues/{int:pk}/figures",
}


# A published set of criteria, or standard of aid, holds for whole areas: everybody may read it, few may write one.
READ_BY_ALL = {
    "criteria/<int:pk>/",
    "criteria/<int:pk>/compare/",
    "api/v1/criteria/rulesets/{pk}",
    "standards/<int:pk>/",
    "standards/<int:pk>/compare/",
    "api/v1/standards/standards/{int:pk}",
    # Templates that came with the program: to be read and copied by every office.
    "campaigns/kinds/<int:pk>/",
    "banks/templates/<int:pk>/",
    "banks/templates/<int:pk>/change/",
    "banks/templates/<int:pk>/retire/",
    "households/routes/<int:pk>/",
    "api/v1/households/routes/{int:route_id}",
}


SECRETS = [name for name, *_ in ORGANISATIONS] + ["骆*云", "田*生"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[dict[tuple[str, Role], str]]:
    with django_db_blocker.unblock():
        _empty_tables(None)
        built = build_world()
        seen = Watch()
        seen.see_columns()
        seen.end()
        yield built
        connection.rollback() if connection.in_atomic_block else None
        _empty_tables(None)


def client_for(session: str) -> Client:
    """A browser of its own for each test: a walk passes the sign-out too, and each is rolled back."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def answer(client: Client, method: str, path: str) -> int:
    return client.generic(
        method,
        path,
        data=b"{}" if path.startswith("/api/") else b"",
        content_type="application/json"
        if path.startswith("/api/")
        else "application/x-www-form-urlencoded",
    ).status_code


def in_turn(all_of: Iterable[_One], ways: Sequence[_Way]) -> Iterator[tuple[_One, list[_Way]]]:
    """Each with one of the ways, the next with the next; the first with all of them.

    Every role asks at every route. That roles differ by what they ask, or from where, is no rule of
    ours: what guards a route guards it whoever has come that far.
    """
    for at, one in enumerate(all_of):
        yield one, list(ways) if at == 0 else [ways[at % len(ways)]]


pytestmark = pytest.mark.django_db
inside, elsewhere = pytest.mark.xdist_group("inside"), pytest.mark.xdist_group("elsewhere")


@inside
@pytest.mark.parametrize("route", PAGES, ids=str)
def test_a_page_is_open_to_its_audience_and_nobody_else(world, route):
    path = fill(route)
    for method in route.methods:
        anonymous = answer(Client(raise_request_exception=False), method, path)
        if route.audience is ANYONE:
            assert anonymous < 500, f"anonymous {method}: {anonymous}"
        else:
            assert anonymous in {302, 405}, f"anonymous {method}: {anonymous}"
    if route.audience is ANYONE:
        return
    for role, methods in in_turn(Role, route.methods):
        admitted = route.audience is SIGNED_IN or role in route.audience.roles
        for method in methods:
            status = answer(client_for(world["inside", role]), method, path)
            assert status < 500, f"{role} {method}: {status}"
            if admitted:
                assert status != 403, f"{role} {method}: {status}"
                continue
            assert status in {403, 405}, f"{role} {method}: {status}"
            if status == 403:  # refused before the method was looked at: the other tells no more
                break


def told_by(response: HttpResponse) -> str:
    """What an answer says: its text, or that of the sheets of a workbook."""
    body = b"".join(response) if response.streaming else response.content
    if body[:2] != b"PK":
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(
            book.read(name).decode() for name in book.namelist() if name.endswith(".xml")
        )


def ways_of_asking(page: str) -> list[str]:
    """What else a page seen from inside offers to be asked: its search, its export."""
    searched = ["?q=公司", "?q=县"] if 'name="q"' in page else []
    return searched + (["?export=xlsx"] if "export=xlsx" in page else [])


def secrets_in(client: Client, path: str) -> list[str]:
    body = told_by(client.get(path))
    return [secret for secret in SECRETS if secret in body]


def seen_from_inside(world: dict[tuple[str, Role], str], path: str, role: Role) -> str:
    return told_by(client_for(world["inside", role]).get(path))


@elsewhere
@pytest.mark.parametrize("route", [r for r in PAGES if isinstance(r.audience, Permission)], ids=str)
def test_a_page_shows_nothing_of_another_area(world, route):
    """Every role opens it; its searches and its export are asked by one role each, in turn."""
    path = fill(route)
    if route.path in READ_BY_ALL:
        return
    everywhere = route.path.startswith(EVERYWHERE)
    about_an_object = ("<int:" in route.path or "<uuid:" in route.path) and not everywhere
    roles = sorted(route.audience.roles)
    looked_at = not about_an_object and not everywhere
    ways = ways_of_asking(seen_from_inside(world, path, roles[0])) if looked_at else []
    places = ("beside",) * (route.path not in GOES_DOWN) + ("outside",)
    for role, turn in in_turn(roles, places):
        for where in turn:
            client = client_for(world[where, role])
            if looked_at:
                answer(client, "POST", path)
                assert secrets_in(client, path) == [], f"{where} {role}"
                continue
            for method in route.methods:
                status = answer(client, method, path)
                shown = about_an_object and status not in {404, 405}
                assert not shown, f"{where} {role} {method}: {status}"
    for where in places:
        for at, asked in enumerate(ways):
            client = client_for(world[where, roles[at % len(roles)]])
            assert secrets_in(client, path + asked) == [], f"{where} {asked}"


@elsewhere
@pytest.mark.parametrize("path", ["aid/payments/", "households/", "problems/", "visits/"])
def test_a_list_is_known_by_its_search_and_its_export(world, path):
    page = seen_from_inside(world, f"/{path}", Role.OFFICE)
    assert ways_of_asking(page) == ["?q=公司", "?q=县", "?export=xlsx"]


@inside
@pytest.mark.parametrize("route", OPERATIONS, ids=str)
def test_an_operation_is_open_to_its_roles_and_nobody_else(world, route):
    assert isinstance(route.audience, Permission), "declares no permission: auth=needs(…)"
    path = fill(route)
    for method in route.methods:
        assert answer(Client(raise_request_exception=False), method, path) == 401
        for role in Role:
            status = answer(client_for(world["inside", role]), method, path)
            assert status < 500, f"{role}: {status}"
            assert (status == 403) == (role not in route.audience.roles), f"{role}: {status}"


@elsewhere
@pytest.mark.parametrize("route", OPERATIONS, ids=str)
def test_an_operation_gives_nothing_of_another_area(world, route):
    if route.path in READ_BY_ALL or route.path.removeprefix("api/v1/").startswith(EVERYWHERE):
        return
    path = fill(route)
    goes_down = route.path in GOES_DOWN and route.methods == ("GET",)
    places = ("beside",) * (not goes_down) + ("outside",)
    for role, turn in in_turn(sorted(route.audience.roles), places):
        for where, method in product(turn, route.methods):
            client = client_for(world[where, role])
            if method == "GET" and "{" not in route.path:
                assert secrets_in(client, path) == [], f"{where} {role}"
                continue
            status = answer(client, method, path)
            allowed = {404} if method == "GET" else {404, 422} if "{" in route.path else range(500)
            assert status in allowed, f"{where} {role} {method}: {status}"


@elsewhere
def test_a_brief_goes_down_without_the_records_behind_its_figures(world):
    """They are also those of other counties."""
    issue = Issue.objects.order_by("pk").values_list("pk", flat=True)[0]
    page = f"/briefs/figures/{issue}/aid.relief_paid/"
    record = "杰新纺织公司"
    inside = client_for(world["inside", Role.OFFICE]).get(page).content.decode()
    beside = client_for(world["beside", Role.OFFICE]).get(page).content.decode()
    assert "19,000" in inside
    assert "19,000" in beside
    assert ("SELECT" in inside, "SELECT" in beside) == (True, False)
    assert (record in inside, record in beside) == (True, False)


@pytest.fixture(scope="module")
def key(world, django_db_blocker) -> str:
    with django_db_blocker.unblock():
        return key_to_everything()


@elsewhere
@pytest.mark.parametrize("operation", OPERATIONS_DESCRIBED, ids=lambda one: one.label)
def test_any_input_gets_an_answer_that_is_described(operation, key):
    """`CASES=200` of the environment sends more to each operation."""
    assert answers_not_described(operation, key) == []
