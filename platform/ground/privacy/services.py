"""Let files leave: each one is written down, with a code that it carries."""

import hashlib
from typing import IO

from django.db import transaction

from ground.accounts.models import Organisation, User
from ground.audit.services import origin, record
from ground.kernel import clock
from ground.kernel.codes import new_code
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.kernel.scanning import kinds_in
from ground.kernel.texts import check_reason
from ground.privacy.models import CODE_LENGTH, Release
from ground.privacy.permissions import TAKE_OUT_PERSONAL

HIDDEN = "（含个人信息，不登记）"
CHUNK = 1 << 20


@transaction.atomic
def release(
    *,
    by: User,
    title: str,
    organisation: Organisation | None = None,
    rows: int | None = None,
    personal: bool = False,
    reason: str = "",
    filters: str = "",
    format: str = "xlsx",  # noqa: A002 -- that is what it is
) -> Release:
    """Write down that a file leaves, before it is made: its `code` and `line` belong into it.

    `organisation` is whose rows it holds (default: the person's own). With personal data the person
    needs the permission there and a reason. Then make the file and call `completed`, or `refused`.
    Raises RuleBroken `reason_missing`, `reason_personal`, NotAllowed `personal_not_allowed`.
    """
    if kinds_in(reason):
        raise RuleBroken(
            "reason_personal", "原因里请不要写个人号码和住址", fields={"reason": "不要写个人号码"}
        )
    whose = organisation or by.organisation
    if personal:
        reason = check_reason(reason, what="导出个人信息")
        if not by.reaches(whose, TAKE_OUT_PERSONAL.code):
            raise NotAllowed("personal_not_allowed", f"没有“{TAKE_OUT_PERSONAL.label}”的权限")
    return Release.objects.create(
        code=new_code(CODE_LENGTH),
        by=by,
        organisation=whose,
        title=title[:120],
        format=format,
        filters=HIDDEN if kinds_in(filters) else filters[:300],
        rows=rows,
        personal=personal,
        reason=reason,
        at=clock.now(),
        ip=origin().ip,
    )


@transaction.atomic
def completed(*, release: Release, content: bytes | IO[bytes], rows: int | None = None) -> Release:
    """The file is made: keep its hash and size. A stream is read and put back to its beginning."""
    release = _open(release)
    release.sha256, release.size = _hash(content)
    release.rows = release.rows if rows is None else rows
    release.save(update_fields=["sha256", "size", "rows"])
    record(
        release.by,
        "privacy.released",
        release,
        title=release.title,
        rows=release.rows,
        personal=release.personal,
        reason=release.reason,
    )
    return release


@transaction.atomic
def refused(*, release: Release, broken: RuleBroken) -> Release:
    """The file was not let out: something stands in it that must not leave."""
    release = _open(release)
    release.refusal = broken.message[:200]
    release.save(update_fields=["refusal"])
    record(release.by, "privacy.release_refused", release, title=release.title)
    return release


def _open(release: Release) -> Release:
    held = Release.objects.select_for_update(of=("self",)).select_related("by").get(pk=release.pk)
    if not held.is_open:
        raise ValueError(f"release {held.pk} is completed")
    return held


def _hash(content: bytes | IO[bytes]) -> tuple[str, int]:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest(), len(content)
    content.seek(0)
    found, size = hashlib.sha256(), 0
    while piece := content.read(CHUNK):
        found.update(piece)
        size += len(piece)
    content.seek(0)
    return found.hexdigest(), size
