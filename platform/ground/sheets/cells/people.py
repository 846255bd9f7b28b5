"""Names and numbers of people and organisations."""

import re
from typing import Any

from ground.kernel import identifiers
from ground.kernel.errors import RuleBroken
from ground.kernel.folding import tidied_name
from ground.sheets.cells.reading import Misread, checked, half_width, text


def id_number(cell: Any) -> str | None:
    """An 身份证号 of 18 digits; one of 15 comes out as 18."""
    written = half_width(cell) if cell != "" else ""
    return checked(identifiers.full_id_number, written) if written else None


def person(cell: Any, *, longest: int = 0) -> str | None:
    """A person's name, freed of blanks and of what copying left in it."""
    written = text(cell, longest=longest)
    if not written:
        return None
    found = tidied_name(written)
    if not found:
        raise Misread("姓名里有不是姓名的内容。请只写一个人的姓名，说明写到备注中")
    return found


def mobile(cell: Any) -> str | None:
    written = half_width(cell) if cell != "" else ""
    return checked(identifiers.mobile, written) if written else None


def credit_code(cell: Any) -> str | None:
    """A 统一社会信用代码. Some genuine early ones fail the check: that is a warning, not an error."""
    written = half_width(cell).replace(" ", "").upper() if cell != "" else ""
    if not written:
        return None
    try:
        return identifiers.credit_code(written)
    except RuleBroken as broken:
        if re.fullmatch(r"[0-9A-Z]{18}", written):
            message = "统一社会信用代码校验位不符，请与营业执照核对；确认无误可写明原因后放行"
            raise Misread(message, is_warning=True, value=written) from broken
        raise Misread(f"统一社会信用代码应为18位数字或大写字母，现有{len(written)}位") from broken
