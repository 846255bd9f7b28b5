"""Values sealed and opened with the installation's keys, and the keyed hash by which one is found."""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

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
    return lookup_hashes([plain], place)[0]


def lookup_hashes(plains: Iterable[str], place: str) -> list[str]:
    """The keyed hash of each of many values."""
    key = _derived(settings.LOOKUP_KEY, f"lookup:{place}")
    return [hmac.digest(key, one.encode(), "sha256").hex() for one in plains]


def lookup_key_id() -> str:
    """A name of the look-up key, by which a database can say under which one its hashes stand."""
    return lookup_hash("", "sealing.lookup_key")[:8]


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
