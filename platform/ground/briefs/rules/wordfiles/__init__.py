"""A Word file that somebody sends in, read as the words and photos of an article."""

from ground.briefs.rules.wordfiles.opening import MOST_BYTES
from ground.briefs.rules.wordfiles.reading import Imported, read_word

__all__ = ["MOST_BYTES", "Imported", "read_word"]
