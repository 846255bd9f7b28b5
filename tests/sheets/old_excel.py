"""A workbook of Excel 97 (.xls) by hand: nothing that we depend on writes one."""

import struct

NONE, END, SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 512


def old_workbook(title: str, *rows: list[str | float]) -> bytes:
    """A compound file with one stream, `Workbook`, of records: texts and numbers of one sheet."""
    cells = b"".join(
        _cell(row, column, value)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
    )
    sheet = _record(0x0809, _begin(0x0010)) + cells + _record(0x000A, b"")
    before = len(_globals(title, 0))
    stream = (_globals(title, before) + sheet).ljust(4096, b"\x00")  # shorter ones lie elsewhere
    count = -(-len(stream) // SECTOR)
    table = [0xFFFFFFFD, END, *range(3, 2 + count), END]
    table += [NONE] * (SECTOR // 4 - len(table))
    folder = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, NONE, 2, len(stream))
    return b"".join(
        [
            _head(),
            struct.pack(f"<{len(table)}I", *table),
            folder.ljust(SECTOR, b"\x00"),
            stream.ljust(count * SECTOR, b"\x00"),
        ]
    )


def _globals(title: str, sheet_at: int) -> bytes:
    named = struct.pack("<IBBBB", sheet_at, 0, 0, len(title), 1) + title.encode("utf-16-le")
    return _record(0x0809, _begin(0x0005)) + _record(0x0085, named) + _record(0x000A, b"")


def _begin(kind: int) -> bytes:
    return struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0x0600)


def _cell(row: int, column: int, value: str | float) -> bytes:
    if isinstance(value, str):
        head = struct.pack("<HHHHB", row, column, 0, len(value), 1)
        return _record(0x0204, head + value.encode("utf-16-le"))
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    coded = name.encode("utf-16-le") + b"\x00\x00"
    rest = (len(coded), kind, 1, NONE, NONE, child, b"", 0, 0, 0, first, size)
    return coded.ljust(64, b"\x00") + struct.pack("<HBBIII16sIQQIQ", *rest)


def _head() -> bytes:
    places = (0, 1, 1, 0, 4096, END, 0, END, 0)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 16
    head += struct.pack("<HHHHH6s9I", 0x3E, 3, 0xFFFE, 9, 6, b"", *places)
    return head + struct.pack("<109I", 0, *[NONE] * 108)
