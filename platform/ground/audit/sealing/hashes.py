"""Columns by which a sealed value is found, and how they are made anew."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import models

from ground.audit.sealing.keys import lookup_hash


class HashField(models.CharField):  # type: ignore[type-arg]
    """The look-up hash of a sealed field of the same row; `manage.py reseal --rehash` makes it anew.

    `of` names the sealed field, `place` is what `lookup_hash` is given, `normal` brings the value
    into the form that is hashed. Services write it; this only says where it comes from.
    """

    def __init__(
        self,
        *args: Any,
        of: str = "",
        place: str = "",
        normal: Callable[[str], str] = str,
        **kwargs: Any,
    ) -> None:
        self.of, self.place, self.normal = of, place, normal
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def hashed(self, plain: str) -> str:
        value = self.normal(plain) if plain else ""
        return lookup_hash(value, self.place) if value else ""


class Rehash(NamedTuple):
    """How the look-up hashes of a model are made anew: the columns, and a function that sets them."""

    fields: Sequence[str]
    renew: Callable[[Any], object]
    related: Sequence[str]


rehashes: dict[str, Rehash] = {}


def rehash(
    model: str,
    fields: Sequence[str],
    renew: Callable[[Any], object],
    *,
    related: Sequence[str] = (),
) -> None:
    """Say how hashes that are no plain `HashField` are made anew. Called from an app's `hashes.py`."""
    rehashes[model] = Rehash(fields, renew, related)
