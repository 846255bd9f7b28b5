"""Reads of the files: lists with the holder's name, who is where, what waits for whom."""

from collections.abc import Collection

from django.db import connection
from django.db.models import Count, OuterRef, Subquery

from assistance.households.models import FileQuerySet, HardshipFile, Member
from assistance.visits.models import Clue
from ground.audit.sealing import lookup_hash

ID_PLACE = "households.member.id_no"


def hash_of_id(number: str) -> str:
    """The look-up hash of an ID number that has been read already; nothing for nothing."""
    return lookup_hash(number, ID_PLACE) if number else ""


def locked_file(file: HardshipFile) -> HardshipFile:
    """The file as it is now, held for the caller's transaction; rows may still point to it."""
    for locked in locked_files([file.pk]):
        return locked
    raise HardshipFile.DoesNotExist


def locked_files(keys: Collection[int]) -> list[HardshipFile]:
    """Files as they are now, locked in the order of their keys, with unit, gate, route and clue.

    Locked first and read after: whoever waited for a lock would otherwise get the new row with the
    gate of the old one, or with none.
    """
    rows = HardshipFile.objects.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    return list(rows.select_related("unit__division", "gate", "route", "clue"))


def next_number() -> int:
    """The next primary key: the file number is made of it, so two can never be alike."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('households_hardshipfile', 'id'))")
        return int(cursor.fetchone()[0])


def with_holder(files: FileQuerySet) -> FileQuerySet:
    """Files with unit, `holder_name`, `member_count`, and the family's size by its clue."""
    holder = Member.objects.filter(
        file=OuterRef("pk"), relation=Member.Relation.HOLDER
    ).order_by()  # there is one; the usual order would read its file for nothing
    people = (
        Member.objects.filter(file=OuterRef("pk"), standing=Member.Standing.PRESENT)
        .order_by()
        .values("file")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return files.select_related("unit", "gate").annotate(
        holder_name=Subquery(holder.values("name")[:1]),
        member_count=Subquery(people),
        # a join would stay in counts and key look-ups, and keep them from the index alone
        told_size=Subquery(Clue.objects.filter(pk=OuterRef("clue")).values("family_size")[:1]),
    )


def open_file_of(number: str, *, apart_from: int = 0) -> HardshipFile | None:
    """The file in which the person of this ID number stands now, whoever may see it."""
    if not number:
        return None
    return (
        HardshipFile.objects.filter(members__id_hash=hash_of_id(number), members__in_open_file=True)
        .exclude(pk=apart_from)
        .select_related("unit")
        .first()
    )


def open_file_among(hashes: Collection[str], *, apart_from: int) -> HardshipFile | None:
    """A file in which somebody of these (look-up hashes of ID numbers) stands now."""
    return (
        HardshipFile.objects.filter(members__id_hash__in=hashes, members__in_open_file=True)
        .exclude(pk=apart_from)
        .select_related("unit")
        .first()
    )


def exited_file_of(hashes: Collection[str], *, apart_from: int) -> HardshipFile | None:
    """The last file with which somebody of these got out of hardship."""
    exited = HardshipFile.objects.filter(
        members__id_hash__in=hashes, state=HardshipFile.State.EXITED
    )
    return exited.exclude(pk=apart_from).order_by("-ended_on", "-pk").first()
