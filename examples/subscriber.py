"""Another system that hears of events: by webhook at once, and by the feed whatever it missed.

    SHUANGLIAN_KEY=sl_… SHUANGLIAN_SECRET=whsec_… python subscriber.py https://SITE 9000

The key may `subscriptions.read_feed` and see what is asked for; the secret was shown when the webhook was
set up, at http(s)://THIS-MACHINE:9000/. Python's standard library is all that it needs. Each event is handled
once: its id is kept, in one transaction with what is done about it.
"""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import threading
import time
import urllib.parse
import urllib.request
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEPT = os.environ.get("SUBSCRIBER_KEPT", "subscriber.sqlite3")
TOLERANCE = 300  # seconds that a signature stays valid
LARGEST = 1_000_000


def handle(database, event):
    """What this system does about an event. Here: say it."""
    print(event["type"], event.get("subject", ""), json.dumps(event["data"]), flush=True)


def kept():
    database = sqlite3.connect(KEPT, timeout=30, isolation_level=None)
    database.execute("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY)")
    database.execute("CREATE TABLE IF NOT EXISTS place (cursor TEXT)")
    return database


def take(database, events, cursor=None):
    """Handle what is new, and move the cursor, all or nothing."""
    database.execute("BEGIN IMMEDIATE")
    try:
        for event in events:
            if database.execute("INSERT OR IGNORE INTO seen VALUES (?)", [event["id"]]).rowcount:
                handle(database, event)
        if cursor:
            database.execute("DELETE FROM place")
            database.execute("INSERT INTO place VALUES (?)", [cursor])
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise


def is_signed(secret, headers, body):
    """Standard Webhooks: any of the signatures is ours, and it is of now."""
    message, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not at.isdecimal() or abs(time.time() - int(at)) > TOLERANCE:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message}.{at}.".encode() + body, hashlib.sha256).digest()
    ours = "v1," + base64.b64encode(digest).decode()
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(ours.encode(), one.encode()) for one in given)


class Webhook(BaseHTTPRequestHandler):
    timeout = 30

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if 0 < length <= LARGEST else b""
        if not is_signed(os.environ["SHUANGLIAN_SECRET"], self.headers, body):
            return self.answer(401)
        with closing(kept()) as database:
            take(database, [json.loads(body)])
        return self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def catch_up(site):
    """Read the feed from where this system stands to its end."""
    with closing(kept()) as database:
        while True:
            place = database.execute("SELECT cursor FROM place").fetchone()
            query = urllib.parse.urlencode({"after": place[0]} if place else {})
            request = urllib.request.Request(f"{site}/api/v1/events?{query}")
            request.add_header("Authorization", f"Bearer {os.environ['SHUANGLIAN_KEY']}")
            with urllib.request.urlopen(request, timeout=60) as answer:
                take(database, json.load(answer), answer.headers["Next-Cursor"])
                if answer.headers["Caught-Up"] == "true":
                    return


if __name__ == "__main__":
    site, port = sys.argv[1].rstrip("/"), int(sys.argv[2])
    server = ThreadingHTTPServer((os.environ.get("SUBSCRIBER_HOST", "127.0.0.1"), port), Webhook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while True:
        try:
            catch_up(site)
        except OSError as error:  # the site is away for a moment
            print("later:", error, file=sys.stderr, flush=True)
        time.sleep(float(os.environ.get("SUBSCRIBER_EVERY", "60")))
