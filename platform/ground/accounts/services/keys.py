"""Keys for other programs."""

import secrets
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from ground.accounts.models import ApiKey, User
from ground.accounts.permissions import declared_permissions
from ground.accounts.rules import hash_of_key
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@transaction.atomic
def issue_api_key(
    *, by: User, owner: User, label: str, permissions: Sequence[str], expires_on: date
) -> tuple[ApiKey, str]:
    """Make a key for another program. Returns the row and the key itself, which is shown only now.

    It may do no more than its owner; made through a key, no more than that key.
    """
    known, own = declared_permissions(), by.limited_to
    unknown = [code for code in permissions if code not in known]
    if unknown:
        raise RuleBroken(
            "permission_unknown",
            f"没有这样的权限：{'、'.join(unknown)[:100]}",
            fields={"permissions": "有未知的权限"},
        )
    beyond = [
        code for code in permissions if not owner.may(code) or (own is not None and code not in own)
    ]
    if beyond:
        raise RuleBroken("key_beyond_owner", f"密钥权限超出其所有者：{'、'.join(beyond)}")
    if expires_on < clock.today():
        raise RuleBroken("key_expired", "有效期不能早于今天", fields={"expires_on": "不能早于今天"})
    secret = f"sl_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        owner=owner,
        label=label,
        prefix=secret[:12],
        key_hash=hash_of_key(secret),
        permissions=sorted(permissions),
        expires_on=expires_on,
    )
    record(by, "api_key.issued", key, permissions=sorted(permissions))
    return key, secret


@transaction.atomic
def revoke_api_key(*, by: User, key: ApiKey) -> None:
    """Let a key do nothing from now on."""
    key.revoked_at = key.revoked_at or clock.now()
    key.save(update_fields=["revoked_at"])
    record(by, "api_key.revoked", key)
