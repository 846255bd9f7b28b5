"""The routers of the ground, by the path under which `runtime/api.py` mounts them."""

from ninja import Router

from ground.web.admin_api import accounts, installation
from ground.web.files_api import files

routers: dict[str, Router] = {
    "/organisations": accounts.organisations,
    "/people": accounts.people,
    "/api-keys": accounts.api_keys,
    "/local-rules": installation.rules,
    "/calendar": installation.calendar,
    "/deliveries": installation.deliveries,
    "/trail": installation.trail,
    "/files": files,
}
