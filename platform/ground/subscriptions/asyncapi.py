"""The AsyncAPI document: what other systems hear, over the exchange and by webhooks, and in which form.

https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from ground.events.declaring import fields_of
from ground.subscriptions.cloudevents import SINGLE
from ground.subscriptions.declaring import Shared, shared
from ground.subscriptions.exchange import ATTRIBUTE

_TEXT: dict[str, Any] = {"type": "string"}
_PARTS = "provinces, cities and counties, two digits each, as many as are known: `43.07.02`"


def document() -> dict[str, Any]:
    """The whole document, in the order of names."""
    kinds = shared().values()
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for one in kinds:
        channels[one.name] = _on_exchange(one)
        operations[f"publish.{one.name}"] = {
            "action": "send",
            "channel": {"$ref": f"#/channels/{one.name}"},
            "bindings": {"amqp": {"deliveryMode": 2, "mandatory": False}},
        }
    channels["webhook"] = _webhook(list(kinds))
    operations["call"] = {"action": "send", "channel": {"$ref": "#/channels/webhook"}}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "双联 Shuanglian",
            "version": "1",
            "description": (
                "CloudEvents 1.0 about what has happened: ids, dates and numbers, never personal data."
                " Delivered at least once; the id of an event is the same however often. The same events"
                " are read by cursor at GET /api/v1/events, with an API key."
            ),
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": {one.name: _message(one) for one in kinds},
            "messageTraits": {"binary": _binary(), "signed": _signed()},
            "schemas": {f"data.{one.name}": _data(one) for one in kinds},
        },
    }


def _on_exchange(one: Shared) -> dict[str, Any]:
    return {
        "address": f"{one.name}.{{area}}",
        "description": _first_line(one),
        "parameters": {"area": {"description": f"The division of its organisation: {_PARTS}."}},
        "messages": {"event": {"$ref": f"#/components/messages/{one.name}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {
                    "name": "SHUANGLIAN_OUTSIDE_EXCHANGE",
                    "type": "topic",
                    "durable": True,
                    "autoDelete": False,
                },
            }
        },
    }


def _message(one: Shared) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": _first_line(one),
        "summary": f"For readers who hold `{one.needs.code}`.",
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/data.{one.name}"},
        "traits": [{"$ref": "#/components/messageTraits/binary"}],
    }


def _webhook(kinds: list[Shared]) -> dict[str, Any]:
    """One event a call, whole in its body (structured mode), signed after Standard Webhooks."""
    return {
        "address": None,
        "description": "A POST to each address that an administrator has set up.",
        "messages": {
            "event": {
                "name": "event",
                "contentType": SINGLE,
                "payload": {
                    "type": "object",
                    "required": ["specversion", "id", "source", "type", "time", "data"],
                    "properties": {
                        **_attributes(),
                        "data": {
                            "anyOf": [
                                {"$ref": f"#/components/schemas/data.{one.name}"} for one in kinds
                            ]
                        },
                    },
                },
                "traits": [{"$ref": "#/components/messageTraits/signed"}],
            }
        },
        "bindings": {"http": {}},
    }


def _attributes() -> dict[str, Any]:
    return {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid"},
        "source": {"type": "string", "format": "uri"},
        "type": {"type": "string", "enum": list(shared())},
        "time": {"type": "string", "format": "date-time"},
        "subject": _TEXT,
        "aggregatetype": _TEXT,
        "aggregateid": _TEXT,
        "causedby": {"type": "string", "format": "uuid"},
    }


def _binary() -> dict[str, Any]:
    required = ["specversion", "id", "source", "type", "time"]
    return {
        "headers": {
            "type": "object",
            "required": [f"{ATTRIBUTE}{name}" for name in required],
            "properties": {f"{ATTRIBUTE}{name}": kind for name, kind in _attributes().items()},
        }
    }


def _signed() -> dict[str, Any]:
    names = ["webhook-id", "webhook-timestamp", "webhook-signature"]
    return {
        "headers": {
            "type": "object",
            "required": names,
            "properties": dict.fromkeys(names, _TEXT),
        }
    }


def _data(one: Shared) -> dict[str, Any]:
    kinds = fields_of(one.event)
    return {
        "type": "object",
        "required": list(one.fields),
        "properties": {field: _schema(kinds[field]) for field in one.fields},
    }


_SCHEMAS: dict[Any, dict[str, Any]] = {
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    tuple[int, ...]: {"type": "array", "items": {"type": "integer"}},
    int | None: {"type": ["integer", "null"]},
    Decimal: {"type": "string", "format": "decimal"},
    UUID: {"type": "string", "format": "uuid"},
}


def _schema(kind: Any) -> dict[str, Any]:
    formats = {"date": "date", "datetime": "date-time"}
    named = formats.get(getattr(kind, "__name__", ""))
    return _SCHEMAS.get(kind) or ({"type": "string", "format": named} if named else _TEXT)


def _first_line(one: Shared) -> str:
    return (one.event.__doc__ or "").strip().splitlines()[0]
