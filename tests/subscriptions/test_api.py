"""The feed on the API: by key, by cursor, within a scope; nothing of others in counts and cursors."""

import base64
import json

import pytest
from django.test import Client

from ground.accounts.models import User
from ground.accounts.services import issue_api_key, revoke_api_key
from ground.events.services import Cause, caused_by
from ground.kernel import clock
from ground.subscriptions import api, feed
from ground.subscriptions.models import FeedEntry

pytestmark = pytest.mark.django_db
SEE = "accounts.see_organisations"


class Reader:
    """A program that reads the feed with its key."""

    def __init__(self, key: str) -> None:
        self._key = key

    def ask(self, **asked: object):
        headers = {"Authorization": f"Bearer {self._key}"}
        return Client().get("/api/v1/events", asked, headers=headers)

    def walk(self, **asked: object) -> list[dict]:
        """From where it was told to the end."""
        found: list[dict] = []
        while True:
            answer = self.ask(**asked)
            assert answer.status_code == 200, answer.content
            found += answer.json()
            asked["after"] = answer["Next-Cursor"]
            if answer["Caught-Up"] == "true":
                return found


@pytest.fixture
def reader(key_of, office) -> Reader:
    return Reader(key_of(office, SEE))


def organisations(told: list[dict]) -> list[int]:
    return [
        one["data"]["organisation_id"]
        for one in told
        if one["type"] == "accounts.organisation_added"
    ]


def test_everything_is_told_once_in_pages_of_any_size(reader, root, added):
    made = [root, *(added(f"厂{number}") for number in range(7))]
    for limit in (1, 3, 200):
        assert organisations(reader.walk(limit=limit)) == [one.pk for one in made]


def test_an_answer_is_a_batch_of_cloudevents(reader, added):
    added("新厂")
    answer = reader.ask(limit=1)
    assert answer["Content-Type"] == "application/cloudevents-batch+json"
    assert answer["Link"].endswith('&limit=1>; rel="next"')
    assert answer["Next-Cursor"] in answer["Link"]
    [told] = answer.json()
    assert told["specversion"] == "1.0"
    assert set(told) >= {"id", "source", "type", "time", "subject", "data"}
    assert all(name.isalnum() and name.islower() and len(name) <= 20 for name in told)
    assert reader.ask(limit=1).json()[0]["id"] == told["id"]


def test_from_now_on(reader, added):
    added("早先的厂")
    now = reader.ask(after="latest")
    assert (now.json(), now["Caught-Up"]) == ([], "true")
    later = added("后来的厂")
    assert organisations(reader.walk(after=now["Next-Cursor"])) == [later.pk]


def test_only_types_that_were_asked_for(reader, added, root):
    added("新厂")
    assert reader.walk(types="accounts.organisation_deactivated") == []
    assert len(reader.walk(types="accounts.organisation_added,places.calendar_day_set")) == 2


@pytest.mark.parametrize(
    ("key", "status"), [("sl_wrong", 401), ("", 401), ("x" * 2000, 401), ("钥匙", 401)]
)
def test_a_wrong_key_reads_nothing(key, status, root):
    headers = {"Authorization": f"Bearer {key}".encode().decode("latin-1")}
    assert Client().get("/api/v1/events", headers=headers).status_code == status


def test_a_key_that_was_taken_back_or_may_not_read_the_feed_reads_nothing(office):
    def made(*permissions: str):
        return issue_api_key(
            by=office, owner=office, label="x", permissions=permissions, expires_on=clock.today()
        )

    key, secret = made("subscriptions.read_feed")
    assert Reader(secret).ask().status_code == 200
    revoke_api_key(by=office, key=key)
    assert Reader(secret).ask().status_code == 401
    assert Reader(made(SEE)[1]).ask().status_code == 403


def test_a_key_hears_of_no_more_than_it_may_see(key_of, office, added):
    """Its owner may see organisations; this key was not given that."""
    added("新厂")
    key = Reader(key_of(office))
    assert key.walk() == []
    refused = key.ask(types="accounts.organisation_added")
    assert (refused.status_code, refused.json()["code"]) == (403, "type_not_allowed")
    unknown = key.ask(types="no.such")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "type_unknown")


def test_another_area_is_neither_told_nor_counted(key_of, person, make_organisation, drain, added):
    mine = make_organisation("本县", kind="link_office")
    drain()
    reader = Reader(key_of(person("office", mine), SEE))
    before = reader.ask(after="latest")["Next-Cursor"]
    for number in range(30):
        added(f"外县的厂{number}")
    inside = added("本县的厂", parent=mine)
    answer = reader.ask(after=before, limit=5)
    assert organisations(answer.json()) == [inside.pk]
    assert answer["Caught-Up"] == "true"
    assert len(answer["Next-Cursor"]) == len(before)
    assert organisations(reader.walk()) == [mine.pk, inside.pk]


def test_a_cursor_tells_nothing_and_is_nobody_elses(reader, key_of, person, office, added):
    added("新厂")
    cursor = reader.ask()["Next-Cursor"]
    opened = base64.urlsafe_b64decode(cursor.partition(".")[2])
    assert f"{feed.end():020d}".encode() not in opened
    assert len(feed.cursor_of(office, 1)) == len(feed.cursor_of(office, 10**12)) == len(cursor)
    assert reader.ask()["Next-Cursor"] != cursor  # sealed anew each time: not even equality shows
    other = Reader(key_of(person("office"), SEE))
    for forged in (cursor[:-4] + "AAAA", "1", "0" * 20, "%00", "x" * 199):
        assert reader.ask(after=forged).json()["code"] == "cursor_invalid"
    refused = other.ask(after=cursor)
    assert (refused.status_code, refused.json()["code"]) == (422, "cursor_invalid")
    assert reader.ask(after="x" * 201).status_code == 422


def test_another_key_of_the_same_owner_goes_on_where_the_first_was(reader, key_of, office, added):
    added("新厂")
    cursor = reader.ask()["Next-Cursor"]
    later = added("后来的厂")
    assert organisations(Reader(key_of(office, SEE)).walk(after=cursor)) == [later.pk]


def test_what_brought_an_event_forth_is_named_where_one_may_see_it(
    key_of, person, make_organisation, drain
):
    mine = make_organisation("本县", kind="link_office")
    drain()
    cause = FeedEntry.objects.order_by("pk").first()  # the root's coming: not in the county's scope
    with caused_by(Cause(event_id=cause.event_id)):
        made = make_organisation("本县的厂", parent=mine)
    drain()
    above, below = (Reader(key_of(person("office", where), SEE)).walk() for where in (None, mine))
    [told] = [one for one in above if one["data"].get("organisation_id") == made.pk]
    assert told["causedby"] == str(cause.key)
    [told] = [one for one in below if one["data"].get("organisation_id") == made.pk]
    assert "causedby" not in told


def test_a_long_answer_ends_early_and_goes_on(reader, root, added, monkeypatch):
    made = [root, *(added(f"厂{number}") for number in range(6))]
    monkeypatch.setattr(api, "LARGEST", 1000)  # bytes: two or three events
    first = reader.ask()
    assert 0 < len(first.json()) < 4
    assert first["Caught-Up"] == "false"
    assert organisations(reader.walk()) == [one.pk for one in made]
    monkeypatch.setattr(api, "LARGEST", 1)  # a single one is never cut
    assert organisations(reader.walk()) == [one.pk for one in made]


def test_a_page_costs_the_same_however_many_are_on_it(reader, added, django_assert_max_num_queries):
    added("甲厂")
    with django_assert_max_num_queries(9):
        reader.ask()
    for number in range(10):
        added(f"厂{number}")
    with django_assert_max_num_queries(9):
        assert len(reader.ask().json()) == 12


@pytest.mark.parametrize("asked", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"limit": -1}])
def test_a_limit_has_limits(reader, asked):
    assert reader.ask(**asked).status_code == 422


def test_whoever_left_reads_nothing(reader, office):
    User.objects.filter(pk=office.pk).update(is_active=False)
    assert reader.ask().status_code == 401


def test_it_is_documented(client):
    described = json.loads(client.get("/api/v1/openapi.json").content)
    operation = described["paths"]["/api/v1/events"]["get"]
    assert "application/cloudevents-batch+json" in operation["responses"]["200"]["content"]
    assert {one["name"] for one in operation["parameters"]} == {"after", "types", "limit"}
