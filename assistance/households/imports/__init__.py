"""Old ledgers of families (旧台账): a row for each person or for each family, as offices have kept them."""

from assistance.households.imports.files import OldFiles

__all__ = ["OldFiles"]
