"""The feed of events, for other programs: CloudEvents from a cursor on."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from ninja import Query, Router, Schema
from pydantic import Field

from ground.subscriptions import cloudevents, feed
from ground.subscriptions.permissions import READ_FEED
from ground.web.api import acting, needs

router = Router()
LATEST = "latest"
LARGEST = 1_000_000  # bytes of one answer; a single event is never cut

_EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "time", "datacontenttype", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {
            "type": "string",
            "format": "uuid",
            "description": "The same however often it is told.",
        },
        "source": {"type": "string", "format": "uri"},
        "type": {"type": "string", "examples": ["visits.visit_recorded"]},
        "time": {"type": "string", "format": "date-time"},
        "subject": {"type": "string", "examples": ["visits.visit/12"]},
        "datacontenttype": {"const": "application/json"},
        "aggregatetype": {"type": "string", "examples": ["visits.visit"]},
        "aggregateid": {"type": "string", "examples": ["12"]},
        "causedby": {"type": "string", "description": "The id of the event that brought it forth."},
        "data": {"type": "object", "description": "As docs/asyncapi.json describes for each type."},
    },
}
_DOCUMENTED = {
    "responses": {
        200: {
            "description": (
                "Events that the reader may see, oldest first. `Next-Cursor` is what to ask `after` the"
                " next time; `Caught-Up` says whether that is the end for now. A page may be empty and"
                " not the end: go on from its cursor."
            ),
            "headers": {
                "Next-Cursor": {"schema": {"type": "string"}},
                "Caught-Up": {"schema": {"type": "string", "enum": ["true", "false"]}},
                "Link": {"schema": {"type": "string"}, "description": 'The same as rel="next".'},
            },
            "content": {cloudevents.BATCH: {"schema": {"type": "array", "items": _EVENT}}},
        }
    }
}


class Asked(Schema):
    after: str = Field(
        "", max_length=200, description="A cursor; empty: from the beginning; `latest`: from now on"
    )
    types: str = Field("", max_length=10_000, description="Names of events, separated by commas")
    limit: int = Field(feed.DEFAULT, ge=1, le=feed.MOST)


@router.get("", auth=needs(READ_FEED), openapi_extra=_DOCUMENTED, summary="Read Events")
def read_events(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Everything that has happened since a cursor, as far as the reader may see it. None is skipped."""
    user = acting(request)
    types = feed.asked_types(user, asked.types.split(",")) if asked.types else None
    if asked.after == LATEST:
        return _answer(request, asked, [], feed.cursor_of(user, feed.end()), is_end=True)
    after = feed.position_of(user, asked.after) if asked.after else 0
    page = feed.read(user, after=after, types=types, limit=asked.limit)
    told = [json.dumps(one, ensure_ascii=False) for one in cloudevents.told_to(user, page.entries)]
    fitting = _fitting(told)
    if fitting < len(told):
        cursor = feed.cursor_of(user, page.entries[fitting - 1].pk)
        return _answer(request, asked, told[:fitting], cursor, is_end=False)
    return _answer(request, asked, told, feed.cursor_of(user, page.position), is_end=page.is_end)


def _fitting(told: list[str]) -> int:
    """How many fit into one answer, and at least one."""
    size = 0
    for number, one in enumerate(told):
        size += len(one.encode())
        if size > LARGEST:
            return max(number, 1)
    return len(told)


def _answer(
    request: HttpRequest, asked: Asked, told: list[str], cursor: str, *, is_end: bool
) -> HttpResponse:
    query: dict[str, str] = {"after": cursor, "limit": str(asked.limit)}
    if asked.types:
        query["types"] = asked.types
    answer = HttpResponse(f"[{','.join(told)}]", content_type=cloudevents.BATCH)
    answer["Next-Cursor"] = cursor
    answer["Caught-Up"] = "true" if is_end else "false"
    answer["Link"] = f'<{request.build_absolute_uri(request.path)}?{urlencode(query)}>; rel="next"'
    answer["Cache-Control"] = "no-store"
    return answer
