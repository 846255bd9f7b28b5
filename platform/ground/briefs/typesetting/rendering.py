"""A brief, or a sheet, into PDF bytes, inside the worker. Importing this module loads WeasyPrint."""

import hashlib
import json
from importlib import resources
from typing import Any, NoReturn

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from ground.briefs.typesetting import justify
from ground.briefs.typesetting.document import BriefDocument
from ground.briefs.typesetting.layout import page_source


class Refusing(URLFetcher):  # type: ignore[misc]
    """Fetches nothing. A brief refers to nothing outside of itself."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:  # noqa: ARG002 (WeasyPrint's)
        raise ValueError(f"refused: {url[:80]}")


class Renderer:
    def __init__(self) -> None:
        justify.install()
        self.fonts = FontConfiguration()
        style = resources.files(__package__).joinpath("brief.css").read_text(encoding="utf-8")
        self.style = CSS(string=style, font_config=self.fonts, url_fetcher=Refusing())

    def __call__(self, asked: dict[str, Any]) -> tuple[bytes, int]:
        return self.sheet(**asked["sheet"]) if "sheet" in asked else self.render(asked["document"])

    def sheet(self, html: str, style: str) -> tuple[bytes, int]:
        """Pages of another kind (cards, forms): a page and its style, with the faces of briefs."""
        sheet = CSS(string=style, font_config=self.fonts, url_fetcher=Refusing())
        laid_out = HTML(string=html, base_url="about:blank", url_fetcher=Refusing()).render(
            stylesheets=[sheet], font_config=self.fonts
        )
        identity = hashlib.sha256(f"{html}\n{style}".encode()).hexdigest()[:32]
        pdf = laid_out.write_pdf(pdf_identifier=identity.encode(), pdf_variant="pdf/ua-1")
        return pdf, len(laid_out.pages)

    def render(self, plain: dict[str, Any]) -> tuple[bytes, int]:
        """The PDF and its number of pages. The same document gives the same bytes."""
        document = BriefDocument.from_plain(plain)
        laid_out = HTML(
            string=str(page_source(document)), base_url="about:blank", url_fetcher=Refusing()
        ).render(stylesheets=[self.style], font_config=self.fonts)
        identity = hashlib.sha256(json.dumps(document.to_plain()).encode()).hexdigest()[:32]
        pdf = laid_out.write_pdf(pdf_identifier=identity.encode(), pdf_variant="pdf/ua-1")
        return pdf, len(laid_out.pages)
