"""Pictures: read by one decoder, made smaller, and written anew without what the camera noted."""

import io
from dataclasses import dataclass

import pi_heif
from PIL import ExifTags, Image, ImageFile, ImageOps

from ground.kernel.errors import RuleBroken

LONGEST_SIDE = 2048
LONGEST_THUMBNAIL = 320
MOST_PIXELS = 64_000_000  # decoded: 192 MB; the largest that a phone takes by itself is 50 million
_UNREADABLE = "照片无法读取，可能没有传完或已损坏，请重新选择；仍不行时请截图后上传"
_ANIMATED = "这是会动的图，只收静止的照片：请截一张图再上传"

pi_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: a JPEG with nothing but the picture in it."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int
    place: str  # where it was taken, "latitude,longitude"; empty where the camera did not say


def reworked(content: bytes, decoder: str) -> Picture:
    """The picture upright, at most 2048 pixels long, without EXIF, GPS, profiles or trailing bytes.

    Raises RuleBroken `image_too_large` and `image_animated` before anything is decoded,
    `image_unreadable` where the decoder gives up.
    """
    # A library may have turned this on for the whole process; half a photo is no photo.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=[decoder]) as opened:
            _check_pixels(opened.width * opened.height)
            _check_still(opened)
            place = _place_of(opened)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            whole = _on_white(upright)
    except RuleBroken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except Exception as broken:  # decoders raise whatever they like on what somebody made up
        raise RuleBroken("image_unreadable", _UNREADABLE, fields={"file": "无法读取"}) from broken
    whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = whole.copy()
    small.thumbnail((LONGEST_THUMBNAIL, LONGEST_THUMBNAIL))
    return Picture(_jpeg(whole, 84), _jpeg(small, 78), whole.width, whole.height, place)


def _check_pixels(count: int) -> None:
    if count > MOST_PIXELS:
        raise _too_many_pixels()


def _check_still(image: Image.Image) -> None:
    # A phone's JPEG or HEIC may hold a second, smaller picture.
    if image.format in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
        raise RuleBroken("image_animated", _ANIMATED, fields={"file": "动图不收"})


def _too_many_pixels() -> RuleBroken:
    return RuleBroken(
        "image_too_large",
        f"照片超过{MOST_PIXELS // 10_000}万像素，请缩小后再上传",
        fields={"file": "像素过多"},
    )


def _on_white(image: Image.Image) -> Image.Image:
    """A new image of the colours alone: what else the file said is not copied."""
    plain = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        shape = image.convert("RGBA")
        plain.paste(shape, mask=shape.getchannel("A"))
    else:
        plain.paste(image.convert("RGB"))
    return plain


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _place_of(image: Image.Image) -> str:
    gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    try:
        latitude = _degrees(gps[2]) * (-1 if gps.get(1) == "S" else 1)
        longitude = _degrees(gps[4]) * (-1 if gps.get(3) == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    return f"{latitude:.5f},{longitude:.5f}"


def _degrees(parts: tuple[float, float, float]) -> float:
    degrees, minutes, seconds = (float(one) for one in parts)
    return degrees + minutes / 60 + seconds / 3600
