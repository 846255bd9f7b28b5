"""The photos of a contribution that is being written: kept already, by number, and sent with the form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from ground.accounts.models import User
from ground.briefs import services
from ground.briefs.models import Contribution, Photo
from ground.files.models import StoredFile
from ground.kernel.errors import RuleBroken

_NUMBERED = re.compile(r"([1-9]\d{0,2}):([0-9a-f-]{32,36})", re.ASCII)


@dataclass(frozen=True)
class Given:
    """`kept` are the keys of files by the numbers of their photos, `uploads` get the next ones."""

    kept: Mapping[int, UUID]
    uploads: Sequence[UploadedFile] = ()


class PhotosInput(forms.Widget):
    """Its panel is a template of its own, `briefs/photos.html`."""

    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Given:
        kept = {}
        for text in data.getlist(name) if hasattr(data, "getlist") else ():
            if found := _NUMBERED.fullmatch(text):
                try:
                    kept[int(found[1])] = UUID(found[2])
                except ValueError:
                    continue
        uploads = files.getlist(f"{name}-files") if hasattr(files, "getlist") else ()
        return Given(kept, [one for one in uploads if one])


class PhotosField(forms.Field):
    """Photos with their numbers. Its cleaned value is `Given`."""

    widget = PhotosInput


def kept_photos(
    user: User, given: Given, mends: Contribution | None = None
) -> dict[int, StoredFile]:
    """The files of what a form gave.

    Raises RuleBroken as `services.keep_photos` does, `file_unknown` for a key of somebody else's.
    """
    photos = known_photos(user, given.kept, mends)
    if len(photos) < len(given.kept):
        wrong = "有照片没有传上来，请重新选择"
        raise RuleBroken("file_unknown", wrong, fields={"photos": wrong})
    kept = services.keep_photos(by=user, uploads=given.uploads, known=len(photos))
    return photos | numbered(kept, photos)


def known_photos(
    user: User, keys: Mapping[int, UUID], mends: Contribution | None
) -> dict[int, StoredFile]:
    """A person's own files, and those of the returned contribution; others are left out."""
    old = Photo.objects.filter(contribution=mends).values("file") if mends else []
    known = StoredFile.objects.filter(Q(kept_by=user) | Q(pk__in=old)).in_bulk(list(keys.values()))
    return {number: known[key] for number, key in sorted(keys.items()) if key in known}


def numbered(kept: Sequence[StoredFile], known: Mapping[int, StoredFile]) -> dict[int, StoredFile]:
    """New photos under the numbers after those known."""
    return dict(enumerate(kept, max(known, default=0) + 1))


def photos_of(contribution: Contribution) -> dict[int, StoredFile]:
    rows = contribution.photos.select_related("file")
    return {one.number: one.file for one in rows if one.file is not None}
