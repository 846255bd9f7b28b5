import html
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from ground.kernel import scanning
from ground.kernel.scanning import NUMBERS_OF_PEOPLE, Kind, has_id_number, kinds_in

BRIEF = Path(__file__).resolve().parents[2] / "platform/runtime/story/changde_2008_2.json"
WORDS = st.text("市国税局走访记录安乡县，。；：、（）〔〕 \nabcXYZ户元第年月日号楼", max_size=30)
NOISE = st.tuples(WORDS, st.from_regex(r"[0-9]{0,6}", fullmatch=True), WORDS).map("".join)


@st.composite
def id_numbers(draw) -> str:
    born = draw(st.dates(date(1900, 1, 1), date(2020, 12, 31)))
    area = draw(st.sampled_from(["430721", "430702", "110101", "542430", "659001"]))
    first = f"{area}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first + ric.calc_check_digit(first + "0")


@st.composite
def cards(draw) -> str:
    first = "62" + draw(st.from_regex(r"[0-9]{13,16}", fullmatch=True))
    number = first + luhn_digit(first)
    assume(not has_id_number(number))  # one in some hundred thousand is both
    return number


def luhn_digit(first: str) -> str:
    return next(digit for digit in "0123456789" if scanning.passes_luhn(first + digit))


MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
AS_CODES = [
    lambda text: "".join(f"&#{ord(c)};" for c in text),
    lambda text: "".join(f"%{ord(c):02X}" for c in text),
]
WRITTEN = [
    str,
    lambda text: text.translate(WIDE),
    " ".join,
    str.lower,
    lambda text: " ".join(text[at : at + 2] for at in range(0, len(text), 2)),
    lambda text: " ".join(text.translate(HAN)),
    lambda text: f"{text[:17]} {text[17]}",
    "\u200b".join,
    *AS_CODES,
    lambda text: f"{text[:6]}-{text[6:10]}-{text[10:14]}-{text[14:]}",
    lambda text: f"{text[:6]} {text[6:14]} {text[14:]}",
    lambda text: f"{text[:6]}\n{text[6:]}",
    lambda text: f"/files/{text}.jpg",
]


@given(before=NOISE, number=id_numbers(), after=NOISE, written=st.sampled_from(WRITTEN))
def test_an_id_number_is_found_in_whatever_noise_and_shape(before, number, after, written):
    assert Kind.ID_NUMBER in kinds_in(f"{before}，{written(number)}，{after}")


@given(before=NOISE, number=id_numbers(), after=NOISE)
def test_an_id_number_is_found_between_other_digits(before, number, after):
    assert Kind.ID_NUMBER in kinds_in(before + number + after)
    assert has_id_number(before + number + after)


@given(
    before=NOISE,
    number=cards(),
    after=NOISE,
    written=st.sampled_from([*WRITTEN[:2], *AS_CODES]),
)
def test_a_bank_card_is_found(before, number, after, written):
    grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    assert Kind.CARD in kinds_in(f"{before}，{written(number)}，{after}")
    assert Kind.CARD in kinds_in(f"{before}，{grouped}，{after}")


@given(
    before=NOISE,
    number=MOBILES,
    after=NOISE,
    written=st.sampled_from([*WRITTEN[:2], "\u200b".join, *AS_CODES]),
)
def test_a_mobile_is_found(before, number, after, written):
    assert Kind.MOBILE in kinds_in(f"{before}，{written(number)}，{after}")
    grouped = f"+86 {number[:3]}-{number[3:7]}-{number[7:]}"
    assert Kind.MOBILE in kinds_in(f"{before}，{grouped}，{after}")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("四三〇七二一一九八〇〇一〇一〇〇一五", Kind.ID_NUMBER),
        ("四三〇七二一 一九八〇〇一〇一 〇〇一五", Kind.ID_NUMBER),
        ("4 3 0 7 2 1 1 9 3 1 0 5 2 9 3 2 2 X", Kind.ID_NUMBER),
        ("43 07 21 19 31 05 29 32 2x", Kind.ID_NUMBER),
        ("430721 19310529 322 X", Kind.ID_NUMBER),
        ("43072119310529322×", Kind.ID_NUMBER),
        ("43072119310529322Х", Kind.ID_NUMBER),
        ("43072119310529322Ⅹ", Kind.ID_NUMBER),
        ("430721−19310529−322X", Kind.ID_NUMBER),
        ("13800000001X2", Kind.MOBILE),
        ("430721800101001", Kind.ID_NUMBER),
        ("卡号9558801909100123455", Kind.CARD),
        ("4392 2500 1234 5673", Kind.CARD),
        ("(0736)7712345", Kind.LANDLINE),
        ("（0736）771 2345", Kind.LANDLINE),
        ("电话：7712345", Kind.LANDLINE),
        ("010-65971199", Kind.LANDLINE),
        ("武陵区洞庭大道12号", Kind.ADDRESS),
        ("白坟村3组12号", Kind.ADDRESS),
        ("芷兰社区12栋3单元401", Kind.ADDRESS),
        ("东方花园十二栋502室", Kind.ADDRESS),
        ("水星楼街&#49;2号附1号", Kind.ADDRESS),
        ("?address=" + quote("人民路八号"), Kind.ADDRESS),
        (html.escape("<人民路8号>"), Kind.ADDRESS),
    ],
)
def test_what_people_write_is_found(text, kind):
    assert kinds_in(text) == [kind]


def test_eighteen_digits_that_may_be_either_are_told_as_both():
    assert kinds_in("620597181907235040") == [Kind.ID_NUMBER, Kind.CARD]


@pytest.mark.parametrize(
    "text",
    [
        "截至2008-06-25 2008-06-26，全县工业产值3015000000元",
        "2007 2008 2009 2010年，1998-2008",
        "常双联〔2008〕3号，邮编415000，档案GD2008-430700-000012",
        "统一社会信用代码91430700MA4L1234X5，1243070044712345XB",
        "13,800,000,001元；¥13800000001；13800000001.50；产值13912345678元",
        "4f139123-4567-4abc-9de0-13912345678a",
        "sha256 9f13912345678cdeadbeef0013912345678cdeadbeef00",
        "2008-06-26 09:00:00 至 2008-06-27 10:00",
        "常德市武陵区白鹤山乡，国道12号线，第12号文件，铁路12号线",
        "430***********0015，138****0000，**** 1234",
        "热线12351、12333，第3组12人",
        "规格12345678×9，1200×2400，３×４",
        "得分 4 3 0 7 2 1 1 9 3 1 0 5 2 9 3 2 2 1 8 9 10",
        "43 07 21 19 31 05 29 32 21",
        "一 二 三 四 五 六 七 八 九 十 一 二",
        "",
    ],
)
def test_figures_of_every_day_are_not_personal(text):
    assert kinds_in(text) == []


@example(text="")
@given(text=st.text(max_size=300))
def test_no_text_breaks_it(text):
    assert set(kinds_in(text)) <= set(Kind)


def test_what_may_be_told_is_not_found():
    text = "异议请致电0736-7712345，地址：常德市朗州路88号"
    assert kinds_in(text) == [Kind.LANDLINE, Kind.ADDRESS]
    assert kinds_in(text, public=["0736-7712345", "常德市朗州路88号"]) == []
    assert kinds_in(text, public=["0736-7712346", "常德市朗州路8号"]) != []
    assert kinds_in(text, kinds={Kind.MOBILE}) == []


def test_the_real_brief_holds_nothing_personal():
    text = BRIEF.read_text(encoding="utf-8")
    assert len(text) > 5_000
    assert kinds_in(text, kinds=NUMBERS_OF_PEOPLE) == []


@given(st.text("0123456789", max_size=20) | st.text(max_size=6))
def test_luhn_as_others_compute_it(number):
    assert scanning.passes_luhn(number) == luhn.is_valid(number)
