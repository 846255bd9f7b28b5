"""A stream sealed with AES-256-GCM in parts, so that a file of any size needs little memory.

    MAGIC | length of the header | header | salt | parts…        part: length | sealed content

The header is readable and authenticated. Each part's nonce is its number and whether it is the last:
parts that are changed, missing, out of order or cut off at the end are found.
"""

import json
import os
import struct
from collections.abc import Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"SHUANGLIAN-BACKUP-1\n"
PART = 1 << 20
MOST_HEADER, SALT, TAG = 1 << 16, 16, 16


class Damaged(Exception):  # noqa: N818 -- it says how the file is
    """The file is not what was written, or the key is another."""


def seal(source: IO[bytes], target: IO[bytes], *, secret: str, header: dict[str, Any]) -> None:
    told = json.dumps(header).encode()
    salt = os.urandom(SALT)
    target.write(MAGIC + struct.pack(">I", len(told)) + told + salt)
    sealing, number = AESGCM(_key(secret, salt)), 0
    part = source.read(PART)
    while True:
        following = source.read(PART)
        content = sealing.encrypt(_nonce(number, is_last=not following), part, told)
        target.write(struct.pack(">I", len(content)) + content)
        if not following:
            return
        part, number = following, number + 1


def header_of(source: IO[bytes]) -> dict[str, Any]:
    """What a sealed file says of itself, before it is opened. The stream then stands at its salt."""
    if source.read(len(MAGIC)) != MAGIC:
        raise Damaged("这不是本系统的备份文件")
    (length,) = struct.unpack(">I", _exactly(source, 4))
    if length > MOST_HEADER:
        raise Damaged("备份文件的开头已损坏")
    try:
        read: dict[str, Any] = json.loads(_exactly(source, length))
    except ValueError:
        raise Damaged("备份文件的开头已损坏") from None
    return read


def parts_of(source: IO[bytes], *, secret: str) -> Iterator[bytes]:
    """The content, part by part, each as it was written. Raises Damaged before a part that is not."""
    source.seek(0)
    told = json.dumps(header_of(source)).encode()
    sealing, number = AESGCM(_key(secret, _exactly(source, SALT))), 0
    is_last = False
    while not is_last:
        (length,) = struct.unpack(">I", _exactly(source, 4))
        if not TAG <= length <= PART + TAG:
            raise Damaged("备份文件已损坏")
        content = _exactly(source, length)
        is_last = not (after := source.read(1))
        if after:
            source.seek(-1, os.SEEK_CUR)
        try:
            yield sealing.decrypt(_nonce(number, is_last=is_last), content, told)
        except InvalidTag:
            what = (
                "备份文件不完整，或已被改动"
                if number
                else "密钥不是制作备份时的那一个，或文件已被改动"
            )
            raise Damaged(what) from None
        number += 1


def _exactly(source: IO[bytes], count: int) -> bytes:
    read = source.read(count)
    if len(read) != count:
        raise Damaged("备份文件不完整")
    return read


def _nonce(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">QI", number, int(is_last))


def _key(secret: str, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=b"shuanglian backup").derive(secret.encode())
