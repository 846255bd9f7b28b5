"""What makes a brief PDF/UA-1 besides PDF/A-3u, and how its streams are compressed.

WeasyPrint names one standard only, gives wrong heads to the cells of a table whose heads stand in two
rows, and squeezes with all its might: a fifth of the time of ten pages for three bytes in a thousand.
"""

import zlib
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import TableRowBox

# PDF/A asks that a property it does not know be described where it is used.
_PART = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description></rdf:li>\
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_END = b"</rdf:RDF>"


def install() -> None:
    """Compress at the usual level; everything else of zlib that pydyf may use stays as it is."""
    quick = SimpleNamespace(**vars(zlib))
    quick.compressobj = lambda level=6: zlib.compressobj(level=min(level, 6))
    pydyf.zlib = quick


def say_scopes(document: Any) -> None:
    """Say of each head of a table whether it heads its column or its row, and no more of its cells.

    Without `scope` a head beside plain cells heads its row, any other its column, as in HTML.
    """
    for page in document.pages:
        for row in page._page_box.descendants():  # noqa: SLF001 -- there is no other way
            if isinstance(row, TableRowBox):
                heads = [cell for cell in row.children if cell.element_tag == "th"]
                usual = "col" if len(heads) == len(row.children) else "row"
                for cell in heads:
                    is_row = cell.element.get("scope", usual).startswith("row")
                    cell.mark["A"]["Scope"] = "/Row" if is_row else "/Column"
                for cell in row.children:
                    cell.mark["A"].pop("Headers", None)


def also_accessible(_document: Any, pdf: Any, *, anchors: Mapping[str, str]) -> None:
    """Say in the metadata that the tagged PDF/A is PDF/UA too; call each link by what it leads to."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    (written,) = metadata.stream
    metadata.stream = [written.replace(_END, _PART + _END)]
    # A plain reader finds the description of a file that no program has understood yet.
    metadata.compress = False
    # WeasyPrint lists each enclosed file twice.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("Subtype") == "/Link":
            told = one["Contents"]
            told.string = anchors.get(told.string, told.string)
