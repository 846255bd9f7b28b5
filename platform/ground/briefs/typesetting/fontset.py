"""The directory of built faces: where it is, and what can be printed with it."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import uharfbuzz as hb

from ground.briefs.typesetting.faces import FACES

ENVIRONMENT = "SHUANGLIAN_FONT_DIR"


class FontsUnavailable(Exception):  # noqa: N818 (read as a sentence: they are unavailable)
    """The fonts cannot be used or built; the message says what the operator can do."""


@dataclass(frozen=True)
class FontSet:
    """A directory of built faces. Raises FontsUnavailable where one is missing."""

    directory: Path

    def __post_init__(self) -> None:
        missing = [face.file for face in FACES if not (self.directory / face.file).is_file()]
        if missing:
            raise FontsUnavailable(
                f"No fonts for briefs in {self.directory} (missing: {', '.join(missing)}). "
                f"Build them with: python -m ground.briefs.typesetting.fonts --to {self.directory}"
            )

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that every part of a brief prints: all chains end in these faces."""
        return frozenset(
            code
            for name in ("song.otf", "latin.ttf")
            for code in hb.Face(hb.Blob.from_file_path(str(self.directory / name))).unicodes
        )


def font_directory(given: Path | str | None = None) -> Path:
    """The directory given, else that of SHUANGLIAN_FONT_DIR, else `var/fonts` in the project."""
    chosen = given or os.environ.get(ENVIRONMENT)
    return Path(chosen) if chosen else Path(__file__).resolve().parents[4] / "var" / "fonts"
