"""Word files that are made to do harm, or that are damaged: refused with a sentence, and soon."""

from contextlib import suppress

import pytest

from ground.briefs.rules import wordfiles
from ground.briefs.rules.wordfiles import opening, read_word
from ground.kernel.errors import RuleBroken
from tests.briefs_desk import samples
from tests.briefs_desk.samples import document
from tests.briefs_desk.test_word_files import NUMBERING, item, p, r, text_of


def test_what_is_no_single_article_is_not_shown_whole():
    rows = "<w:tr>" + f"<w:tc>{p(r('1'))}</w:tc>" * 2 + "</w:tr>"
    for body in (p(r("一")) * 2001, f"<w:tbl>{rows * 2001}</w:tbl>"):
        with pytest.raises(RuleBroken) as broken:
            read_word(document(body))
        assert (broken.value.code, "2000 段" in broken.value.message) == ("word_too_long", True)


def test_the_form_of_a_number_is_kept_short():
    level = (
        f'<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{"%1" * 5000}"/></w:lvl>'
    )
    numbering = (
        f'<w:numbering {samples.W}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    assert text_of(item("甲", 0), numbering=numbering) == f"{'1' * 20} 甲"


def test_far_too_deep_and_far_too_much_are_refused(monkeypatch):
    deep = "<w:sdt>" * 250 + "</w:sdt>" * 250
    with pytest.raises(RuleBroken) as broken:
        read_word(document(deep))
    assert broken.value.code == "word_bomb"
    monkeypatch.setattr(opening, "MOST_ELEMENTS", 20)
    with pytest.raises(RuleBroken) as broken:
        read_word(document("<w:p/>" * 30))
    assert broken.value.code == "word_bomb"
    with pytest.raises(RuleBroken) as broken:
        read_word(b"PK" + b"x" * wordfiles.MOST_BYTES)
    assert (broken.value.code, "最多 20 MB" in broken.value.message) == ("word_too_large", True)


def test_damage_anywhere_is_a_sentence():
    """Each byte of a small file changed in turn: read, or refused, never anything else."""
    whole = document(p(r("题目")) + item("走访", 0), numbering=NUMBERING)
    for at in range(0, len(whole), 3):
        broken = bytearray(whole)
        broken[at] ^= 0x5A
        with suppress(RuleBroken):
            read_word(bytes(broken))
