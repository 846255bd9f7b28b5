"""Photos as units send them, and as they should not be."""

import io
import struct
import zlib

from PIL import Image, ImageDraw


def picture(kind: str = "JPEG", size: tuple[int, int] = (1600, 1200), mode: str = "RGB") -> bytes:
    image = Image.new("RGB", size, "#5b7f95")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 3, size[1] // 3), fill="white")
    out = io.BytesIO()
    image.convert(mode).save(out, kind)
    return out.getvalue()


def moving(kind: str) -> bytes:
    """Three pictures one after another."""
    first, *others = [Image.new("RGB", (400, 300), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=others, duration=100)
    return out.getvalue()


def enormous() -> bytes:
    """A PNG of a few hundred bytes that says it is 40,000 pixels wide and as high."""

    def chunk(name: bytes, body: bytes) -> bytes:
        whole = name + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
