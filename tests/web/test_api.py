"""The administration's operations, on an API of their own."""

import json

import pytest
from django.test import Client, override_settings
from django.urls import path
from ninja import NinjaAPI

from ground.accounts.models import ApiKey, Organisation
from ground.accounts.services import add_organisation, issue_api_key
from ground.events.models import RecordedEvent
from ground.web.api import Nobody, install_errors
from ground.web.api_router import routers

api = NinjaAPI(urls_namespace="administration-under-test", auth=Nobody())
install_errors(api)
for prefix, router in routers.items():
    api.add_router(prefix, router.copy() if hasattr(router, "copy") else router)
urlpatterns = [path("api/test/", api.urls)]
PASSWORD = "双联demo-2008"


@pytest.fixture
def keyed(person, request):
    """A caller with a key that may do what its owner may."""

    def of(role: str, *codes: str):
        from datetime import date

        owner = person(role)
        _, secret = issue_api_key(
            by=owner, owner=owner, label="测试", permissions=codes, expires_on=date(2099, 1, 1)
        )
        client = Client()

        def call(method: str, address: str, body: dict | None = None):
            with override_settings(ROOT_URLCONF=__name__):
                return client.generic(
                    method,
                    f"/api/test{address}",
                    json.dumps(body) if body is not None else "",
                    content_type="application/json",
                    headers={"Authorization": f"Bearer {secret}"},
                )

        call.owner = owner
        return call

    return of


@pytest.mark.django_db
def test_lists_are_walked_by_cursor(keyed, make_organisation):
    for number in range(5):
        make_organisation(f"企业{number}")
    call = keyed("office", "accounts.see_organisations")
    first = call("GET", "/organisations?page_size=4").json()
    assert len(first["results"]) == 4
    second = call("GET", "/organisations?" + first["next"].split("?")[1]).json()
    assert len(second["results"]) == 2
    assert second["next"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["!!!", "cD14eXo=", "bz05OTk5OTk5OTk5"])
def test_a_broken_cursor_is_an_answer_and_not_a_crash(keyed, cursor):
    call = keyed("administrator", "audit.see_trail")
    answer = call("GET", f"/trail?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


@pytest.mark.django_db
def test_a_key_may_no_more_than_it_was_given(keyed, root):
    call = keyed("administrator", "accounts.see_organisations")
    body = {"parent_id": root.pk, "name": "某厂", "kind": "enterprise"}
    answer = call("POST", "/organisations", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert not Organisation.objects.filter(name="某厂").exists()


@pytest.mark.django_db
def test_organisations_and_people_are_added_within_the_scope(keyed, root):
    call = keyed("administrator", "accounts.keep_organisations", "accounts.keep_users")
    body = {"parent_id": root.pk, "name": "某厂", "kind": "enterprise", "aliases": ["老厂"]}
    added = call("POST", "/organisations", body)
    assert (added.status_code, added.json()["aliases"]) == (201, ["老厂"])
    assert call("POST", "/organisations", body | {"parent_id": 10**9}).status_code == 404
    assert (
        call("POST", "/organisations", body | {"kind": "castle"}).json()["code"] == "kind_unknown"
    )
    person = {
        "username": "liming",
        "full_name": "李明",
        "organisation_id": root.pk,
        "password": PASSWORD,
    }
    made = call("POST", "/people", person)
    assert made.status_code == 201
    assert "password" not in made.json()
    role = {"role": "office", "organisation_id": root.pk}
    granted = call("POST", f"/people/{made.json()['id']}/roles", role).json()
    assert granted["roles"] == [role]


@pytest.mark.django_db
def test_a_key_is_issued_with_its_secret_once_and_revoked(keyed):
    call = keyed("administrator", "accounts.keep_api_keys", "accounts.see_organisations")
    body = {
        "label": "县政务平台",
        "owner_id": call.owner.pk,
        "permissions": ["accounts.see_organisations"],
        "expires_on": "2099-01-01",
    }
    issued = call("POST", "/api-keys", body).json()
    assert issued["secret"].startswith("sl_")
    assert "secret" not in call("GET", "/api-keys").json()["results"][0]
    assert call("POST", f"/api-keys/{issued['id']}/revoke").status_code == 200
    assert ApiKey.objects.get(pk=issued["id"]).revoked_at is not None


@pytest.mark.django_db
def test_rules_and_days_are_set(keyed):
    call = keyed("administrator", "places.keep_rules")
    rule = {"code": "x.y", "value": "12.50", "valid_from": "2030-01-01", "source": "文件"}
    assert call("POST", "/local-rules", rule).json()["value"] == "12.50"
    assert call("POST", "/local-rules", rule | {"value": "-1"}).json()["code"] == "rule_negative"
    day = {"on": "2030-05-06", "is_workday": False, "reason": "防汛"}
    assert call("PUT", "/calendar", day).json() == day
    assert call("GET", "/calendar?since=2030-01-01").json()["results"] == [day]


@pytest.mark.django_db
def test_what_is_done_with_a_key_is_recorded_as_done_by_its_owner(keyed, root):
    call = keyed("administrator", "accounts.keep_organisations")
    body = {"parent_id": root.pk, "name": "某厂", "kind": "enterprise"}
    assert call("POST", "/organisations", body).status_code == 201
    told = RecordedEvent.objects.filter(name="accounts.organisation_added").latest("pk")
    assert told.actor_id == call.owner.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("permission", "code"),
    [
        ("accounts.see_everything", "permission_unknown"),
        ("accounts.keep_users", "key_beyond_owner"),  # the owner's, and not this key's
        ("aid.approve_batch", "key_beyond_owner"),
    ],
)
def test_a_key_begets_no_greater_key(keyed, permission, code):
    call = keyed("administrator", "accounts.keep_api_keys")
    body = {
        "label": "县政务平台",
        "owner_id": call.owner.pk,
        "permissions": [permission],
        "expires_on": "2099-01-01",
    }
    answer = call("POST", "/api-keys", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert ApiKey.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"uscc": "91430000MA4L16JQ98"}, "uscc_taken"),
        ({"aliases": ["老" * 121]}, "alias_too_long"),
        ({"name": "某\x00厂"}, "unstorable_input"),
    ],
)
def test_an_organisation_that_cannot_be_kept_is_refused_in_words(keyed, root, changed, code):
    add_organisation(
        by=None, name="甲厂", kind="enterprise", parent=root, uscc="91430000MA4L16JQ98"
    )
    call = keyed("administrator", "accounts.keep_organisations")
    body = {"parent_id": root.pk, "name": "乙厂", "kind": "enterprise"} | changed
    answer = call("POST", "/organisations", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert Organisation.objects.filter(kind="enterprise").count() == 1


@pytest.mark.django_db
def test_an_alias_written_twice_is_kept_once(keyed, root):
    call = keyed("administrator", "accounts.keep_organisations")
    body = {"parent_id": root.pk, "name": "乙厂", "kind": "enterprise"}
    made = call("POST", "/organisations", body | {"aliases": ["老厂", " 老厂", " "]})
    assert made.json()["aliases"] == ["老厂"]


@pytest.mark.django_db
def test_a_text_that_no_column_holds_is_refused_wherever_it_is_asked(keyed):
    call = keyed("administrator", "places.keep_rules", "audit.see_trail")
    rule = {"code": "x.y", "value": "1", "valid_from": "2030-01-01", "source": "a\x00b"}
    assert call("POST", "/local-rules", rule).status_code == 422
    assert call("GET", "/trail?subject=%00").json()["code"] == "unstorable_input"
