"""Keep what people give: photos and documents, looked into, cleaned, sealed."""

import hashlib
import re
from collections.abc import Iterable
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from ground.accounts.models import User
from ground.audit.sealing import seal_bytes
from ground.audit.services import record
from ground.files import pictures, queries, sniffing
from ground.files.models import Part, StoredFile, place_of
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.queries import local_rule

LONGEST_NAME = 120
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+')


def keep(
    *,
    by: User | None,
    content: bytes,
    name: str,
    keep_place: bool = False,
    key: UUID | None = None,
) -> StoredFile:
    """Keep a photo or document. The same key again gives the file already kept under it.

    Pictures are written anew as JPEG without EXIF and GPS; where they were taken is kept, sealed,
    only with `keep_place`. Raises RuleBroken `file_empty`, `file_too_large`, `file_kind_refused`,
    `image_too_large`, `image_unreadable`, `key_taken`.
    """
    key = key or uuid4()
    if known := StoredFile.objects.filter(pk=key).first():
        return _own(known, by)
    check_size(len(content))
    made = _made(content, name, keep_place=keep_place)
    stored, parts = made
    stored.key, stored.kept_by, stored.kept_at = key, by, clock.now()
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
            Part.objects.bulk_create(
                Part(file=stored, kind=kind, sealed=seal_bytes(plain, place_of(key, kind)))
                for kind, plain in parts.items()
            )
            record(by, "files.file_kept", stored, size=stored.size, media_type=stored.media_type)
    except IntegrityError:
        if known := StoredFile.objects.filter(pk=key).first():  # sent twice at the same moment
            return _own(known, by)
        raise
    return stored


def keep_all(
    *, by: User, keys: Iterable[UUID] = (), uploads: Iterable[UploadedFile] = ()
) -> list[StoredFile]:
    """What a form brought: files that its page has already sent, by key, and files sent with it."""
    wanted = list(dict.fromkeys(keys))
    known = StoredFile.objects.filter(kept_by=by).in_bulk(wanted)
    if len(known) < len(wanted):
        raise RuleBroken(
            "file_unknown", "有附件没有传上来，请重新选择", fields={"file": "请重新选择"}
        )
    kept = [known[key] for key in wanted]
    for upload in uploads:
        check_size(upload.size or 0)
        kept.append(keep(by=by, content=upload.read(), name=upload.name or ""))
    return kept


def check_size(size: int) -> None:
    """Refuse before reading: nothing, or more than the local rule allows."""
    if size == 0:
        raise RuleBroken("file_empty", "文件是空的，请重新选择", fields={"file": "文件是空的"})
    most = int(local_rule("files.largest_megabytes", on=clock.today()))
    if size > most * 1024 * 1024:
        raise RuleBroken(
            "file_too_large",
            f"文件超过{most}MB，请压缩后再上传",
            fields={"file": f"不超过{most}MB"},
        )


def discard_unused(*, days: int) -> int:
    """Forget the files that nothing has referred to for so many days: forms never sent."""
    gone = 0
    for stored in queries.unused_files(days):
        try:
            with transaction.atomic():
                record(None, "files.file_discarded", stored)
                stored.delete()
        except ProtectedError:  # somebody has just referred to it
            continue
        gone += 1
    return gone


def _made(content: bytes, name: str, *, keep_place: bool) -> tuple[StoredFile, dict[str, bytes]]:
    decoder = sniffing.image_format(content)
    if decoder is None:
        sort, parts = sniffing.sort_of(content), {Part.Kind.WHOLE.value: content}
        stored = StoredFile()
    else:
        picture, sort = pictures.reworked(content, decoder), sniffing.JPEG
        parts = {
            Part.Kind.WHOLE.value: picture.content,
            Part.Kind.THUMBNAIL.value: picture.thumbnail,
        }
        stored = StoredFile(
            width=picture.width,
            height=picture.height,
            place=picture.place if keep_place else "",
        )
    whole = parts[Part.Kind.WHOLE.value]
    stored.name = _fit_name(name, sort.suffix)
    stored.media_type = sort.media_type
    stored.size = len(whole)
    stored.sha256 = hashlib.sha256(whole).hexdigest()
    return stored, parts


def _fit_name(name: str, suffix: str) -> str:
    """The name without folders and tricks, ending as what the file is."""
    last = re.split(r"[/\\]", name)[-1]
    stem = _UNFIT.sub("", last.rpartition(".")[0] or last).strip(" .") or "附件"
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"


def _own(stored: StoredFile, by: User | None) -> StoredFile:
    """A key belongs to the person who used it first."""
    if stored.kept_by_id != (by.pk if by else None):
        raise RuleBroken("key_taken", "这个附件的编号已被他人使用，请重新选择文件")
    return stored
