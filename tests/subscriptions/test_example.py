"""`examples/subscriber.py` in front of the real site: it catches up by the feed, and hears by webhook."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ground.subscriptions import rules
from tests.subscriptions.test_webhooks import serve
from tools.nodes import free_port

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db(transaction=True)
def test_it_hears_of_everything_once(
    live_server, key_of, office, subscribe, added, receiver, tmp_path
):
    port = free_port()
    early = added("早先的厂")
    subscription = subscribe(address=f"http://127.0.0.1:{port}/")
    written = tmp_path / "said"
    environment = os.environ | {
        "SHUANGLIAN_KEY": key_of(office, "accounts.see_organisations"),
        "SHUANGLIAN_SECRET": subscription.shown_secret,
        "SUBSCRIBER_KEPT": str(tmp_path / "kept.sqlite3"),
        "SUBSCRIBER_EVERY": "600",
    }

    def said(wanted: int) -> list[str]:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            lines = [one for one in written.read_text().splitlines() if "organisation_added" in one]
            if len(lines) >= wanted:
                return lines
            time.sleep(0.1)
        raise AssertionError(written.read_text())

    def run() -> subprocess.Popen[bytes]:
        command = [sys.executable, str(ROOT / "examples/subscriber.py"), live_server.url, str(port)]
        with written.open("ab") as output:
            return subprocess.Popen(command, env=environment, stdout=output, stderr=output)

    program = run()
    try:
        assert f'"organisation_id": {early.pk}' in said(2)[-1]  # by the feed: from the beginning
        by_webhook = added("新厂")
        serve()
        assert f'"organisation_id": {by_webhook.pk}' in said(3)[-1]
        subscription.refresh_from_db()
        assert subscription.failures == 0
        program.terminate()
        program.wait(timeout=20)
        missed = added("其间的厂")
        program = (
            run()
        )  # it was away: what it heard by webhook comes by the feed too, and counts once
        assert f'"organisation_id": {missed.pk}' in said(4)[-1]
        serve()
        time.sleep(1)
        assert len(said(4)) == 4
        type(subscription).objects.update(resting_until=None)
        subscription.secret = rules.new_secret()
        subscription.save(update_fields=["secret"])
        added("未签名的厂")
        serve()
        assert subscription.messages.latest("pk").status == 401
        assert len(said(4)) == 4
    finally:
        program.terminate()
        program.wait(timeout=20)
