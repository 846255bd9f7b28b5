import io
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from assistance.pairing.models import Cadre
from assistance.pairing.services import mobile_hash
from ground.audit import sealing
from ground.audit.sealing import SealedBytesField, SealedField, Unreadable
from ground.files import services as files
from ground.files.queries import content_of
from ground.privacy import resealing, services

ROOT = Path(__file__).resolve().parents[2]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def cadres(make_organisation):
    agency = make_organisation("市国税局", kind="agency")

    def make(count: int) -> list[Cadre]:
        return Cadre.objects.bulk_create(
            Cadre(
                agency=agency,
                name=f"干部{number}",
                mobile=f"138{number:08}",
                mobile_hash=mobile_hash(f"138{number:08}"),
                joined_on=date(2008, 1, 1),
            )
            for number in range(count)
        )

    return make


@pytest.fixture
def newer(settings):
    """A newer key before the present one; gives the older."""

    def add(name: str = "newer") -> str:
        older = settings.FIELD_KEYS
        settings.FIELD_KEYS = f"{name},{older}"
        return older

    return add


def key_ids_of(model: str, column: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model}")
        return {
            bytes(one[0])[:8].decode() if not isinstance(one[0], str) else one[0][:8]
            for one in cursor
        }


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("reseal", *arguments, stdout=out)
    return out.getvalue()


def test_every_model_that_seals_has_keys_for_its_rows_and_places_for_its_bytes():
    for model in apps.get_models():
        for one in model._meta.local_fields:
            if isinstance(one, SealedField):
                assert hasattr(model, "row_key"), model
            if isinstance(one, SealedBytesField):
                assert one.place is not None, model


def test_everything_comes_under_the_newest_key_and_the_older_may_go(
    cadres, newer, settings, person
):
    cadres(5)
    kept = files.keep(by=person("office"), content=PDF, name="a.pdf")
    newer()
    newest, old = sealing.key_ids()
    assert key_ids_of("pairing_cadre", "mobile") == {old}
    said = run()
    assert key_ids_of("pairing_cadre", "mobile") == {newest}
    assert key_ids_of("files_part", "sealed") == {newest}
    assert "pairing.cadre: 5/5" in said
    assert f"Key {old} still makes the look-up hashes" in said
    settings.FIELD_KEYS = "newer"
    assert [one.mobile for one in Cadre.objects.order_by("pk")] == [
        f"138{number:08}" for number in range(5)
    ]
    assert content_of(kept) == PDF
    assert "0 rows sealed anew" in run()


def test_killed_in_the_middle_it_goes_on_where_it_stood(cadres, newer):
    cadres(10)
    newer()
    newest, old = sealing.key_ids()
    steps = resealing.reseal(batch=4)
    assert next(steps).seen == 4
    steps.close()  # as a kill between two batches: the next one never began
    assert key_ids_of("pairing_cadre", "mobile") == {newest, old}
    assert {one.mobile for one in Cadre.objects.all()} == {f"138{n:08}" for n in range(10)}
    said = run("--batch", "4")
    assert "pairing.cadre: 6/6" in said
    assert key_ids_of("pairing_cadre", "mobile") == {newest}


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_within_a_batch_leaves_no_half(cadres, newer, settings):
    made = cadres(10)
    newer()
    newest, old = sealing.key_ids()
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://postgres@/{connection.settings_dict['NAME']}",
        "PGHOST": connection.settings_dict["HOST"],
        "SHUANGLIAN_SECRET_KEY": "of a test",
        "SHUANGLIAN_FIELD_KEYS": settings.FIELD_KEYS,
        "SHUANGLIAN_LOOKUP_KEY": settings.LOOKUP_KEY,
    }
    command = [sys.executable, ROOT / "manage.py", "reseal", "--batch", "4"]
    with transaction.atomic():
        Cadre.objects.select_for_update().get(pk=made[6].pk)  # its second batch waits here
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
            wait_for_the_one_that_waits(process)
            process.kill()
    assert [key_id_of(one) for one in made] == [newest] * 4 + [old] * 6
    done = subprocess.run(
        command, env=environment, capture_output=True, check=True, text=True, timeout=60
    )
    assert "pairing.cadre: 6/6" in done.stdout
    assert [key_id_of(one) for one in made] == [newest] * 10
    assert {one.mobile for one in Cadre.objects.all()} == {f"138{n:08}" for n in range(10)}


# In this database: the tests of the other worker wait for rows of their own.
WAITING = """
    SELECT count(*) FROM pg_locks waits
     WHERE NOT waits.granted AND EXISTS (
           SELECT FROM pg_locks held JOIN pg_database ON pg_database.oid = held.database
            WHERE held.pid = waits.pid AND datname = current_database())
"""


def wait_for_the_one_that_waits(process: subprocess.Popen[bytes]) -> None:
    """Until another process stands before a row that this one holds."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("the process never came to the row")


def key_id_of(cadre: Cadre) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT mobile FROM pairing_cadre WHERE id = %s", [cadre.pk])
        return str(cursor.fetchone()[0])[:8]


def test_rows_that_do_not_open_are_named_and_the_others_done(cadres, newer):
    made = cadres(4)
    with connection.cursor() as cursor:  # a value of another row
        cursor.execute(
            "UPDATE pairing_cadre SET mobile = (SELECT mobile FROM pairing_cadre WHERE id = %s) WHERE id = %s",
            [made[0].pk, made[2].pk],
        )
    newer()
    newest, old = sealing.key_ids()
    with pytest.raises(CommandError, match=f"pairing.cadre {made[2].pk}. Keep all keys") as failed:
        run()
    assert "138" not in str(failed.value).replace(str(made[2].pk), "")
    assert key_ids_of("pairing_cadre", "mobile") == {newest, old}
    assert Cadre.objects.get(pk=made[3].pk).mobile == "13800000003"
    with pytest.raises(Unreadable):
        _ = Cadre.objects.get(pk=made[2].pk).mobile


def test_with_a_new_look_up_key_the_oldest_key_really_goes(cadres, newer, settings):
    made = cadres(3)
    newer()
    _, old = sealing.key_ids()
    before = mobile_hash("13800000001")
    settings.LOOKUP_KEY = "a look-up key of its own"
    assert mobile_hash("13800000001") != before
    said = run("--rehash", "--batch", "2")
    assert f"Key {old} may be removed from SHUANGLIAN_FIELD_KEYS." in said
    settings.FIELD_KEYS = "newer"
    (found,) = Cadre.objects.filter(mobile_hash=mobile_hash("13800000001"))
    assert (found.pk, found.mobile) == (made[1].pk, "13800000001")
    assert "0 rows hashed anew" in run("--rehash")


def test_whose_finds_an_export_by_its_code(person):
    one = services.release(by=person("office"), title="走访记录", rows=3)
    out = io.StringIO()
    call_command("whose", one.shown_code.lower(), stdout=out)
    assert one.line in out.getvalue()
    assert "走访记录 · 3条" in out.getvalue()
    with pytest.raises(CommandError, match="no export has this code"):
        call_command("whose", "22222222")
