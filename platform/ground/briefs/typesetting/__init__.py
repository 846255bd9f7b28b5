"""From a plain value to the printed page of a brief (简报).

    typesetter = Typesetter(font_dir)
    typeset = typesetter.typeset(document)     # Typeset(pdf, sha256, pages) or TypesettingFailed

Plain Python: nothing here knows of a database or a request.
"""

from ground.briefs.typesetting.document import (
    Article,
    Bar,
    BarChart,
    Block,
    BriefDocument,
    Cell,
    ColumnGroup,
    DataPage,
    Figure,
    Footer,
    Heading,
    Link,
    Masthead,
    Paragraph,
    Photo,
    RunIn,
    Table,
)
from ground.briefs.typesetting.engine import Typeset, Typesetter, TypesettingFailed
from ground.briefs.typesetting.fontset import FontSet, FontsUnavailable, font_directory
from ground.briefs.typesetting.limits import Limits
from ground.briefs.typesetting.paper import Paper, paper_source
from ground.briefs.typesetting.proofing import MissingGlyph, missing_glyphs
from ground.briefs.typesetting.reading import count_pages, lines_on, page_images, starts_of, text_of
from ground.briefs.typesetting.sources import FigureSource

__all__ = [
    "Article",
    "Bar",
    "BarChart",
    "Block",
    "BriefDocument",
    "Cell",
    "ColumnGroup",
    "DataPage",
    "Figure",
    "FigureSource",
    "FontSet",
    "FontsUnavailable",
    "Footer",
    "Heading",
    "Limits",
    "Link",
    "Masthead",
    "MissingGlyph",
    "Paper",
    "Paragraph",
    "Photo",
    "RunIn",
    "Table",
    "Typeset",
    "Typesetter",
    "TypesettingFailed",
    "count_pages",
    "font_directory",
    "lines_on",
    "missing_glyphs",
    "page_images",
    "paper_source",
    "starts_of",
    "text_of",
]
