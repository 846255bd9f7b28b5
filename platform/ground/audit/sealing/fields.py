"""Columns whose values lie sealed in the database and are plain on the instance."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import cached_property

from ground.audit.sealing.keys import seal, unseal


class SealedRow(models.Model):
    """A row whose sealed fields are bound to it. Its `row_key` never changes and is never given away.

    A copy of a row needs a `row_key` of its own, and its sealed values set anew.
    """

    row_key = models.UUIDField(default=uuid4, db_default=RandomUUID(), editable=False, unique=True)

    class Meta:
        abstract = True


class Sealed:
    """A value as it lies in the database: true where there is something, never seen as text."""

    __slots__ = ("place", "text")

    def __init__(self, text: str, place: str) -> None:
        self.text, self.place = text, place

    def opened(self, row_key: UUID) -> str:
        """The plain value, for the row it was sealed for. Raises Unreadable."""
        return unseal(self.text, _bound(self.place, row_key))

    def prepare_database_save(self, _field: Any) -> Any:
        """Never called: its being there makes Django refuse the value in `QuerySet.update()`."""
        raise NotImplementedError

    def __str__(self) -> str:
        return "（已加密）"

    def __repr__(self) -> str:
        return f"<sealed {self.place}>"


class Opened(str):
    """Text read from a sealed attribute: it knows its row, so that bulk_update can seal it."""

    __slots__ = ("row_key",)
    row_key: UUID

    def __repr__(self) -> str:
        return "<opened>"  # an error message or a log that quotes a row shows nothing

    def prepare_database_save(self, _field: Any) -> Any:
        """As in `Sealed`: one value for many rows would open in none of them."""
        raise NotImplementedError


class _ForRow(str):
    """A value that has been sealed for the row which is being saved."""

    __slots__ = ()


class SealedAttribute(DeferredAttribute):
    """Opens a sealed value when somebody reads it, and not before."""

    field: "SealedField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or not value or isinstance(value, Opened):
            return value
        row_key = instance.row_key
        opened = Opened(value.opened(row_key) if isinstance(value, Sealed) else value)
        opened.row_key = row_key
        instance.__dict__[self.field.attname] = opened
        return opened

    def __set__(self, instance: Any, value: Any) -> None:
        # A value read from another row is text like any other here: it is bound anew.
        instance.__dict__[self.field.attname] = str(value) if isinstance(value, Opened) else value


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Text that is sealed in the database and plain on the instance. Empty stays empty.

    It is opened when it is read, so a list that does not show it costs nothing. `values()` and
    `values_list()` give `Sealed`. It is written by `save`, `bulk_create` and `bulk_update`;
    `update()` can only empty it. The model is a `SealedRow`, or has a `row_key` of its own.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """In migrations it is the text column that it is, so that they never import this code."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    @cached_property
    def place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"  # noqa: SLF001

    def sealed(self, plain: str, row_key: UUID) -> str:
        """A value as the column holds it, for whoever writes rows past the models (COPY)."""
        return seal(plain, _bound(self.place, row_key)) if plain else ""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        held = model_instance.__dict__.get(self.attname)
        if isinstance(held, Sealed):  # nobody has read it
            return _ForRow(held.text)
        value = super().pre_save(model_instance, add)
        if not value:
            return ""
        return _ForRow(self.sealed(str(value), model_instance.row_key))  # type: ignore[attr-defined]

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, _ForRow):
            return str(value)
        if isinstance(value, Opened):
            return self.sealed(value, value.row_key)
        if value:
            raise TypeError(_NO_ROW)
        return ""

    def from_db_value(self, value: str | None, *_: object) -> "Sealed | str":
        return Sealed(value, self.place) if value else ""

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in {"exact", "isnull", "is_under"}:
            return super().get_lookup(lookup_name)
        raise TypeError("a sealed field cannot be searched; use its hash column")


class SealedBytesField(models.BinaryField):  # type: ignore[type-arg]
    """Bytes that the services seal with `seal_bytes` and open with `unseal_bytes`.

    `place` says of a row what they are bound to, so that `manage.py reseal` can seal them anew.
    """

    def __init__(
        self, *args: Any, place: Callable[[Any], str] | None = None, **kwargs: Any
    ) -> None:
        self.place = place
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


@SealedField.register_lookup
@SealedBytesField.register_lookup
class IsUnder(models.Lookup):  # type: ignore[type-arg]
    """`mobile__is_under="1a2b3c4d"`: sealed under the key with this id."""

    lookup_name = "is_under"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, params = self.process_lhs(compiler, connection)
        start = f"{self.rhs}."
        is_text = isinstance(self.lhs.output_field, SealedField)
        return f"substr({sql}, 1, {len(start)}) = %s", [
            *params,
            start if is_text else start.encode(),
        ]


_NO_ROW = "a sealed value is bound to its row: save the row, or use bulk_update"


def _bound(place: str, row_key: UUID) -> str:
    return f"{place}:{row_key}"
