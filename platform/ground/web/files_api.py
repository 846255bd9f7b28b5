"""Files sent by themselves, before the form or the visit that they belong to."""

from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from ground.files import services
from ground.files.permissions import KEEP_FILES
from ground.kernel.errors import RuleBroken
from ground.web.api import acting, needs

files = Router(tags=["files"])


class FileOut(Schema):
    key: UUID
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None


@files.put("/{file_key}", response=FileOut, auth=needs(KEEP_FILES))
def keep_file(request: HttpRequest, file_key: UUID) -> Any:
    """Send the bytes of one file as the body; its name, percent-encoded, as `X-File-Name`.

    `file_key` is made by the caller: sent again, it answers with the file already kept, so a broken
    upload may simply be repeated.
    """
    try:
        size = int(request.headers.get("Content-Length") or 0)
    except ValueError as unreadable:
        raise RuleBroken("file_empty", "没有收到文件，请重新选择") from unreadable
    services.check_size(size)
    content = request.read(size)
    if len(content) < size:
        raise RuleBroken("file_incomplete", "文件没有传完，请重试")
    name = unquote(request.headers.get("X-File-Name", ""))
    return services.keep(by=acting(request), content=content, name=name, key=file_key)
