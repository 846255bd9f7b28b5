"""Reads worth a name."""

import re

from ground.privacy.models import Release


def release_of(code: str) -> Release | None:
    """The export with this code, however it was typed: small letters, without dash, with blanks."""
    plain = re.sub(r"[^0-9A-Z]", "", code.upper())
    return Release.objects.select_related("by", "organisation").filter(code=plain).first()


def releases_of_file(sha256: str) -> list[Release]:
    """The exports that gave exactly this file."""
    found = Release.objects.select_related("by", "organisation")
    return list(found.filter(sha256=sha256.strip().lower()))
