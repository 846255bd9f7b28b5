"""Who of many people stands in an open file already, found by hashes: no sealed value is opened."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from assistance.households.models import HardshipFile, Member
from assistance.households.queries import hash_of_id

AT_ONCE = 20_000
_OPEN = """
    SELECT m.id_hash, f.id, f.file_no, u.path
      FROM unnest(%s::text[]) AS asked (hash)
      JOIN households_member m ON m.id_hash = asked.hash AND m.in_open_file
      JOIN households_hardshipfile f ON f.id = m.file_id
      JOIN accounts_organisation u ON u.id = f.unit_id
"""
_EXITED = """
    SELECT DISTINCT ON (m.id_hash) m.id_hash, f.id
      FROM unnest(%s::text[]) AS asked (hash)
      JOIN households_member m ON m.id_hash = asked.hash
      JOIN households_hardshipfile f ON f.id = m.file_id AND f.state = 'exited'
     ORDER BY m.id_hash, f.id DESC
"""


class Known(NamedTuple):
    """The open file in which a person stands, and where its unit is."""

    pk: int
    file_no: str
    path: str


def open_files_of(numbers: Iterable[str]) -> dict[str, Known]:
    """ID number → the open file of that person, in the whole installation."""
    by_hash = {hash_of_id(one): one for one in numbers}
    found = {}
    for some in _pieces(list(by_hash)):
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, [some])
            for id_hash, pk, file_no, path in cursor.fetchall():
                found[by_hash[id_hash]] = Known(pk, file_no, path)
    return found


def exited_files_of(hashes: list[str]) -> dict[str, int]:
    """Hash of a number → the latest file from which that person got out of hardship."""
    found: dict[str, int] = {}
    for some in _pieces(hashes):
        with connection.cursor() as cursor:
            cursor.execute(_EXITED, [some])
            found.update(cursor.fetchall())
    return found


def unnumbered_holders(asked: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """(unit, name) of holders without a number in open files → the number of the file."""
    wanted = set(asked)
    if not wanted:
        return {}
    rows = Member.objects.filter(
        relation=Member.Relation.HOLDER,
        id_hash="",
        in_open_file=True,
        name__in={name for _, name in wanted},
    ).exclude(file__state=HardshipFile.State.DRAFT)
    found = {
        (unit, name): no
        for unit, name, no in rows.values_list("file__unit_id", "name", "file__file_no")
    }
    return {key: no for key, no in found.items() if key in wanted}


def _pieces(all_of: list[str]) -> Iterable[list[str]]:
    return (all_of[at : at + AT_ONCE] for at in range(0, len(all_of), AT_ONCE))
