"""The operations of households: files, and who helps which family."""

from assistance.households.api import files, helpers
from assistance.households.api.parts import router

__all__ = ["files", "helpers", "router"]
