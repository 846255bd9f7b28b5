"""Bring everything that is sealed under the newest key, and look-up hashes under the present one.

Each batch is a transaction of its own, and what is done shows in the data: a run that was killed goes
on where it stood when it is started again. The site may run meanwhile; for hashes it must not, because
a person whose hash is under the other key would not be found.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q

from ground.audit.sealing import (
    HashField,
    SealedBytesField,
    SealedField,
    Unreadable,
    key_ids,
    rehashes,
    seal_bytes,
    unseal,
    unseal_bytes,
)

BATCH = 1_000
SEALED = re.compile(r"[0-9a-f]{8}\.[\w=-]{38,}\Z")  # key id, dot, nonce and tag at the least
BYTES_BATCH = 20


@dataclass
class Step:
    """How far one model is. `unreadable` are the keys of rows that do not open."""

    model: type[models.Model]
    total: int
    seen: int = 0
    changed: int = 0
    unreadable: list[Any] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.model._meta.label_lower  # noqa: SLF001 -- Django's own way


def reseal(*, batch: int = BATCH, unbound: bool = False) -> Iterator[Step]:
    """Seal anew what lies under an older key, batch by batch; yields how far it is after each.

    `unbound`: also what a version before sealed for its field alone, or did not seal yet; from now on it
    opens in its row only.
    """
    for model in _models():
        texts = [one for one in model._meta.local_fields if isinstance(one, SealedField)]  # noqa: SLF001
        if texts:
            old = _any_text(texts) if unbound else _old_texts(texts)
            yield from _each(
                model, old, batch, lambda rows, of=texts: _texts(rows, of, unbound=unbound)
            )
        for one in model._meta.local_fields:  # noqa: SLF001
            if isinstance(one, SealedBytesField):
                old = ~Q(**{f"{one.name}__is_under": key_ids()[0]})
                yield from _each(model, old, BYTES_BATCH, lambda rows, of=one: _bytes(rows, of))


def rehash(*, batch: int = BATCH) -> Iterator[Step]:
    """Make all look-up hashes anew under the present key. Sealed values are opened for it."""
    for model in _models():
        plain = [one for one in model._meta.local_fields if isinstance(one, HashField)]  # noqa: SLF001
        other = rehashes.get(model._meta.label_lower)  # noqa: SLF001
        if not plain and other is None:
            continue
        names = [one.name for one in plain] + list(other.fields if other else ())

        def renew(
            rows: Sequence[Any], of: Any = plain, more: Any = other, names: Any = names
        ) -> Any:
            changed, unreadable = [], []
            for row in rows:
                before = [getattr(row, name) for name in names]
                try:
                    for one in of:
                        setattr(row, one.name, one.hashed(getattr(row, one.of)))
                    if more:
                        more.renew(row)
                except Unreadable:
                    unreadable.append(row.pk)
                    continue
                if [getattr(row, name) for name in names] != before:
                    changed.append(row)
            type(rows[0])._base_manager.bulk_update(changed, names)  # noqa: SLF001
            return len(changed), unreadable

        yield from _each(model, Q(), batch, renew, related=other.related if other else ())


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.managed]  # noqa: SLF001


def _each(
    model: type[models.Model], old: Q, batch: int, work: Any, *, related: Sequence[str] = ()
) -> Iterator[Step]:
    """The rows by their keys, so many at a time, each lot locked and done in one transaction."""
    whole = model._base_manager.filter(old)  # noqa: SLF001 -- no manager of the app may hide a row
    step = Step(model, total=whole.count())
    if not step.total:
        return
    last = None
    while True:
        with transaction.atomic():
            rows = whole if last is None else whole.filter(pk__gt=last)
            found = list(
                rows.select_related(*related).select_for_update(of=("self",)).order_by("pk")[:batch]
            )
            if not found:
                return
            changed, unreadable = work(found)
        last = found[-1].pk
        step.seen += len(found)
        step.changed += changed
        step.unreadable += unreadable
        yield step


def _old_texts(fields: Sequence[SealedField]) -> Q:
    old = Q(pk__in=[])
    for one in fields:
        old |= ~Q(**{one.name: ""}) & ~Q(**{f"{one.name}__is_under": key_ids()[0]})
    return old


def _any_text(fields: Sequence[SealedField]) -> Q:
    return ~Q(**{one.name: "" for one in fields})


def _plain(text: str, field: SealedField, row_key: UUID, *, unbound: bool) -> str:
    try:
        return unseal(text, f"{field.place}:{row_key}")
    except Unreadable:
        if not unbound:
            raise
        return unseal(text, field.place) if SEALED.match(text) else text


def _texts(
    rows: Sequence[Any], fields: Sequence[SealedField], *, unbound: bool
) -> tuple[int, list[Any]]:
    newest, changed, unreadable = f"{key_ids()[0]}.", [], []
    for row in rows:
        values = []
        try:
            for one in fields:
                held = row.__dict__[one.attname]
                if held and (unbound or not held.text.startswith(newest)):
                    plain = _plain(held.text, one, row.row_key, unbound=unbound)
                    values.append(one.sealed(plain, row.row_key))
                else:
                    values.append(held.text if held else "")
        except Unreadable:
            unreadable.append(row.pk)
            continue
        changed.append((row.pk, *values))
    _write(type(rows[0]), fields, changed)
    return len(changed), unreadable


def _bytes(rows: Sequence[Any], one: SealedBytesField) -> tuple[int, list[Any]]:
    changed, unreadable = [], []
    for row in rows:
        place = one.place(row) if one.place else ""
        try:
            plain = unseal_bytes(bytes(getattr(row, one.attname)), place)
        except Unreadable:
            unreadable.append(row.pk)
            continue
        changed.append((row.pk, seal_bytes(plain, place)))
    _write(type(rows[0]), [one], changed)
    return len(changed), unreadable


def _write(
    model: type[models.Model], fields: Sequence[models.Field[Any, Any]], rows: list[tuple[Any, ...]]
) -> None:
    """One statement for many rows: the columns hold what is given, as it is given."""
    if not rows:
        return
    options, quoted = model._meta, connection.ops.quote_name  # noqa: SLF001
    key = options.pk
    columns = [key, *fields]
    arrays = ", ".join(f"%s::{str(one.db_type(connection)).partition('(')[0]}[]" for one in columns)
    arrays = arrays.replace("bigserial", "bigint").replace("serial", "integer")
    sets = ", ".join(f"{quoted(one.column)} = given.c{at}" for at, one in enumerate(fields, 1))
    names = ", ".join(f"c{at}" for at in range(len(columns)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quoted(options.db_table)} AS row SET {sets} FROM unnest({arrays}) AS given({names})"  # noqa: S608 -- names of ours
            f" WHERE row.{quoted(key.column)} = given.c0",
            [list(column) for column in zip(*rows, strict=True)],
        )
