"""The operations of households: files, their routes, and who helps which family."""

from assistance.households.api import files, forms, helpers, routes
from assistance.households.api.parts import router

__all__ = ["files", "forms", "helpers", "router", "routes"]
