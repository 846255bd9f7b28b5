"""A process killed with -9 in the middle of an export, an import, an undo: nothing is half-done."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from assistance.aid.models import Batch
from assistance.banks import services
from assistance.banks.models import AnswerLine, BankAnswer, BankFile, FileLine
from assistance.funds.models import Entry
from ground.events import claiming
from ground.events.models import Delivery
from ground.intake import services as intakes
from ground.intake.models import Intake

from .conftest import row, states

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
MONEY = "SELECT 1 FROM funds_account FOR UPDATE"
CHILD = """
import json, os, sys
from datetime import date
task = json.loads(sys.argv[1])
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = task["database"]
from django.db import connection
connection.settings_dict["NAME"] = task["database"]
from ground.events import claiming, delivery
from ground.kernel import clock
with clock.standing_at(clock.at_hour(date.fromisoformat(task["on"]))):
    if task["do"] == "deliver":
        delivery.deliver(claiming.claim("jobs", limit=1))
    else:
        from assistance.aid.models import Batch
        from assistance.banks import services
        from assistance.banks.models import BankFile, BankTemplate
        from ground.accounts.models import User
        by = User.objects.get(pk=task["by"])
        if task["do"] == "make":
            services.make_file(
                by=by,
                batch=Batch.objects.get(pk=task["batch"]),
                template=BankTemplate.objects.get(name="xlsx 代发模板"),
            )
        else:
            services.send_file(
                by=by,
                file=BankFile.objects.get(batch=task["batch"]),
                sent_on=date.fromisoformat(task["on"]),
                receipt_no="受理0001",
            )
"""


def killed_at(lock: str, **task: object) -> None:
    """Let a process begin the task, hold it where it wants what is locked, and kill it there."""
    told = task | {"database": connection.settings_dict["NAME"]}
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "runtime.settings"}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(lock)
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, json.dumps(told)],
            cwd=ROOT,
            env=environment | {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
            stderr=subprocess.PIPE,
        )
        try:
            _wait_for_lock(child)
        finally:
            child.send_signal(signal.SIGKILL)
            _, said = child.communicate()
        assert child.returncode == -signal.SIGKILL, said.decode()
    _wait_until_gone()


def _wait_for_lock(child: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert child.poll() is None, child.stderr and child.stderr.read().decode()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.1)
    raise AssertionError("the process never came so far")


def _wait_until_gone() -> None:
    """The database notices a dead client when it next speaks to it: it is told at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def next_worker(drain) -> None:
    """The dead worker's lease has run out: the next one goes on."""
    Delivery.objects.filter(state="acting").update(due_at=Now())
    claiming.recover_acting()
    drain()


def test_killed_while_the_file_is_made(approved, bank, template, at):
    batch = approved(3)
    killed_at(
        "LOCK TABLE banks_fileline IN SHARE MODE",
        do="make",
        by=bank.finance.pk,
        batch=batch.pk,
        on="2008-06-04",
    )
    assert not BankFile.objects.exists()
    assert not FileLine.objects.exists()
    with at("2008-06-04"):
        services.make_file(by=bank.finance, batch=batch, template=template)
    assert BankFile.objects.get().lines == 3


def test_killed_while_the_money_goes_into_transit(approved, bank, template, at):
    batch = approved(3)
    with at("2008-06-04"):
        file = services.make_file(by=bank.finance, batch=batch, template=template)
    entries = Entry.objects.count()
    killed_at(MONEY, do="send", by=bank.finance.pk, batch=batch.pk, on="2008-06-04")
    assert (Entry.objects.count(), states(file)) == (entries, ["approved"] * 3)
    assert Batch.objects.get().state == "approved"
    with at("2008-06-04"):
        services.send_file(
            by=bank.finance, file=file, sent_on=date(2008, 6, 4), receipt_no="受理0001"
        )
    assert Entry.objects.count() == entries + 3


def test_killed_while_an_answer_is_booked_and_while_it_is_taken_back(
    sent, rehearsed, bank, drain, at
):
    file = sent(3)
    intake = rehearsed(file, row(file, 1), row(file, 2, "失败", "销户"), row(file, 3))
    with at("2008-06-05"):
        intakes.ask_commit(by=bank.finance, intake=intake)
    entries = Entry.objects.count()
    killed_at(MONEY, do="deliver", on="2008-06-05")
    assert (Entry.objects.count(), states(file)) == (entries, ["paying"] * 3)
    assert not BankAnswer.objects.exists()
    assert not AnswerLine.objects.exists()
    with at("2008-06-05"):
        next_worker(drain)
    assert states(file) == ["paid", "returned", "paid"]
    assert Entry.objects.count() == entries + 3

    with at("2008-06-05"):
        intakes.ask_undo(by=bank.finance, intake=Intake.objects.get(), reason="导错了文件")
    killed_at(MONEY, do="deliver", on="2008-06-05")
    assert states(file) == ["paid", "returned", "paid"]
    assert not AnswerLine.objects.filter(undone=True).exists()
    with at("2008-06-05"):
        next_worker(drain)
    assert states(file) == ["paying"] * 3
    assert Entry.objects.count() == entries + 6
    assert Intake.objects.get().state == "undone"
