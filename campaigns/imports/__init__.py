"""The workbooks that units send for campaigns."""

from campaigns.imports.roster import Roster

__all__ = ["Roster"]
