"""Accounts from the first day to the last: moved, another password, roles taken back, closed, opened again."""

from datetime import date

import pytest
from django.test import Client

from ground.accounts import queries
from ground.accounts import services as accounts
from ground.accounts.models import Membership, User
from ground.accounts.roles import Role
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ANOTHER = "另一个密码-2008年"


@pytest.fixture
def administrator(person) -> User:
    return person("administrator")


@pytest.fixture
def county(root):
    return accounts.add_organisation(by=None, name="桃源县", kind="link_office", parent=root)


@pytest.fixture
def client(administrator, client_of):
    return client_of(administrator)


def test_a_closed_account_does_nothing_any_more(client, client_of, administrator, person):
    leaver = person("office")
    session = client_of(leaver)
    _, key = accounts.issue_api_key(
        by=leaver, owner=leaver, label="试", permissions=[], expires_on=date(2999, 1, 1)
    )
    assert session.get("/").status_code == 200
    client.post(f"/admin/people/{leaver.pk}/close/", {"reason": "调离"})
    leaver.refresh_from_db()
    assert not leaver.is_active
    assert session.get("/").headers["Location"].startswith("/sign-in/")
    assert queries.user_of_key(key) is None
    signed_in = {"username": leaver.username, "password": PASSWORD}
    assert session.post("/sign-in/", signed_in).status_code == 200
    assert Entry.objects.get(action="user.closed").details == {"reason": "调离"}
    assert RecordedEvent.objects.filter(name="accounts.account_closed").count() == 1
    page = client.get(f"/admin/people/{leaver.pk}/").content.decode()
    assert "启用账号" in page
    assert f"/admin/people/{leaver.pk}/close/" not in page


def test_who_comes_back_gets_a_new_password(client, client_of, person):
    leaver = person("office")
    client.post(f"/admin/people/{leaver.pk}/close/", {"reason": "休假"})
    path = f"/admin/people/{leaver.pk}/reopen/"
    assert "密码太短" in client.post(path, {"password": "1"}).content.decode()
    leaver.refresh_from_db()
    assert not leaver.is_active
    assert client.post(path, {"password": ANOTHER}).status_code == 302
    leaver.refresh_from_db()
    assert (leaver.is_active, leaver.check_password(ANOTHER)) == (True, True)
    assert leaver.roles == {Role.OFFICE}


def test_a_new_password_ends_the_sessions(client, client_of, person):
    forgetful = person("office")
    session = client_of(forgetful)
    assert session.get("/").status_code == 200
    client.post(f"/admin/people/{forgetful.pk}/password/", {"password": ANOTHER})
    assert session.get("/").status_code == 302
    forgetful.refresh_from_db()
    assert forgetful.check_password(ANOTHER)
    assert ANOTHER not in str(list(Entry.objects.values_list("details", flat=True)))


def test_a_role_is_taken_back(client, client_of, person):
    two = person("office")
    accounts.grant_role(by=None, user=two, organisation=two.organisation, role=Role.AUDITOR)
    held = Membership.objects.get(user=two, role="office")
    client.post(f"/admin/people/{two.pk}/roles/{held.pk}/withdraw/")
    assert User.objects.get(pk=two.pk).roles == {Role.AUDITOR}
    assert Entry.objects.filter(action="user.role_withdrawn").count() == 1


def test_somebody_works_elsewhere_now(client, person, county):
    mover = person("office")
    client.post(f"/admin/people/{mover.pk}/move/", {"organisation": county.pk, "post": "主任"})
    mover.refresh_from_db()
    assert (mover.organisation_id, mover.post) == (county.pk, "主任")


def test_nobody_closes_their_own_account_nor_the_last_that_keeps_accounts(client, administrator):
    client.post(f"/admin/people/{administrator.pk}/close/", {"reason": "再见"})
    held = administrator.memberships.get()
    client.post(f"/admin/people/{administrator.pk}/roles/{held.pk}/withdraw/")
    again = User.objects.get(pk=administrator.pk)
    assert again.is_active
    assert again.roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("way", ["close", "password", "move", "withdraw"])
def test_a_county_does_not_take_over_an_account_of_the_city(way, person, root, county):
    """It works in the county, and so the county's administrator sees it; its role is the city's."""
    keeper = person("administrator", county)
    above = person("office", county)
    accounts.grant_role(by=None, user=above, organisation=root, role=Role.ADMINISTRATOR)
    ways = {
        "close": lambda: accounts.close_account(by=keeper, user=above, reason="试"),
        "password": lambda: accounts.give_password(by=keeper, user=above, password=ANOTHER),
        "move": lambda: accounts.move_person(by=keeper, user=above, organisation=county),
        "withdraw": lambda: accounts.withdraw_role(
            by=keeper, membership=above.memberships.get(organisation=root)
        ),
    }
    with pytest.raises(RuleBroken, match="上级管理员"):
        ways[way]()
    above = User.objects.get(pk=above.pk)
    assert (above.is_active, above.check_password(PASSWORD)) == (True, True)
    assert above.memberships.count() == 2


def test_the_api_does_the_same(client_of, administrator, person, county):
    leaver = person("office")
    _, key = accounts.issue_api_key(
        by=administrator,
        owner=administrator,
        label="人事",
        permissions=["accounts.keep_users"],
        expires_on=date(2999, 1, 1),
    )
    api = Client(headers={"Authorization": f"Bearer {key}"})

    def post(path: str, told: dict):
        return api.post(f"/api/v1/people/{leaver.pk}/{path}", told, content_type="application/json")

    moved = post("move", {"organisation_id": county.pk, "post": "科员"}).json()
    assert (moved["organisation_id"], moved["post"]) == (county.pk, "科员")
    root_pk = administrator.organisation_id
    assert post("roles/withdraw", {"role": "office", "organisation_id": root_pk}).status_code == 200
    assert post("roles/withdraw", {"role": "office", "organisation_id": root_pk}).status_code == 404
    assert post("close", {"reason": " "}).status_code == 422
    assert post("close", {"reason": "调离"}).json()["is_active"] is False
