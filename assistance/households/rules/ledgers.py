"""How old ledgers write a family: which rows belong together, who is who, members in one cell.

A sheet says it by a number of the file, the holder's ID number or name, cells merged over a family,
a row of 本人 followed by those of the others; or it has one row for a family and the others in a cell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ground.kernel.folding import simplified, tidied_name

HOLDER = "holder"
RELATIONS = {
    "本人": HOLDER, "户主": HOLDER, "申请人": HOLDER, "主档人": HOLDER, "职工本人": HOLDER, "户主本人": HOLDER,
    "配偶": "spouse", "妻子": "spouse", "妻": "spouse", "丈夫": "spouse", "夫": "spouse", "爱人": "spouse",
    "老伴": "spouse", "夫妻": "spouse",
    "子女": "child", "儿子": "child", "女儿": "child", "子": "child", "女": "child", "儿": "child",
    "长子": "child", "次子": "child", "三子": "child", "长女": "child", "次女": "child", "三女": "child",
    "大儿子": "child", "二儿子": "child", "小儿子": "child", "大女儿": "child", "二女儿": "child",
    "小女儿": "child", "独生子": "child", "独生女": "child", "养子": "child", "养女": "child",
    "继子": "child", "继女": "child",
    "父母": "parent", "父亲": "parent", "母亲": "parent", "父": "parent", "母": "parent", "爸爸": "parent",
    "妈妈": "parent", "养父": "parent", "养母": "parent", "继父": "parent", "继母": "parent",
    "兄弟姐妹": "sibling", "哥哥": "sibling", "弟弟": "sibling", "姐姐": "sibling", "妹妹": "sibling",
    "兄": "sibling", "弟": "sibling", "姐": "sibling", "妹": "sibling",
    "祖父母": "grandparent", "祖父": "grandparent", "祖母": "grandparent", "爷爷": "grandparent",
    "奶奶": "grandparent", "外公": "grandparent", "外婆": "grandparent", "外祖父": "grandparent",
    "外祖母": "grandparent",
    "孙子女": "grandchild", "孙子": "grandchild", "孙女": "grandchild", "孙": "grandchild",
    "外孙": "grandchild", "外孙女": "grandchild",
    "其他": "other", "儿媳": "other", "媳妇": "other", "女婿": "other", "岳父": "other", "岳母": "other",
    "公公": "other", "婆婆": "other", "侄子": "other", "侄女": "other", "外甥": "other", "外甥女": "other",
}  # fmt: skip
MOST_IN_CELL = 600
_WORDS = "|".join(sorted(RELATIONS, key=len, reverse=True))
_NUMBERING = re.compile(r"^[（(]?\d{1,2}[)）.、．]\s*")
_MEMBER = re.compile(
    rf"({_WORDS})\s*[:：]?\s*([^\d\s,，、:：()（）]{{2,12}}?)(?:[\s,，、:：(（]+(.*?)[)）]?|(\d.*))?$"
)
_OTHER = re.compile(_WORDS)
_ID = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15})(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True)
class Told:
    """A member as one cell tells of them: the number as it is written, the rest not understood."""

    relation: str
    name: str
    id_no: str = ""
    year: int | None = None


@dataclass
class Family:
    """Rows of one family, by index in their order."""

    rows: list[int] = field(default_factory=list)
    keys: set[object] = field(default_factory=set)
    holder_name: str = ""
    number: object = None
    has_holder: bool = False


def families_of(
    *,
    count: int,
    file_no: Sequence[str | None],
    number: Sequence[object],
    holder_id: Sequence[str | None],
    holder_name: Sequence[str | None],
    relation: Sequence[str | None],
    name: Sequence[str | None],
) -> list[Family]:
    """The families of a sheet, each with its rows.

    A file number, or else the holder's ID number, holds rows together wherever they stand. Without
    them a row goes on with the family above it unless it says otherwise: another holder's name, 本人
    again, or neither a relation nor a holder (then each row is a family of its own).
    """
    found: list[Family] = []
    by_key: dict[object, Family] = {}
    here: Family | None = None
    for at in range(count):
        key = ("no", file_no[at]) if file_no[at] else None
        if key is None and holder_id[at]:
            key = ("id", holder_id[at])
        said, called = holder_name[at] or "", name[at]
        is_holder = relation[at] == HOLDER or (
            relation[at] is None and (called is None or not said or said == called)
        )
        if key is not None:
            here = by_key.get(key)
        elif (
            here is not None
            and not _goes_on(
                here, said, number[at], is_holder=is_holder, says_relation=relation[at] is not None
            )
            and not (said and said == here.holder_name and called not in {None, said})
        ):
            here = None
        if here is None:
            here = Family(number=number[at])
            found.append(here)
        if key is not None:
            by_key[key] = here
            here.keys.add(key)
        here.rows.append(at)
        here.has_holder = here.has_holder or is_holder
        here.holder_name = here.holder_name or said or (called or "" if is_holder else "")
    return found


def _goes_on(
    here: Family, said: str, number: object, *, is_holder: bool, says_relation: bool
) -> bool:
    """Whether a row without a key of its own belongs to the family above it."""
    if is_holder and here.has_holder:
        # A number merged over the family says that this is one, with a relation forgotten.
        return not says_relation and number is not None and number == here.number
    if said and here.holder_name:
        return said == here.holder_name
    if here.keys:
        return not is_holder and not said
    return not is_holder or (number is not None and number == here.number)


def told_members(cell: str) -> list[Told] | None:
    """The members that one cell tells of: “妻李某 1970；女李小某 2001”. None where it cannot be read."""
    text = simplified(cell).strip()
    if not text or text in {"无", "-", "—"}:
        return []
    if len(text) > MOST_IN_CELL:
        return None
    pieces = [one for one in re.split(r"[;\n]+", text) if one.strip()]
    if len(pieces) == 1 and "、" in text:
        pieces = [one for one in text.split("、") if one.strip()]
    found = []
    for piece in pieces:
        match = _MEMBER.match(_NUMBERING.sub("", piece.strip()).rstrip("。.,， "))
        called = tidied_name(match[2]) if match else ""
        if match is None or not called or RELATIONS[match[1]] == HOLDER:
            return None
        rest = match[3] or match[4] or ""
        if _OTHER.search(rest):  # another person, or words that might be one
            return None
        number, year = _ID.search(rest), _YEAR.search(rest)
        found.append(
            Told(
                RELATIONS[match[1]],
                called,
                number[1].upper() if number else "",
                int(year[1]) if year and not number else None,
            )
        )
    return found


def doubt_of_birth(relation: str, born_on: date, holder_born_on: date) -> str:
    """What is unlikely in a birth date beside the holder's, as a sentence; mostly nothing."""
    if relation == "child" and born_on <= holder_born_on:
        return "子女比户主年长，请核对关系或身份证号"
    if relation == "parent" and born_on >= holder_born_on:
        return "父母比户主年轻，请核对关系或身份证号"
    return ""
