"""A brief, or a sheet, into PDF bytes, inside the worker. Importing this module loads WeasyPrint."""

import base64
import hashlib
import io
from collections.abc import Mapping
from functools import partial
from importlib import resources
from typing import Any, NoReturn

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ground.briefs.typesetting import archiving, justify, sparing
from ground.briefs.typesetting.document import BriefDocument
from ground.briefs.typesetting.layout import anchors_of, brief_name, page_source
from ground.briefs.typesetting.photos import SCHEME, check_handed
from ground.briefs.typesetting.sources import Enclosed, enclosed, midnight


class Refusing(URLFetcher):  # type: ignore[misc]
    """Fetches nothing. A brief refers to nothing outside of itself."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:  # noqa: ARG002 (WeasyPrint's)
        raise ValueError(f"refused: {url[:80]}")


class Handing(Refusing):
    """Hands out the photos that came with a document, by their names, and nothing else."""

    def __init__(self, photos: Mapping[str, bytes]) -> None:
        super().__init__()
        self.photos = photos

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if not url.startswith(SCHEME):
            super().fetch(url, headers)
        content = self.photos[url.removeprefix(SCHEME)]
        return URLFetcherResponse(url, content, {"Content-Type": "image/jpeg"})


class Renderer:
    def __init__(self) -> None:
        justify.install()
        archiving.install()
        sparing.install()
        self.fonts = FontConfiguration()
        style = resources.files(__package__).joinpath("brief.css").read_text(encoding="utf-8")
        self.style = CSS(string=style, font_config=self.fonts, url_fetcher=Refusing())

    def __call__(self, asked: dict[str, Any]) -> tuple[bytes, int]:
        return (
            self.sheet(**asked["sheet"])
            if "sheet" in asked
            else self.render(asked["document"], asked.get("photos"))
        )

    def sheet(self, html: str, style: str) -> tuple[bytes, int]:
        """Pages of another kind (cards, forms): a page and its style, with the faces of briefs."""
        sheet = CSS(string=style, font_config=self.fonts, url_fetcher=Refusing())
        laid_out = HTML(string=html, base_url="about:blank", url_fetcher=Refusing()).render(
            stylesheets=[sheet], font_config=self.fonts
        )
        identity = hashlib.sha256(f"{html}\n{style}".encode()).hexdigest()[:32]
        pdf = laid_out.write_pdf(
            pdf_identifier=identity.encode(),
            pdf_variant="pdf/ua-1",
            finisher=_finish_sheet,
        )
        return pdf, len(laid_out.pages)

    def render(
        self, plain: dict[str, Any], photos: Mapping[str, str] | None = None
    ) -> tuple[bytes, int]:
        """The PDF and its number of pages. The same document gives the same bytes.

        `photos` are those that the document shows, by the names of its page, as base64.
        """
        document = BriefDocument.from_plain(plain)
        handed = {name: base64.b64decode(content) for name, content in (photos or {}).items()}
        check_handed(document, handed)
        source = str(page_source(document))
        files = _files(document)
        laid_out = HTML(string=source, base_url="about:blank", url_fetcher=Handing(handed)).render(
            stylesheets=[self.style], font_config=self.fonts
        )
        identity = hashlib.sha256(source.encode())
        for one in files:
            identity.update(one.content)
        pdf = laid_out.write_pdf(
            pdf_identifier=identity.hexdigest()[:32].encode(),
            pdf_variant="pdf/a-3u",
            pdf_tags=True,
            attachments=[_attachment(one, document) for one in files],
            finisher=partial(_finish, anchors=anchors_of(document)),
        )
        return pdf, len(laid_out.pages)


def _finish(document: Any, pdf: Any, *, anchors: Mapping[str, str]) -> None:
    archiving.say_scopes(document)
    archiving.also_accessible(document, pdf, anchors=anchors)
    sparing.write_once(pdf)


def _finish_sheet(document: Any, pdf: Any) -> None:
    archiving.say_scopes(document)
    sparing.write_once(pdf)


def _files(document: BriefDocument) -> tuple[Enclosed, ...]:
    """The figures as data, with a signed issue only: a draft's may still change."""
    signed = document.masthead.issue_date
    if signed is None or not document.sources:
        return ()
    return enclosed(
        document.sources,
        name=brief_name(document),
        issuer=document.masthead.issuer,
        signed=signed,
    )


def _attachment(file: Enclosed, document: BriefDocument) -> Attachment:
    assert document.masthead.issue_date is not None  # noqa: S101 (see `_files`)
    signed = midnight(document.masthead.issue_date)
    return Attachment(
        file_obj=io.BytesIO(file.content),
        name=file.name,
        description=file.description,
        created=signed,
        modified=signed,
        relationship="Data",
        url_fetcher=Refusing(),
    )
