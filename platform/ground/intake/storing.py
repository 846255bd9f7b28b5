"""Many rows into one table at once: COPY, with keys taken from the table's own sequence.

Some ten times as fast as `bulk_create`, which makes an object and a placeholder for every value. Used
where the rows come by the ten thousand; nothing else of the house's order changes: inside the caller's
transaction, constraints and triggers apply.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from ground.audit.sealing import SealedField, SealedRow

_PLAIN = (
    models.CharField,
    models.IntegerField,
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    models.UUIDField,
    models.ForeignKey,
)
_AS_TEXT = {int, bool, Decimal, date, UUID}  # COPY reads them as they are written
_MARKS = "\\\t\n\r"  # these stand otherwise in what COPY reads
NULL = "\\N"


def insert(
    model: type[models.Model],
    count: int,
    columns: Mapping[str, Sequence[Any]],
    *,
    keys: Sequence[int] = (),
    **constants: Any,
) -> list[int]:
    """Insert `count` rows and give their keys, ascending.

    `columns`: values by the name of the field or its column (`agency_id`), one for each row;
    `constants`: one value for all. A field that is not named takes its default. Sealed fields are
    sealed here, each for its row. `keys`: those of `next_keys`, where something is made of them.
    """
    if not count:
        return []
    keys = list(keys) or next_keys(model, count)
    row_keys = columns.get("row_key", ())
    if issubclass(model, SealedRow) and not row_keys:
        row_keys = [uuid4() for _ in keys]
        columns = {**columns, "row_key": row_keys}
    names, cells = [_column(model, "pk")], [list[Any](keys)]
    for field in model._meta.concrete_fields:  # noqa: SLF001 -- Django's own way
        if field.primary_key:
            continue
        if field.attname in columns or field.name in columns:
            given = columns.get(field.attname, columns.get(field.name, ()))
            values = (
                list(map(field.sealed, given, row_keys))
                if isinstance(field, SealedField)
                else _prepared(field, given)
            )
        elif field.attname in constants or field.name in constants:
            constant = constants.get(field.attname, constants.get(field.name))
            values = _prepared(field, [constant]) * count
        elif field.db_default is not NOT_PROVIDED:
            continue
        else:
            values = _prepared(field, [field.get_default()]) * count
        names.append(field.column)
        cells.append(values)
    quoted = ", ".join(connection.ops.quote_name(one) for one in names)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    with (
        connection.wrap_database_errors,  # COPY fails where it ends, beyond Django's own wrapping
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy,
    ):
        written = [_written(values) for values in cells]
        if all(written):
            copy.write("\n".join([*map("\t".join, zip(*written, strict=True)), ""]))
        else:
            for row in zip(*cells, strict=True):
                copy.write_row(row)
    return keys


def _written(values: Sequence[Any]) -> list[str]:
    """A column as COPY reads it; empty where only the driver knows how."""
    kinds = set(map(type, values)) - {type(None)}
    if kinds == {str}:
        joined = "".join(filter(None, values))
        if any(mark in joined for mark in _MARKS):
            return []
    elif not kinds <= _AS_TEXT:
        return []
    if None in values:
        return [NULL if one is None else str(one) for one in values]
    return list(map(str, values))


def ranges_of(keys: Sequence[int]) -> list[list[int]]:
    """Keys as [[first, last], …]: an import of a hundred thousand rows is a few pairs."""
    found: list[list[int]] = []
    for key in sorted(keys):
        if found and key == found[-1][1] + 1:
            found[-1][1] = key
        else:
            found.append([key, key])
    return found


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """The next keys of a table, ascending; nobody else gets them."""
    meta = model._meta  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(
            # The name is looked up once, not for each key: therefore the inner SELECT.
            "SELECT nextval((SELECT pg_get_serial_sequence(%s, %s)::regclass))"
            " FROM generate_series(1, %s)",
            [connection.ops.quote_name(meta.db_table), _column(model, "pk"), count],
        )
        return sorted(key for (key,) in cursor.fetchall())


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)  # noqa: SLF001
    return str(field.column)  # type: ignore[union-attr]


def _prepared(field: Any, values: Sequence[Any]) -> list[Any]:
    """Values as the driver takes them; only fields with a form of their own need the detour."""
    written_as = field.base_field if isinstance(field, ArrayField) else field
    if isinstance(written_as, _PLAIN) or type(written_as) is models.TextField:
        return list(values)
    return [field.get_db_prep_save(value, connection) for value in values]
