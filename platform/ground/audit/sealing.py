"""Personal data of the sensitive classes: sealed at rest, found by a keyed hash.

A sealed value is AES-256-GCM under the newest key, bound to its model, field and row: a value moved
to another column or row does not open. Keys derive from the installation's secrets
(`SHUANGLIAN_FIELD_KEYS`: newest first, separated by commas). Look-up uses an HMAC under a key of
its own for each field, from `SHUANGLIAN_LOOKUP_KEY`, or the oldest field key where that is not set.
`manage.py reseal` brings everything under the newest key.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.query_utils import DeferredAttribute

NONCE = 12


class Unreadable(Exception):  # noqa: N818 -- it says what the value is
    """A sealed value opens with none of the keys, or belongs to another field or row."""


def seal(plain: str, place: str) -> str:
    """Seal a value for a place, such as `households.member.id_no:` and the key of the row."""
    key_id, key = _newest()
    nonce = os.urandom(NONCE)
    sealed = key.encrypt(nonce, plain.encode(), place.encode())
    return f"{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(text: str, place: str) -> str:
    """Open a sealed value. Raises Unreadable; the value never stands in the error."""
    key_id, _, body = text.partition(".")
    try:
        raw = base64.urlsafe_b64decode(body)
    except ValueError:
        raw = b""
    return _opened(key_id, raw, place).decode()


def seal_bytes(plain: bytes, place: str) -> bytes:
    """Seal bytes, such as a photo's: key id, dot, nonce and what is sealed."""
    key_id, key = _newest()
    nonce = os.urandom(NONCE)
    return key_id.encode() + b"." + nonce + key.encrypt(nonce, plain, place.encode())


def unseal_bytes(stored: bytes, place: str) -> bytes:
    """Open sealed bytes. Raises Unreadable."""
    key_id, _, raw = stored.partition(b".")
    return _opened(key_id.decode("ascii", "replace"), raw, place)


def key_ids() -> list[str]:
    """The names of the sealing keys, newest first: what stands before the dot of a sealed value."""
    return list(_sealing_keys(settings.FIELD_KEYS))


def lookup_hash(plain: str, place: str) -> str:
    """The keyed hash by which a value is found: the same value, place and installation give the same."""
    key = _derived(settings.LOOKUP_KEY, f"lookup:{place}")
    return hmac.digest(key, plain.encode(), "sha256").hex()


def lookup_key_id() -> str:
    """A name of the look-up key, by which a database can say under which one its hashes stand."""
    return lookup_hash("", "sealing.lookup_key")[:8]


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

    @property
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


_NO_ROW = "a sealed value is bound to its row: save the row, or use bulk_update"


def _bound(place: str, row_key: UUID) -> str:
    return f"{place}:{row_key}"


def _opened(key_id: str, raw: bytes, place: str) -> bytes:
    key = _sealing_keys(settings.FIELD_KEYS).get(key_id)
    if key is not None:
        try:
            return key.decrypt(raw[:NONCE], raw[NONCE:], place.encode())
        except (InvalidTag, ValueError):  # sealed for another place, or damaged
            pass
    # The row is not named: its key is of no use to a reader of logs.
    raise Unreadable(
        f"a sealed value of {place.partition(':')[0]} does not open with the keys of this"
        " installation, or not in this place"
    )


def _newest() -> tuple[str, AESGCM]:
    return next(iter(_sealing_keys(settings.FIELD_KEYS).items()))


@lru_cache
def _sealing_keys(texts: str) -> dict[str, AESGCM]:
    found = {}
    for text in texts.split(","):
        key = _derived(text.strip(), "sealing")
        found[hashlib.sha256(key).hexdigest()[:8]] = AESGCM(key)
    return found


@lru_cache(maxsize=1024)
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())
