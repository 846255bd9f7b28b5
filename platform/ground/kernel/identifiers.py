"""Numbers that identify people and organisations in China, read, checked and masked.

ID number 身份证: GB 11643-1999. Organisations 统一社会信用代码 (USCC): GB 32100-2015. The checksums are
python-stdnum's; what is accepted where is the programme's (domain.md, 2.1).
"""

import re
from datetime import date

from stdnum.cn import ric, uscc

from ground.kernel.errors import RuleBroken


def id_number(text: str) -> str:
    """Read an 18-digit ID number; the last letter comes out as a capital X.

    Refused with a sentence that says what is wrong: length, date of birth, or check digit.
    """
    plain = re.sub(r"[\s\u3000]", "", text).upper()
    if not re.fullmatch(r"\d{17}[\dX]", plain, re.ASCII):
        raise RuleBroken(
            "id_number_shape",
            "身份证号应为18位：17位数字加最后一位数字或X",
            fields={"id_no": "应为18位"},
        )
    born_on = _born_on(plain)
    if born_on is None or born_on > date.today():  # noqa: DTZ011 -- whether a day exists yet, anywhere
        raise RuleBroken(
            "id_number_birth",
            "身份证号第7至14位不是有效的出生日期",
            fields={"id_no": "出生日期无效"},
        )
    if ric.calc_check_digit(plain) != plain[-1]:
        raise RuleBroken(
            "id_number_check", "身份证号校验位不符，请核对是否录错", fields={"id_no": "校验位不符"}
        )
    return plain


def full_id_number(text: str) -> str:
    """Read an ID number of 18 digits, or one of the 15 that were given out until 1999, as 18 digits.

    The old ones have no check digit: it follows from them, so a slip of the pen in one goes unseen.
    """
    plain = re.sub(r"[\s\u3000]", "", text)
    if re.fullmatch(r"\d{15}", plain, re.ASCII):
        body = f"{plain[:6]}19{plain[6:]}"
        return id_number(body + ric.calc_check_digit(f"{body}0"))
    return id_number(plain)


def is_male(number: str) -> bool:
    """The sex in a valid ID number: the last digit but one is odd."""
    return int(number[16]) % 2 == 1


def birth_date_of(number: str) -> date:
    """The day of birth in a valid ID number."""
    born_on = _born_on(number)
    if born_on is None:
        raise ValueError("not a valid ID number")
    return born_on


def credit_code(text: str) -> str:
    """Read a USCC. Some genuine early codes fail the check, so callers may let a person override."""
    plain = re.sub(r"\s", "", text).upper()
    if not uscc.is_valid(plain):
        raise RuleBroken(
            "uscc_check", "统一社会信用代码不符合18位编码规则，请核对", fields={"uscc": "校验不符"}
        )
    return plain


def mobile(text: str) -> str:
    """Read a mainland mobile number."""
    plain = re.sub(r"[\s\-]", "", text)
    plain = plain.removeprefix("+86")
    if not re.fullmatch(r"1[3-9]\d{9}", plain, re.ASCII):
        raise RuleBroken(
            "mobile_shape", "手机号应为11位数字，以1开头", fields={"mobile": "应为11位手机号"}
        )
    return plain


def masked_id(number: str) -> str:
    """First three and last four: `430***********0015`."""
    hidden = len(number) - 7
    return number[:3] + "*" * hidden + number[-4:] if hidden > 0 else "*" * len(number)


def masked_name(name: str) -> str:
    """`张*`, `李*明`: the surname, and the last character of longer names."""
    if len(name) <= 1:
        return "*"
    return name[0] + "*" if len(name) == 2 else name[0] + "*" * (len(name) - 2) + name[-1]  # noqa: PLR2004


def masked_mobile(number: str) -> str:
    return number[:3] + "****" + number[-4:] if len(number) == 11 else "*" * len(number)  # noqa: PLR2004


def masked_card(number: str) -> str:
    """Last four digits of a bank card."""
    return "**** " + number[-4:] if len(number) > 4 else "****"  # noqa: PLR2004


def _born_on(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
