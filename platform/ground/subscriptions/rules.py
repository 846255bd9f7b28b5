"""When a message is tried again, how long a failing address rests, and what is signed: plain Python.

Signatures: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import random
import secrets
from collections.abc import Iterable

SECONDS = (5, 30, 120, 600, 1800, 7200, 18000, 36000)  # after the first failure, the second …
JITTER = 0.2  # of the time, to both sides: a thousand messages do not come back at one moment
RESTS_AFTER = 5  # failures in a row
LONGEST_REST = 3600.0
PREFIX = "whsec_"
SECRET_BYTES = 32


def seconds_to_next(attempts: int, chance: random.Random) -> float:
    """How long to wait after so many attempts at a message."""
    seconds = SECONDS[min(attempts, len(SECONDS)) - 1]
    return seconds * chance.uniform(1 - JITTER, 1 + JITTER)


def seconds_of_rest(failures: int, chance: random.Random) -> float:
    """How long an address is left in peace after so many failures in a row; 0 for the first few."""
    if failures < RESTS_AFTER:
        return 0.0
    seconds = min(30.0 * (1 << min(failures - RESTS_AFTER, 20)), LONGEST_REST)
    return seconds * chance.uniform(1 - JITTER, 1)


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signatures(secrets_of: Iterable[str], *, message_id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature`: one `v1,…` for each valid secret."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets_of)


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
