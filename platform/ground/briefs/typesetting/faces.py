"""Which faces a brief is set in, where each comes from, and how a single file is cut from it.

Every file that is built has the same vertical metrics (880 up, 120 down, per thousand): faces then
mix in a line without moving it off the grid of 22 lines. Each also carries `halt`, the half-width
form of full-width punctuation, which `justify` asks for where two marks meet. A glyph's number for PDF
(CID) is its position: WeasyPrint writes positions, and a reader that keeps to ISO 32000-1, 9.7.4.2 looks
them up as numbers of the face. Where the two differ, MuPDF, Ghostscript and printers show other characters.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont

CLOSERS = "，。、；：！？”’）》〉】〕」』"
OPENERS = "“‘（《〈【〔「『"

ASCENT, DESCENT = 0.88, 0.12


def _legacy_charset(encoding: str, first: int, last: int) -> frozenset[int]:
    codes = set()
    for high in range(first, last + 1):
        for low in range(0xA1, 0xFF):
            try:
                codes.add(ord(bytes([high, low]).decode(encoding)))
            except UnicodeDecodeError:
                continue
    return frozenset(codes)


def _ranges(*pairs: tuple[int, int]) -> frozenset[int]:
    return frozenset(code for first, last in pairs for code in range(first, last + 1))


ASCII = _ranges((0x20, 0x7E), (0xA0, 0xA0))
WESTERN = ASCII | _ranges((0xC0, 0x24F), (0x2011, 0x2011), (0x2013, 0x2013))
SYMBOLS = _ranges(
    (0x2010, 0x2027), (0x2030, 0x203B), (0x2150, 0x2189), (0x2190, 0x2199), (0x2200, 0x226F),
    (0x2460, 0x24FE), (0x2500, 0x2612), (0x3000, 0x302F), (0x3200, 0x32FF), (0xFF01, 0xFF60),
    (0xFFE0, 0xFFE6),
) | {0xA5, 0xB0, 0xB1, 0xB7, 0xD7, 0xF7, 0x2103, 0x2116, 0x33A1}  # fmt: skip
COMMON = _legacy_charset("gb2312", 0xA1, 0xF7) | SYMBOLS
HAN = _ranges((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
PARENTHESES = frozenset(map(ord, "（）"))
# Noto's dash is narrower than a character and its dot half as wide: these come from Fandol.
MARKS = PARENTHESES | frozenset(map(ord, "—…·"))
# Pango sets a blank in the face of what stands before it: a face without one would print a box.
BLANKS = frozenset({0x20, 0xA0, 0x3000})


@dataclass(frozen=True, kw_only=True)
class Face:
    """One built file. `office` are the names under which an office may put its own face there."""

    file: str
    family: str
    source: str
    characters: frozenset[int]
    index: int = 0
    office: tuple[str, ...] = ()


FACES = (
    Face(
        file="fangsong.otf",
        family="SL FangSong",
        source="FandolFang-Regular.otf",
        characters=COMMON - ASCII - PARENTHESES,
        office=("仿宋_GB2312.ttf", "simfang_gb2312.ttf", "方正仿宋_GBK.ttf", "朱雀仿宋.ttf"),
    ),
    Face(
        file="kai.otf",
        family="SL Kai",
        source="FandolKai-Regular.otf",
        characters=COMMON - ASCII,
        office=("楷体_GB2312.ttf", "simkai_gb2312.ttf", "方正楷体_GBK.ttf"),
    ),
    Face(
        file="xiaobiaosong.otf",
        family="SL XiaoBiaoSong",
        source="FandolSong-Bold.otf",
        characters=COMMON - ASCII,
        office=("方正小标宋简体.ttf", "方正小标宋_GBK.ttf", "FZXBSJW.TTF", "FZXBSK.TTF"),
    ),
    Face(
        file="hei.otf",
        family="SL Hei",
        source="NotoSansCJK-Regular.ttc",
        index=2,
        characters=COMMON - MARKS,
        office=("黑体.ttf", "simhei.ttf", "方正黑体_GBK.ttf"),
    ),
    Face(
        file="marks.otf",
        family="SL Marks",
        source="FandolSong-Regular.otf",
        characters=MARKS,
    ),
    Face(
        file="song.otf",
        family="SL Song",
        source="NotoSerifCJK-Regular.ttc",
        index=2,
        characters=COMMON | HAN,
    ),
    Face(
        file="latin.ttf",
        family="SL Latin",
        source="LiberationSerif-Regular.ttf",
        characters=WESTERN,
    ),
    Face(
        file="latin-bold.ttf",
        family="SL Latin Bold",
        source="LiberationSerif-Bold.ttf",
        characters=WESTERN,
    ),
)

_DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "FFTM", "kern")


def build(face: Face, source: Path, target: Path, *, index: int) -> None:
    """Cut `face` out of the font file `source` (number `index` of a collection) into `target`."""
    font = TTFont(
        io.BytesIO(_subset(face, source, index)), recalcTimestamp=False, recalcBBoxes=False
    )
    _number(font)
    for table in _DROPPED:
        if table in font:
            del font[table]
    _level(font)
    _name(font, face.family)
    _half_widths(font)
    unfinished = target.with_suffix(".part")
    font.save(unfinished)
    unfinished.replace(target)


def _subset(face: Face, source: Path, index: int) -> bytes:
    whole = hb.Face(hb.Blob.from_file_path(str(source)), index)
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update(face.characters | BLANKS)
    wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    cut = hb.subset(whole, wanted)
    return bytes(cut.blob.data)


def _number(font: TTFont) -> None:
    """Number the glyphs of a face keyed by numbers by their positions, before anything asks for a name."""
    if "CFF " not in font:
        return
    top = font["CFF "].cff.topDictIndex[0]
    if not hasattr(top, "ROS"):  # keyed by names: then a number is a position
        return
    names = [".notdef", *(f"cid{position:05}" for position in range(1, len(top.charset)))]
    top.CharStrings.charStrings = {name: position for position, name in enumerate(names)}
    top.charset = names
    top.ROS, top.CIDCount = ("Adobe", "Identity", 0), len(names)


def _level(font: TTFont) -> None:
    em = font["head"].unitsPerEm
    ascent, descent = round(ASCENT * em), round(DESCENT * em)
    horizontal, windows = font["hhea"], font["OS/2"]
    horizontal.ascent, horizontal.descent, horizontal.lineGap = ascent, -descent, 0
    windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap = ascent, -descent, 0
    windows.usWinAscent, windows.usWinDescent = ascent, descent
    # Every file is the regular style of a family of its own: nothing may embolden or slant it.
    windows.usWeightClass, windows.fsType = 400, 0
    windows.fsSelection = windows.fsSelection & ~0x21 | 0x40
    font["head"].macStyle = 0


def _name(font: TTFont, family: str) -> None:
    names = font["name"]
    kept = {number: text for number in (0, 13, 14) if (text := names.getDebugName(number))}
    names.names = []
    postscript = family.replace(" ", "")
    named = {1: family, 2: "Regular", 3: postscript, 4: family, 6: postscript}
    for number, text in {**kept, **named}.items():
        names.setName(text, number, 3, 1, 0x409)


def _half_widths(font: TTFont) -> None:
    em, widths, glyphs = font["head"].unitsPerEm, font["hmtx"], font.getBestCmap()
    half = em // 2

    def full_width(marks: str) -> list[str]:
        found = (glyphs.get(ord(mark)) for mark in marks)
        return sorted({name for name in found if name and widths[name][0] == em})

    rules = [f"pos {name} <0 0 -{half} 0>;" for name in full_width(CLOSERS)]
    rules += [f"pos {name} <-{half} 0 -{half} 0>;" for name in full_width(OPENERS)]
    if rules:
        addOpenTypeFeaturesFromString(font, "feature halt {\n" + "\n".join(rules) + "\n} halt;")
