"""Everything that the pages of the 简报 do, through the same services."""

from ground.briefs.api import desk, following, photos
from ground.briefs.api.parts import router

__all__ = ["desk", "following", "photos", "router"]
