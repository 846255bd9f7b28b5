"""Reads worth a name."""

from datetime import timedelta
from typing import cast

from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, QuerySet

from ground.audit.sealing import unseal_bytes
from ground.files.models import Part, StoredFile, place_of
from ground.kernel import clock


def content_of(stored: StoredFile, kind: str = Part.Kind.WHOLE) -> bytes:
    """The plain bytes of a file, or of its small picture."""
    sealed = Part.objects.values_list("sealed", flat=True).get(file=stored, kind=kind)
    return unseal_bytes(bytes(sealed), place_of(stored.key, kind))


def unused_files(days: int) -> QuerySet[StoredFile]:
    """Files older than so many days to which no row of any app refers."""
    found = StoredFile.objects.filter(kept_at__lt=clock.now() - timedelta(days=days))
    for one in StoredFile._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- Django's own way
        if isinstance(one, ForeignObjectRel) and one.related_model is not Part:
            rows = cast("type[Model]", one.related_model)._base_manager  # noqa: SLF001 -- as above
            referring = rows.filter(**{one.field.name: OuterRef("pk")})
            found = found.filter(~Exists(referring))
    return found
