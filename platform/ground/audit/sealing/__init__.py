"""Personal data of the sensitive classes: sealed at rest, found by a keyed hash.

A sealed value is AES-256-GCM under the newest key, bound to its model, field and row: a value moved
to another column or row does not open. Keys derive from the installation's secrets
(`SHUANGLIAN_FIELD_KEYS`: newest first, separated by commas). Look-up uses an HMAC under a key of
its own for each field, from `SHUANGLIAN_LOOKUP_KEY`, or the oldest field key where that is not set.
`manage.py reseal` brings everything under the newest key.

`keys` seals and opens, `fields` has the sealed columns, `hashes` those by which a value is found.
"""

from ground.audit.sealing.fields import Opened, Sealed, SealedBytesField, SealedField, SealedRow
from ground.audit.sealing.hashes import HashField, Rehash, rehash, rehashes
from ground.audit.sealing.keys import (
    Unreadable,
    key_ids,
    lookup_hash,
    lookup_hashes,
    lookup_key_id,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

__all__ = [
    "HashField",
    "Opened",
    "Rehash",
    "Sealed",
    "SealedBytesField",
    "SealedField",
    "SealedRow",
    "Unreadable",
    "key_ids",
    "lookup_hash",
    "lookup_hashes",
    "lookup_key_id",
    "rehash",
    "rehashes",
    "seal",
    "seal_bytes",
    "unseal",
    "unseal_bytes",
]
