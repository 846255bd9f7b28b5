"""The log as production writes it: JSON, a click that can be followed, and nobody's name in it."""

import io
import json
import logging
import shlex
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from celery import shared_task
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from gunicorn.config import Config
from stdnum.cn import ric

from ground.accounts.roles import Role
from ground.events.models import RecordedEvent
from ground.kernel import failures, lines
from ground.web.pages import ANYONE, page
from runtime import logs
from runtime.serving import PlainLogger
from tests.events.lamps import TROUBLE, shine
from tests.watching import Watch

Lines = Callable[[], list[dict[str, Any]]]
FIRST = "43070119680203001"
# Put together here, so that none of it is a text that stands in code.
PERSONAL = dict(
    zip(
        ("name", "number", "mobile", "spelt"),
        (
            "王" + "小明",
            FIRST + ric.calc_check_digit(FIRST + "0"),
            "138" + "07365432",
            "wang" + "xm",
        ),
        strict=True,
    )
)


def everything() -> str:
    return " ".join(PERSONAL.values()) + '\n{"level": "forged"}\x1b[31m\x00\u2028'


@page(ANYONE)
def raising(_request, about):
    raise ValueError(f"{about} {everything()}")


@page(ANYONE)
def doubling(_request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS doubled (name text CONSTRAINT once UNIQUE)")
        cursor.execute("INSERT INTO doubled VALUES (%s), (%s)", [PERSONAL["name"]] * 2)


@page(ANYONE)
def lighting(_request):
    shine(7)
    return HttpResponse()


urlpatterns = [
    path("raising/<str:about>/", raising),
    path("doubling/", doubling),
    path("lighting/", lighting, name="lighting"),
]
here = override_settings(ROOT_URLCONF=__name__)


@shared_task(name="tests.failing")
def failing(*_told):
    raise ValueError(everything())


@pytest.fixture
def raw() -> Iterator[io.StringIO]:
    """What production would write on stderr, meanwhile."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter(as_json=True))
    events = logging.getLogger("shuanglian.events")
    logging.getLogger().addHandler(handler)
    events.setLevel(logging.INFO)
    yield stream
    events.setLevel(logging.WARNING)
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def written(raw: io.StringIO) -> Lines:
    return lambda: [json.loads(line) for line in raw.getvalue().removesuffix("\n").split("\n")]


def named(found: list[dict[str, Any]], event: str) -> list[dict[str, Any]]:
    return [line for line in found if line["event"] == event]


@here
@pytest.mark.django_db
def test_nothing_personal_gets_into_a_line(raw: io.StringIO, written: Lines, watch: Watch):
    client = Client(raise_request_exception=False)
    client.post(f"/raising/{PERSONAL['name']}/?q={PERSONAL['number']}", PERSONAL)
    client.get(f"/nowhere/{PERSONAL['spelt']}/{PERSONAL['mobile']}")
    client.get("/doubling/", headers={"X-Request-ID": PERSONAL["spelt"]})
    client.generic(PERSONAL["spelt"].upper(), "/nowhere/")
    failing.apply(args=[everything()])
    PlainLogger(Config()).exception("Error handling request %s", f"/?q={everything()}")
    foreign = logging.getLogger("somebody.else")
    foreign.warning(everything())
    foreign.warning(f"refused {everything()}")
    foreign.warning("refused %(who)s", {"who": everything()})
    foreign.warning("refused %s", int(PERSONAL["mobile"]))
    foreign.warning("refused", extra={"who": everything()}, stack_info=True)
    logging.captureWarnings(capture=True)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(everything(), stacklevel=1)
    logging.captureWarnings(capture=False)
    ours = logging.getLogger("shuanglian.tests")
    ours.error("refused %s", everything(), exc_info=KeyError(everything()))
    with lines.about(lambda: {"who": PERSONAL["name"], "which": [PERSONAL["mobile"]]}):
        ours.warning("refused")

    found = written()
    for value in PERSONAL.values():
        assert value not in raw.getvalue()
    assert "forged" not in raw.getvalue()
    assert {line["level"] for line in found} == {"info", "warning", "error"}
    assert "Error handling request …" in [line["event"] for line in found]
    [doubled] = [line for line in found if line.get("constraint")]
    assert (doubled["constraint"], doubled["code"]) == ("once", "23505")
    assert doubled["error"] == "IntegrityError < UniqueViolation"
    [task] = [line for line in found if line["logger"] == "celery.app.trace"]
    assert task["error"] == "ValueError"
    assert task["places"][-1].startswith("tests.runtime.test_logs.failing:")
    assert found[-1]["who"] == lines.LEFT_OUT
    watch.taken()  # it saw the lines before they were written


def test_what_does_not_fit_its_text_is_left_out():
    """Formatted here: pytest's own handler takes offence at it."""
    text = "refused %s and %d"
    record = logging.LogRecord("x", logging.ERROR, "x", 1, text, (everything(),), None)
    assert json.loads(logs.formatter(as_json=True).format(record))["event"] == text


def test_an_error_is_told_by_its_kinds_and_our_places():
    error = IntegrityError(everything())
    error.__cause__ = KeyError(everything())
    assert failures.kinds_of(error) == "IntegrityError < KeyError"
    with pytest.raises(ZeroDivisionError) as caught:
        logs.service_of(command=[str(1 / 0)])
    [place] = failures.places_of(caught.value.__traceback__)
    assert place.startswith("tests.runtime.test_logs.test_an_error_is_told")


@here
@pytest.mark.django_db
def test_a_request_has_a_number_on_its_line_its_answer_and_its_page(written: Lines, watch: Watch):
    client = Client(raise_request_exception=False)
    answer = client.get("/raising/x/", headers={"X-Request-ID": "0000-0000-0000"})
    number = answer["X-Request-ID"]
    assert number != "0000-0000-0000"
    assert f"错误编号 {number}" in answer.content.decode()
    fault, line = written()
    assert (fault["logger"], fault["error"], fault["request"]) == (
        "django.request",
        "ValueError",
        number,
    )
    assert (line["event"], line["request"], line["status"]) == ("request", number, 500)
    assert line["method"] == "GET"
    missing = client.get("/nowhere/")
    assert f"错误编号 {missing['X-Request-ID']}" in missing.content.decode()
    watch.taken()  # the error itself, which quotes a number


@pytest.mark.django_db
def test_a_line_says_who_and_where_and_none_is_written_for_machines(
    written: Lines, raw: io.StringIO, person, client_of
):
    user = person(Role.AUDITOR)
    client_of(user).get("/account/")
    refused = client_of(user).get("/admin/deliveries/")
    account, deliveries = named(written(), "request")
    assert (account["route"], account["user"], account["status"]) == ("web:account", user.pk, 200)
    assert (deliveries["route"], deliveries["status"]) == ("web:deliveries", 403)
    assert f"错误编号 {deliveries['request']}" in refused.content.decode()
    assert user.username not in raw.getvalue()
    before = raw.getvalue()
    Client().get("/healthz")
    Client().get("/static/web/shuanglian.js")
    assert raw.getvalue() == before


@here
@pytest.mark.django_db(transaction=True)
def test_one_click_is_followed_to_its_handlers(written: Lines, drain):
    TROUBLE.__init__()
    number = Client().get("/lighting/")["X-Request-ID"]
    drain()
    found = written()
    [request] = named(found, "request")
    assert (request["request"], request["route"]) == (number, "lighting")
    [event] = request["recorded"]
    assert RecordedEvent.objects.get(pk=event).name == "tests.lamp_lit"
    handled = [line for line in named(found, "handled") if event in line["events"]]
    assert {name for line in handled for name in line["handlers"]} >= {
        "tests.events.lamps.note_lamp"
    }
    assert all(line["recorded"] is not None and line["milliseconds"] > 0 for line in handled)


@pytest.mark.django_db(transaction=True)
def test_what_fails_names_the_event_that_it_all_began_with(written: Lines, drain):
    TROUBLE.__init__()
    TROUBLE.failing = {1}
    shine(1)
    drain()
    TROUBLE.__init__()
    [failed] = named(written(), "delivery failed")
    [event] = failed["events"]
    assert (failed["state"], failed["error"], failed["began_with"]) == (
        "pending",
        "ValueError",
        event,
    )
    assert failed["handlers"][0].startswith("tests.events.lamps.")


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_said_to_be_recorded():
    from ground.events.services import collecting

    with collecting() as recorded:
        with transaction.atomic():
            shine(1)
            transaction.set_rollback(True)
        assert recorded == []
        shine(2)
    assert recorded == [RecordedEvent.objects.get().pk]


def test_each_service_knows_its_name():
    compose = yaml.safe_load(Path("compose.yaml").read_text())["services"]
    ours = {name: one["command"] for name, one in compose.items() if "build" in one}
    del ours["migrate"]
    for name, command in ours.items():
        words = command if command[0] == "celery" else command[1:]
        assert logs.service_of(words) == name, shlex.join(command)
    assert logs.service_of(["manage.py", "migrate", "-v", "0"]) == "migrate"


def test_read_by_eye_a_line_is_one_line():
    record = logging.makeLogRecord(
        {"name": "x", "levelname": "WARNING", "msg": "one\ntwo %d", "args": (3,)}
    )
    said = logs.formatter(as_json=False).format(record)
    assert said.endswith("warning x: one two 3")
