"""Personal data of the sensitive classes: sealed at rest, found by a keyed hash.

A sealed value is AES-256-GCM under the newest key, bound to its model and field: a value moved to
another column does not open. Look-up uses an HMAC under a key of its own for each field. Keys derive
from the installation's secret (`SHUANGLIAN_FIELD_KEYS`: newest first, separated by commas).
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

NONCE = 12


class Unreadable(Exception):  # noqa: N818 -- it says what the value is
    """A sealed value opens with none of the keys, or belongs to another field."""


def seal(plain: str, place: str) -> str:
    """Seal a value for a place such as `households.member.id_no`."""
    key_id, key = _sealing_keys()[0]
    nonce = os.urandom(NONCE)
    sealed = AESGCM(key).encrypt(nonce, plain.encode(), place.encode())
    return f"{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(text: str, place: str) -> str:
    """Open a sealed value. Raises Unreadable; the value never stands in the error."""
    key_id, _, body = text.partition(".")
    raw = base64.urlsafe_b64decode(body)
    for known, key in _sealing_keys():
        if known == key_id:
            try:
                return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], place.encode()).decode()
            except InvalidTag:
                break
    raise Unreadable(f"a sealed value of {place} does not open with the keys of this installation")


def seal_bytes(plain: bytes, place: str) -> bytes:
    """Seal bytes, such as a photo's: key id, dot, nonce and what is sealed."""
    key_id, key = _sealing_keys()[0]
    nonce = os.urandom(NONCE)
    return key_id.encode() + b"." + nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal_bytes(stored: bytes, place: str) -> bytes:
    """Open sealed bytes. Raises Unreadable."""
    key_id, _, raw = stored.partition(b".")
    for known, key in _sealing_keys():
        if known.encode() == key_id:
            try:
                return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], place.encode())
            except InvalidTag:
                break
    raise Unreadable(f"sealed bytes of {place} do not open with the keys of this installation")


def lookup_hash(plain: str, place: str) -> str:
    """The keyed hash by which a value is found: the same value, place and installation give the same.

    Always under the oldest key: adding a newer one must not lose what is stored.
    """
    key = _derived(settings.FIELD_KEYS.split(",")[-1].strip(), f"lookup:{place}")
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Text that is sealed in the database and plain in Python. Empty stays empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """In migrations it is the text column that it is, so that they never import this code."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    @property
    def _place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"  # noqa: SLF001

    def get_prep_value(self, value: Any) -> Any:
        return seal(str(value), self._place) if value else ""

    def from_db_value(self, value: str | None, *_: object) -> str:
        return unseal(value, self._place) if value else ""

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in {"exact", "isnull"}:
            return super().get_lookup(lookup_name)
        raise TypeError("a sealed field cannot be searched; use its hash column")


@lru_cache
def _sealing_keys() -> list[tuple[str, bytes]]:
    found = []
    for text in settings.FIELD_KEYS.split(","):
        key = _derived(text.strip(), "sealing")
        found.append((hashlib.sha256(key).hexdigest()[:8], key))
    return found


@lru_cache
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())
