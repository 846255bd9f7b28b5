"""A database that says nothing: lost where nobody works on the statement, waited for where somebody does."""

import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError

from runtime.postgresql import base
from tools import nodes
from tools.proxy import Proxy

pytestmark = [pytest.mark.service, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def port():
    folder = Path(tempfile.mkdtemp(prefix="shuanglian-", dir="/var/tmp"))
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own
    number = nodes.free_port()
    nodes.make_cluster(folder / "postgres")
    command, demoted = nodes.postgres(folder / "postgres", number)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, **demoted)
    try:
        nodes.create_database(f"postgres://shuanglian@127.0.0.1:{number}/there")
        yield number
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(folder)


@pytest.fixture
def proxy(port):
    made = Proxy(nodes.free_port(), to=port)
    yield made
    made.close()


@pytest.fixture
def database(proxy, monkeypatch):
    monkeypatch.setattr(base, "SILENT", 0.5)
    monkeypatch.setattr(base, "GIVE_UP", 3.0)
    there = settings.DATABASES["default"] | {
        "NAME": "there",
        "USER": "shuanglian",
        "PASSWORD": "",
        "HOST": "127.0.0.1",
        "PORT": str(proxy.port),
        "TIME_ZONE": None,
        "AUTOCOMMIT": True,
    }
    made = base.DatabaseWrapper(there, alias="there")
    ask(made, "SELECT 1")
    yield made
    made.close()


def ask(database: base.DatabaseWrapper, query: str) -> object:
    with database.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_a_statement_that_takes_long_is_waited_for(database):
    assert ask(database, "SELECT 7 FROM pg_sleep(4)") == 7


def test_so_is_one_that_waits_for_a_lock(database, port):
    holder = psycopg.connect(f"host=127.0.0.1 port={port} user=shuanglian dbname=there")
    holder.execute("SELECT pg_advisory_lock(1)")
    threading.Timer(3, holder.close).start()
    assert ask(database, "SELECT pg_advisory_lock(1)") == ""


def test_a_statement_that_never_arrived_is_given_up_and_the_next_connection_works(database, proxy):
    proxy.stall()
    threading.Timer(1, proxy.heal).start()
    began = time.monotonic()
    with pytest.raises(OperationalError, match="the connection is lost"):
        ask(database, "SELECT 1")
    assert time.monotonic() - began < 10
    database.close()
    assert ask(database, "SELECT 1") == 1


def test_so_is_one_whose_server_nobody_can_ask(database, proxy):
    proxy.stall()
    began = time.monotonic()
    with pytest.raises(OperationalError, match="the connection is lost"):
        ask(database, "SELECT 1")
    assert time.monotonic() - began < 20


def test_a_machine_that_answers_no_packet_is_noticed(database, proxy, monkeypatch):
    monkeypatch.setattr(base, "SILENT", 300.0)  # by TCP alone
    proxy.silence()
    began = time.monotonic()
    with pytest.raises(OperationalError):
        ask(database, "SELECT 1")
    assert time.monotonic() - began < 40
