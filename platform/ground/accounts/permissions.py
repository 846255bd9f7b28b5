"""What may be done, and by which roles: declared by each app in its `permissions.py`."""

from collections.abc import Iterable
from dataclasses import dataclass

from ground.accounts.roles import Role


@dataclass(frozen=True)
class Permission:
    """One thing that may be done. `code` is `<app>.<verb_object>`; `label` is what people read."""

    code: str
    label: str
    roles: frozenset[Role]


_declared: dict[str, Permission] = {}


def permission(code: str, label: str, roles: Iterable[Role]) -> Permission:
    """Declare a permission and the roles that hold it."""
    if code in _declared:
        raise ValueError(f"permission {code!r} is declared twice")
    _declared[code] = Permission(code, label, frozenset(roles))
    return _declared[code]


def roles_holding(code: str) -> frozenset[Role]:
    """The roles that hold a permission; KeyError where none of that code is declared."""
    return _declared[code].roles


def declared_permissions() -> dict[str, Permission]:
    return dict(sorted(_declared.items()))


SEE_ORGANISATIONS = permission("accounts.see_organisations", "查看组织", Role)
KEEP_ORGANISATIONS = permission("accounts.keep_organisations", "维护组织", [Role.ADMINISTRATOR])
KEEP_USERS = permission("accounts.keep_users", "维护用户", [Role.ADMINISTRATOR])
KEEP_API_KEYS = permission("accounts.keep_api_keys", "维护接口密钥", [Role.ADMINISTRATOR])
