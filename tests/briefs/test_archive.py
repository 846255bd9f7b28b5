"""What a brief's PDF is beside its pages: an archive's format, tags, and the figures as data."""

import dataclasses
import io
import json
import re
import zipfile
from datetime import date

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium

from ground.briefs.typesetting import BriefDocument, text_of
from ground.briefs.typesetting.sources import LONGEST_CELL, enclosed
from tests.briefs.conftest import faces_of


def enclosed_in(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        files = [document.get_attachment(at) for at in range(document.count_attachments())]
        return {one.get_name(): bytes(one.get_data()) for one in files}
    finally:
        document.close()


def test_it_is_an_archive_and_accessible(typeset):
    metadata = re.search(rb"<rdf:RDF.*</rdf:RDF>", typeset.pdf, re.DOTALL)[0].decode()
    assert 'pdfaid:part="3" pdfaid:conformance="U"' in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<xmp:ModifyDate>2008-06-25T00:00:00+08:00</xmp:ModifyDate>" in metadata
    document = pypdfium2.PdfDocument(typeset.pdf)
    assert pdfium.FPDFCatalog_IsTagged(document)
    assert document.get_version() == 17
    document.close()


def test_its_figures_are_enclosed_as_data(typeset, changde):
    files = enclosed_in(typeset.pdf)
    assert list(files) == ["figures.json", "figures.xlsx"]
    told = json.loads(files["figures.json"])
    assert told["brief"] == "常德“双联”简报2008年第二期"
    assert told["issued_on"] == "2008-06-25"
    (source,) = changde.sources
    assert told["figures"] == [json.loads(json.dumps(dataclasses.asdict(source), default=str))]
    sheet = openpyxl.load_workbook(io.BytesIO(files["figures.xlsx"])).active
    head, row = sheet.iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True)) == {
        "指标": "参联机关单位",
        "数值": 138,
        "单位": "个",
        "统计起始": "2008-01-01",
        "统计截止": "2008-06-25",
        "记录数": 138,
        "截至事件": "41",
        "代码": "pairing.agencies",
        "查询语句（SQL）": source.query,
    }


def test_an_enclosed_file_tells_no_time_but_the_issues(typeset):
    workbook = enclosed_in(typeset.pdf)["figures.xlsx"]
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2008-06-24T16:00:00Z" in archive.read("docProps/core.xml").decode()
    dates = set(re.findall(rb"/(?:Creation|Mod)Date \(D:(\d{8})", typeset.pdf))
    assert dates <= {b"20080624", b"20080625"}


def test_a_draft_encloses_nothing(typesetter, changde):
    plain = changde.to_plain()
    plain["masthead"]["issue_date"] = None
    typeset = typesetter.typeset(BriefDocument.from_plain(plain))
    assert enclosed_in(typeset.pdf) == {}


def test_an_issue_signed_before_there_were_sources_is_set_as_ever(typesetter, changde, pages):
    plain = changde.to_plain()
    del plain["sources"]
    typeset = typesetter.typeset(BriefDocument.from_plain(plain))
    assert enclosed_in(typeset.pdf) == {}
    assert text_of(typeset.pdf) == pages
    assert typesetter.typeset(BriefDocument.from_plain(plain)) == typeset


def test_a_statement_too_long_for_a_cell_is_whole_in_the_other_file(changde):
    (source,) = changde.sources
    long = dataclasses.replace(source, query="SELECT " + "1," * LONGEST_CELL, is_counted=False)
    as_json, as_workbook = enclosed([long], name="简报", issuer="编", signed=date(2026, 1, 5))
    assert json.loads(as_json.content)["figures"][0]["query"] == long.query
    row = openpyxl.load_workbook(io.BytesIO(as_workbook.content)).active[2]
    assert row[5].value == "不少于138"
    assert row[8].value.endswith("（全文见 figures.json）")


def test_a_formula_in_a_name_stays_a_name(changde):
    (source,) = changde.sources
    hostile = dataclasses.replace(source, label="=1+1", query="=cmd|' /C calc'!A0")
    *_, workbook = enclosed([hostile], name="简报", issuer="编", signed=date(2026, 1, 5))
    with zipfile.ZipFile(io.BytesIO(workbook.content)) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()


def test_links_say_where_they_lead(typesetter, typeset, changde):
    document = pypdfium2.PdfDocument(typeset.pdf)
    told = set()
    for position in range(pdfium.FPDFPage_GetAnnotCount(document[0])):
        annotation = pdfium.FPDFPage_GetAnnot(document[0], position)
        size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
        room = (pdfium.FPDF_WCHAR * (size // 2))()
        pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", room, size)
        told.add(bytes(room).decode("utf-16-le").rstrip("\0"))
        pdfium.FPDFPage_CloseAnnot(annotation)
    document.close()
    assert told == {article.title for article in changde.articles} | {changde.data_page.title}


def test_every_face_is_embedded_and_cut_to_what_it_prints(typeset):
    faces = faces_of(typeset.pdf)
    assert len(faces) >= 7
    for name, (is_embedded, size) in faces.items():
        assert re.fullmatch(r"[A-Z]{6}\+SL-[A-Za-z-]+,?", name), name
        assert is_embedded
        assert 0 < size < 700_000, name
