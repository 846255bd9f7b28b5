"""Every page and every operation of the API × every role × inside, beside and outside one's scope.

The routes are walked, not listed: a new one is tested the day it is written. One that takes a number
needs a row in OBJECTS, or the walk fails and says so.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from assistance.aid.models import Batch, Payment, RegisterLine
from assistance.funds.models import Entry, FundSource
from assistance.households.models import FamilyPair, HardshipFile, Member
from assistance.pairing.models import (
    AssistanceTask,
    Cadre,
    CardPrint,
    ContactCard,
    LiaisonMeeting,
    PairingGroup,
    TaskEvidence,
    WorkPlanItem,
)
from assistance.planning.models import PairingPlan, Ruling
from assistance.problems.models import EnterpriseProblem, ProblemPhoto
from assistance.rounds import services as rounds
from assistance.rounds.models import LeaderRound, VisitDuty
from assistance.rounds.rules import NewStop
from assistance.supervision.models import (
    Appeal,
    AssessmentScheme,
    Award,
    Bulletin,
    Score,
    Sheet,
)
from assistance.visits.models import Visit, VisitPhoto
from campaigns.models import Campaign
from ground.accounts import services as accounts
from ground.accounts.models import ApiKey, Organisation, User
from ground.accounts.permissions import Permission
from ground.accounts.roles import Role
from ground.briefs.models import Article, Contribution, Issue, Series
from ground.events.models import Delivery
from ground.files import services as files
from ground.intake import services as intake
from ground.intake.models import Intake
from ground.jobs.models import Job
from ground.kernel import clock
from ground.web.api import Needs
from ground.web.pages import ANYONE, SIGNED_IN
from runtime.api import api
from runtime.story.changde import ordered_steps
from runtime.story.people import ORGANISATIONS, PASSWORD
from runtime.story.telling import tell
from tests.conftest import _empty_tables
from tests.files import samples

OBJECTS = {  # longest beginning of a route → whose number it takes
    "pairing/": PairingGroup,
    "pairing/groups/": PairingGroup,
    "pairing/meetings/": LiaisonMeeting,
    "pairing/tasks/": AssistanceTask,
    "pairing/evidence/": TaskEvidence,
    "pairing/plan-items/": WorkPlanItem,
    "pairing/cadres/": Cadre,
    "pairing/cards/": ContactCard,
    "pairing/cards/prints/": CardPrint,
    "planning/": PairingPlan,
    "planning/plans/": PairingPlan,
    "planning/agencies/": Organisation,
    "planning/enterprises/": Organisation,
    "planning/rulings/": Ruling,
    "visits/": Visit,
    "visits/photos/": VisitPhoto,
    "visits/of-group/": PairingGroup,
    "problems/": EnterpriseProblem,
    "households/": HardshipFile,
    "households/helpers/": FamilyPair,
    "rounds/tours/": LeaderRound,
    "rounds/duties/": VisitDuty,
    "funds/": FundSource,
    "funds/sources/": FundSource,
    "funds/entries/": Entry,
    "aid/": Batch,
    "aid/batches/": Batch,
    "aid/payments/": Payment,
    "aid/register/": RegisterLine,
    "supervision/": AssessmentScheme,
    "supervision/schemes/": AssessmentScheme,
    "supervision/sheets/": Sheet,
    "supervision/scores/": Score,
    "supervision/appeals/": Appeal,
    "supervision/awards/": Award,
    "supervision/bulletins/": Bulletin,
    "campaigns/": Campaign,
    "jobs/": Job,
    "briefs/issues/": Issue,
    "briefs/series/": Series,
    "briefs/articles/": Article,
    "briefs/contributions/": Contribution,
    "briefs/figures/": Issue,
    "intake/": Intake,
    "organisations/": Organisation,
    "people/": User,
    "api-keys/": ApiKey,
    "deliveries/": Delivery,
    "admin/organisations/": Organisation,
    "admin/people/": User,
    "admin/api-keys/": ApiKey,
    "admin/deliveries/": Delivery,
}
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
    "briefs/issues/<int:pk>/pages/<int:number>.png",
    "briefs/figures/<int:issue_id>/<str:code>/",
    "api/v1/briefs/issues/{int:pk}",
    "api/v1/briefs/issues/{int:pk}/pdf",
    "api/v1/briefs/issues/{int:pk}/articles",
    "api/v1/briefs/issues/{int:pk}/figures",
}
SECRETS = [name for name, *_ in ORGANISATIONS] + ["骆*云", "田*生"]


@dataclass(frozen=True)
class Route:
    path: str  # with {pk} and the like filled in by fill()
    audience: object
    methods: tuple[str, ...]

    def __str__(self) -> str:
        return f"{'/'.join(self.methods)} {self.path}"


def _pages(resolver: URLResolver, before: str = "") -> Iterator[Route]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            if one.app_name != "ninja":
                yield from _pages(one, path)
        elif isinstance(one, URLPattern):
            yield Route(path, one.callback.audience, ("GET", "POST"))


def _operations() -> Iterator[Route]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                needs = [one for one in operation.auth_callbacks if isinstance(one, Needs)]
                permission = needs[0].permission if len(needs) == 1 else None
                yield Route(
                    f"api/v1/{(prefix + path).strip('/')}/".replace("//", "/")
                    if path.endswith("/")
                    else f"api/v1/{(prefix + path).strip('/')}",
                    permission,
                    tuple(operation.methods),
                )


PAGES = sorted(_pages(get_resolver()), key=str)
OPERATIONS = sorted(_operations(), key=str)


def fill(route: Route) -> str:
    """Put the number of a row of the story in, and say loudly where none is known."""
    path = route.path
    for marker in ("<int:", "<str:", "<uuid:", "{int:", "{uuid:", "{str:", "{"):
        while marker in path:
            begin = path.index(marker)
            end = path.index(">" if marker[0] == "<" else "}", begin)
            name = path[begin + len(marker) : end].split(":")[-1]
            path = (
                path[:begin]
                + value_for(path[:begin].removeprefix("api/v1/"), name)
                + path[end + 1 :]
            )
    return "/" + path


def value_for(before: str, name: str) -> str:
    words = {
        "code": "aid.relief_paid",
        "fact": "aid.relief_paid",
        "action": "review",
        "field": "mobile",
        "number": "1",
        "file_key": "00000000-0000-4000-8000-0000000000f1",  # made by whoever sends the file
        "token": "forged",
    }
    if name in words:
        return words[name]
    if name.startswith("member"):
        return str(Member.objects.order_by("pk").values_list("pk", flat=True)[0])
    if name == "photo_pk":
        return str(ProblemPhoto.objects.earliest("pk").pk)
    known = [beginning for beginning in OBJECTS if before.startswith(beginning)]
    assert known, f"no row in OBJECTS for {before}{{{name}}}"
    model = OBJECTS[max(known, key=len)]
    return str(model.objects.order_by("pk").values_list("pk", flat=True)[0])


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[dict[tuple[str, Role], User]]:
    """The story told; a person of each role at its root, in another county of it, in another city."""
    with django_db_blocker.unblock():
        _empty_tables(None)
        tell(ordered_steps(), lambda _: None)
        root = Organisation.objects.get(depth=1)
        neighbour = accounts.add_organisation(by=None, name="邻市“双联”办", kind="link_office")
        county = accounts.add_organisation(
            by=None, name="邻县“双联”办", kind="link_office", parent=root
        )
        people = {}
        for where, organisation in (
            ("inside", root),
            ("beside", county),
            ("outside", neighbour),
        ):
            for role in Role:
                user = accounts.add_user(
                    by=None,
                    username=f"walk-{where}-{role.value}",
                    full_name="行路人",
                    password=PASSWORD,
                    organisation=organisation,
                )
                accounts.grant_role(by=None, user=user, organisation=organisation, role=role)
                people[where, role] = user
        owner = User.objects.get(username="walk-inside-administrator")
        from datetime import date

        accounts.issue_api_key(
            by=owner, owner=owner, label="走查", permissions=[], expires_on=date(2999, 1, 1)
        )
        walked = User.objects.get(username="walk-inside-office")
        intake.send_workbook(
            by=walked,
            kind="planning.agencies",
            organisation=root,
            name="名单.csv",
            content="单位名称\n市走查局\n".encode(),
        )
        Job.objects.create(kind="walk", title="走查", organisation=root, asked_by=owner)
        photo = files.keep(by=owner, content=samples.picture(), name="厂区.jpg")
        VisitPhoto.objects.create(visit=Visit.objects.earliest("pk"), file=photo, index=0)
        ProblemPhoto.objects.create(problem=EnterpriseProblem.objects.earliest("pk"), file=photo)
        task = AssistanceTask.objects.earliest("pk")
        TaskEvidence.objects.create(task=task, file=photo, added_by=owner, added_at=clock.now())
        CardPrint.objects.create(
            year=2008, part=1, cards=1, file=photo, asked_by=owner, job=uuid4()
        )
        cadre = Cadre.objects.create(agency=task.agency, name="走查员", joined_on=date(2008, 1, 2))
        family = HardshipFile.objects.earliest("pk")
        FamilyPair.objects.create(file=family, cadre=cadre, from_on=date(2008, 6, 1))
        rounds.plan_round(
            by=walked,
            organiser=root,
            theme="走查",
            leader_name="走查员",
            starts_on=date(2008, 6, 1),
            ends_on=date(2008, 6, 1),
            stops=[NewStop(task.link_point, date(2008, 6, 1))],
        )
        yield people
        connection.rollback() if connection.in_atomic_block else None
        _empty_tables(None)


def client_for(user: User) -> Client:
    """A browser of its own for each test: a walk passes the sign-out too."""
    client = Client(raise_request_exception=False)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
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


pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("routes")]


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_a_page_is_open_to_its_audience_and_nobody_else(world, route):
    path = fill(route)
    for method in route.methods:
        anonymous = answer(Client(raise_request_exception=False), method, path)
        if route.audience is ANYONE:
            assert anonymous < 500, f"anonymous {method}: {anonymous}"
            continue
        assert anonymous in {302, 405}, f"anonymous {method}: {anonymous}"
        for role in Role:
            status = answer(client_for(world["inside", role]), method, path)
            allowed = route.audience is SIGNED_IN or role in route.audience.roles
            assert status < 500, f"{role} {method}: {status}"
            refused = {403} if allowed else {200, 302, 404, 422}
            assert status not in refused, f"{role} {method}: {status}"


def told_by(response: HttpResponse) -> str:
    """What an answer says: its text, or that of the sheets of a workbook."""
    body = b"".join(response) if response.streaming else response.content
    if body[:2] != b"PK":
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(
            book.read(name).decode() for name in book.namelist() if name.endswith(".xml")
        )


ASKED = ("", "?q=公司", "?q=县", "?export=xlsx")  # the list, its search, its export


@pytest.mark.parametrize("where", ["beside", "outside"])
@pytest.mark.parametrize("route", [r for r in PAGES if isinstance(r.audience, Permission)], ids=str)
def test_a_page_shows_nothing_of_another_area(world, route, where):
    path = fill(route)
    if where == "beside" and route.path in GOES_DOWN:
        return
    about_an_object = (
        "<int:" in route.path or "<uuid:" in route.path
    ) and not route.path.startswith(EVERYWHERE)
    for role in route.audience.roles:
        client = client_for(world[where, role])
        for method in route.methods:
            status = answer(client, method, path)
            if about_an_object:
                assert status in {404, 405}, f"{role} {method}: {status}"
        if not about_an_object and not route.path.startswith(EVERYWHERE):
            for asked in ASKED:
                body = told_by(client.get(path + asked))
                assert [secret for secret in SECRETS if secret in body] == [], f"{role} {asked}"


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


@pytest.mark.parametrize("where", ["beside", "outside"])
@pytest.mark.parametrize("route", OPERATIONS, ids=str)
def test_an_operation_gives_nothing_of_another_area(world, route, where):
    path = fill(route)
    goes_down = where == "beside" and route.path in GOES_DOWN and route.methods == ("GET",)
    if goes_down or route.path.removeprefix("api/v1/").startswith(EVERYWHERE):
        return
    for role in route.audience.roles:
        client = client_for(world[where, role])
        for method in route.methods:
            status = answer(client, method, path)
            if "{" in route.path:
                assert status in ({404} if method == "GET" else {404, 422}), f"{role}: {status}"
            elif method == "GET":
                body = client.get(path).content.decode()
                assert [secret for secret in SECRETS if secret in body] == [], role


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
