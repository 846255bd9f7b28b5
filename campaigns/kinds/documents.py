"""A kind as a row of the database keeps it, and back."""

from typing import Any

from pydantic import TypeAdapter

from campaigns.kinds.shapes import CampaignKind

_SHAPE = TypeAdapter(CampaignKind)
BESIDE = ("code", "label")  # columns of their own


def read(code: str, label: str, content: dict[str, Any]) -> CampaignKind:
    return _SHAPE.validate_python({**content, "code": code, "label": label})


def plain(kind: CampaignKind) -> dict[str, Any]:
    """What of a kind is kept beside its code and its name; what is as usual is left out."""
    told: dict[str, Any] = _SHAPE.dump_python(kind, mode="json", exclude_defaults=True)
    return {name: value for name, value in told.items() if name not in BESIDE}
