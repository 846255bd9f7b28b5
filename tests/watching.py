"""Watches every test: no ID number in a log line, an answer, a mail, an event, a job, a trail line, a column.

Numbers count that are whole: 18 digits with a day of birth and the right check digit, as the suite makes
them. What product code declares is let through: an answer to `@page(…, shows_personal=True)` or
`needs(…, shows_personal=True)`, an export that is `personal` (both set `request.shows_personal`), and a
page that shows a form again to the person who typed the number in that very request.
"""

import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pypdfium2
import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, models
from django.test import Client

from ground.audit.sealing import SealedField
from ground.kernel.scanning import has_id_number

DIGITS = "[0-9]{17}[0-9Xx]"
WRITTEN = "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd > 0"
_NUMBER = re.compile(DIGITS)
_OFFICE = ("spreadsheetml", "wordprocessingml")


class Watch:
    """What one test let out."""

    def __init__(self) -> None:
        self.leaks: list[str] = []

    def see(self, where: str, text: str, typed: frozenset[str] = frozenset()) -> None:
        if has_id_number(text):
            shown = {one for one in _NUMBER.findall(text) if has_id_number(one)}
            if not shown or shown - typed:
                self.leaks.append(where)

    def see_log(self, record: logging.LogRecord) -> None:
        try:
            said = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit: logging's own affair
            said = f"{record.msg} {record.args}"
        if record.exc_info and record.exc_info[1] is not None:
            said += f" {record.exc_info[1]}"
        self.see(f"log of {record.name}", said)

    def see_answer(self, response: Any, sent: str) -> None:
        request = response.wsgi_request
        where = (
            f"{request.method} {request.resolver_match.route if request.resolver_match else '?'}"
        )
        if getattr(request, "shows_personal", False):
            return
        kind = response.headers.get("Content-Type", "")
        typed = frozenset(_NUMBER.findall(sent)) if kind.startswith("text/html") else frozenset()
        self.see(f"headers of {where}", str(response.headers))
        for text in _texts(_body(response), kind):
            self.see(where, text, typed)

    def see_mails(self) -> None:
        for letter in getattr(mail, "outbox", []):
            self.see("mail", f"{letter.subject} {letter.body} {letter.to}")

    def see_columns(self) -> None:
        """Whatever lies unsealed in the database: events, deliveries, jobs, trail and all the rest."""
        if connection.needs_rollback or connection.connection is None:
            return
        parts = _every_text()
        with connection.cursor() as cursor:
            if connection.in_atomic_block:  # what was there before was seen by whoever wrote it
                cursor.execute(WRITTEN)
                parts = {one: parts[one] for (one,) in cursor.fetchall() if one in parts}
            if parts:
                cursor.execute(" UNION ALL ".join(parts.values()))
                for table, text in cursor.fetchall():
                    self.see(f"table {table}", text)

    def taken(self) -> list[str]:
        """The leaks until now, which then count no longer: for tests of the watch itself."""
        found, self.leaks = self.leaks, []
        return found

    def end(self) -> None:
        if self.leaks:
            pytest.fail(
                "an ID number got out: " + "; ".join(dict.fromkeys(self.leaks)), pytrace=False
            )


_watching: list[Watch] = []


@pytest.fixture(autouse=True)
def watch(request: pytest.FixtureRequest) -> Iterator[Watch]:
    stored = request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(
        request.fixturenames
    )
    if stored:  # set up before, so that it is torn down after
        request.getfixturevalue("_django_db_helper")
    one = Watch()
    _watching.append(one)
    yield one
    _watching.remove(one)
    if stored:
        one.see_columns()
    one.see_mails()
    one.end()


def _watched_records(make: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    def made(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        for one in _watching:
            one.see_log(record)
        return record

    return made


def _watched_answers(ask: Callable[..., Any]) -> Callable[..., Any]:
    def asked(self: Client, **request: Any) -> Any:
        sent = _sent(request) if _watching else ""
        response = ask(self, **request)
        for one in _watching:
            one.see_answer(response, sent)
        return response

    return asked


logging.setLogRecordFactory(_watched_records(logging.getLogRecordFactory()))
Client.request = _watched_answers(Client.request)  # type: ignore[method-assign]


def _sent(request: dict[str, Any]) -> str:
    payload = request.get("wsgi.input")
    body = payload._FakePayload__content.getvalue() if payload is not None else b""
    return f"{request.get('QUERY_STRING', '')} {body.decode('utf-8', 'replace')}"


def _body(response: Any) -> bytes:
    if not response.streaming:
        return bytes(response.content)
    content = b"".join(response.streaming_content)
    response.streaming_content = [content]
    return content


def _texts(content: bytes, kind: str) -> Iterator[str]:
    if any(office in kind for office in _OFFICE) and content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "replace")
    elif kind.startswith("application/pdf") and content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        for page in document:
            yield page.get_textpage().get_text_bounded()
        document.close()
    elif not kind.startswith(("image/", "font/")):
        yield content.decode("utf-8", "replace")


@cache
def _every_text() -> dict[str, str]:
    """Of each table, the statement that finds numbers in the columns that hold text and are not sealed."""
    parts = {}
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        columns = [
            f'"{field.column}"::text'
            for field in options.local_concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
            and not isinstance(field, SealedField)
        ]
        if columns and options.managed and not options.proxy:
            text, table = f"concat_ws(' ', {', '.join(columns)})", options.db_table
            parts[table] = f"SELECT '{table}', {text} FROM \"{table}\" WHERE {text} ~ '{DIGITS}'"
    return parts
