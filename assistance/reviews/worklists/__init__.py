"""The lists of files that somebody should look at (domain.md, pain P8)."""

from assistance.reviews.worklists import families, papers

__all__ = ["families", "papers"]
