"""The reference by which a payment is known in a bank's files: `SL00001200003430`.

The number of our file, the line in it, two check digits (97 less the remainder): a digit that was
mistyped, or two that changed places, is noticed. Letters stand in front, so that no program takes it
for a number and drops its zeros. Fourteen digits: an ID number has fifteen or eighteen.
"""

PREFIX = "SL"
FILE_DIGITS, LINE_DIGITS, CHECK_DIGITS = 6, 6, 2
LENGTH = len(PREFIX) + FILE_DIGITS + LINE_DIGITS + CHECK_DIGITS


def reference_of(file: int, line: int) -> str:
    body = f"{file:0{FILE_DIGITS}d}{line:0{LINE_DIGITS}d}"
    if len(body) != FILE_DIGITS + LINE_DIGITS:
        raise ValueError("a file or line number is too large for a reference")
    return f"{PREFIX}{body}{97 - int(body) % 97:02d}"


def read_reference(text: str) -> tuple[int, int] | None:
    """The file and the line that a reference names; None where it is none. Found inside a longer text."""
    at = text.find(PREFIX)
    if at < 0:
        text = text.upper()
        at = text.find(PREFIX)
    found = text[at + len(PREFIX) : at + LENGTH] if at >= 0 else ""
    if len(found) != LENGTH - len(PREFIX) or not (found.isdigit() and found.isascii()):
        return None
    body = found[:-CHECK_DIGITS]
    if 97 - int(body) % 97 != int(found[-CHECK_DIGITS:]):
        return None
    return int(body[:FILE_DIGITS]), int(body[FILE_DIGITS:])
