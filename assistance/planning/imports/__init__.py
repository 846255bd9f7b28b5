"""Agencies and enterprises from the office's own lists."""

from assistance.planning.imports.agencies import Agencies
from assistance.planning.imports.enterprises import Enterprises

__all__ = ["Agencies", "Enterprises"]
