"""Made-up requests to each operation of the API, from its description."""

import json
import os
from datetime import date
from typing import Any

import schemathesis
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as wanted
from schemathesis.core import NotSet

from ground.accounts import services as accounts
from ground.accounts.models import User
from ground.accounts.roles import Role
from runtime.api import api
from tests.architecture.routes import OPERATIONS, value_for

CASES = int(os.environ.get("CASES", "15"))
DESCRIBED = schemathesis.openapi.from_dict(api.get_openapi_schema())
OPERATIONS_DESCRIBED = [one.ok() for one in DESCRIBED.get_all_operations()]
EACH_OWN = 4  # of so many cases one keeps the numbers that were made up: nothing is found


def key_to_everything() -> str:
    """Of somebody who may do everything in the story's organisation."""
    office = User.objects.get(username="walk-inside-office")
    for role in Role:
        accounts.grant_role(by=None, user=office, organisation=office.organisation, role=role)
    permissions = sorted({one.audience.code for one in OPERATIONS if one.audience is not None})
    _, key = accounts.issue_api_key(
        by=office,
        owner=User.objects.get(pk=office.pk),
        label="任意输入",
        permissions=permissions,
        expires_on=date(2999, 1, 1),
    )
    return key


def path_of(operation: Any) -> str:
    """With the numbers of rows of the story."""
    path: str = operation.path
    while "{" in path:
        begin, end = path.index("{"), path.index("}")
        value = value_for(path[:begin].removeprefix("/api/v1/"), path[begin + 1 : end])
        path = path[:begin] + value + path[end + 1 :]
    return path


def sent(client: Client, method: str, path: str, case: Any) -> HttpResponse:
    told: dict[str, Any] = {}
    if case.query:
        told["query_params"] = {
            name: value if isinstance(value, str | list) else json.dumps(value)
            for name, value in case.query.items()
        }
    if not isinstance(case.body, NotSet):
        told |= {"data": json.dumps(case.body), "content_type": "application/json"}
    with transaction.atomic():
        answer = client.generic(method, path, **told)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)  # the next case finds the same story
    return answer


def answers_not_described(operation: Any, key: str) -> list[str]:
    """Of so many made-up requests those whose status the description does not name."""
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {key}"})
    ours, method = path_of(operation), operation.method.upper()
    named = set(operation.definition.raw["responses"])
    faults: list[str] = []
    count = iter(range(CASES))

    @seed(2008)
    @wanted(
        max_examples=CASES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        if case.media_type and "json" not in case.media_type:
            return  # files have tests of their own
        path = ours if next(count, 0) % EACH_OWN else case.formatted_path
        answer = sent(client, method, path, case)
        status = str(answer.status_code)
        if not named & {status, f"{status[0]}XX"}:
            faults.append(f"{status}: {path} {case.query} {case.body}")

    send()
    return faults
