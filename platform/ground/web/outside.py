"""What leads back to this site from outside: addresses on paper, and QR codes."""

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe


def whole_address(path: str) -> str:
    """The address of a page as it stands on paper and in messages."""
    return settings.PUBLIC_URL.rstrip("/") + path


def qr_of(text: str, *, css: str = "qr", border: int = 1) -> SafeString:
    """A QR code as an SVG that takes its size from the page's style; `border` in modules.

    It says what it is to whoever has the page, or the paper, read aloud.
    """
    drawn = segno.make(text, error="m", micro=False)
    svg = drawn.svg_inline(
        svgclass=css, lineclass=None, omitsize=True, border=border, title="二维码"
    )
    return mark_safe(svg)  # noqa: S308 -- drawn here: the text is in its squares alone
