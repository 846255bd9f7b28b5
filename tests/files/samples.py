"""Files as people, and others, send them: made here, but for `phone.heic`, which no free encoder of ours makes."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

HEIC = (
    Path(__file__).parent / "phone.heic"
).read_bytes()  # 96 × 64, taken at 29°2'15"N 111°41'54"E
PLACE = "29.03750,111.69833"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 56 + b"\x80\x00\x00\x00" + b"PE\x00\x00" * 40
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WORD = "wordprocessingml.document"


def exif() -> Image.Exif:
    """What a phone notes in a photo: its maker and where it was."""
    noted = Image.Exif()
    noted[0x010F] = "SecretPhone"
    gps = noted.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (29.0, 2.0, 15.0), "E", (111.0, 41.0, 54.0)
    return noted


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **options: object) -> bytes:
    image = Image.new("RGB", size, "#c8201f")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="white")
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def moving() -> bytes:
    first, second = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    out = io.BytesIO()
    first.save(out, "WEBP", save_all=True, append_images=[second], duration=100)
    return out.getvalue()


def packed(**entries: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return out.getvalue()


def office(main: str, **more: str) -> bytes:
    """A Word or Excel file as far as its table of contents goes."""
    types = (
        f'<Override ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/>'
    )
    return packed(**{"[Content_Types].xml": f"<Types>{types}</Types>"}, **more)


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 900 million pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        whole = name + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
