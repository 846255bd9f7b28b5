from django.db.models import Q, QuerySet

from ground.accounts.models import ApiKey, Organisation, User
from ground.accounts.rules import hash_of_key
from ground.kernel import clock


def organisation_named(
    name: str, among: "QuerySet[Organisation] | None" = None
) -> Organisation | None:
    """The organisation of this name, short name or alias; None if there is none, or more than one."""
    rows = Organisation.objects.all() if among is None else among
    found = rows.filter(Q(name=name) | Q(short_name=name) | Q(aliases__name=name)).distinct()[:2]
    return found[0] if len(found) == 1 else None


def user_of_key(secret: str) -> User | None:
    """The owner of a valid key, limited to what the key may do; None where the key is not valid."""
    key = (
        ApiKey.objects.select_related("owner")
        .filter(
            key_hash=hash_of_key(secret),
            revoked_at__isnull=True,
            expires_on__gte=clock.today(),
            owner__is_active=True,
        )
        .first()
    )
    if key is None:
        return None
    key.owner.limited_to = frozenset(key.permissions)
    return key.owner
