"""What a phone keeps is whole: everything that a shell asks for is kept with it."""

import io
import json
import posixpath
import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from ground.web import offline

ASKED = re.compile(r"<(?:script[^>]*src|link rel=\"stylesheet\"[^>]*href)=\"([^\"]+)\"")
IMPORTED = re.compile(r"^import .* from \"([^\"]+)\";$|^import \"([^\"]+)\";$", re.MULTILINE)
SHELLS = [reverse("web:offline"), *offline.stand_ins().values()]


def source(address: str) -> str:
    with open(str(finders.find(address.removeprefix("/static/"))), encoding="utf-8") as file:  # noqa: PTH123 -- a finder's path
        return file.read()


@pytest.mark.django_db
@pytest.mark.parametrize("shell", SHELLS)
def test_everything_a_shell_asks_for_is_kept(client, shell):
    asked = set(ASKED.findall(client.get(shell).content.decode()))
    assert asked
    assert asked - set(offline.kept_addresses()) == set()


def test_every_module_that_is_imported_is_kept():
    kept = offline.kept_addresses()
    scripts = [one for one in kept if one.endswith(".js")]
    imported = {
        posixpath.normpath(posixpath.join(posixpath.dirname(script), first or second))
        for script in scripts
        for first, second in IMPORTED.findall(source(script))
    }
    assert "/static/web/store.js" in imported
    assert imported - set(kept) == set()


@pytest.mark.django_db
def test_the_worker_says_what_it_keeps_and_is_asked_for_anew_each_time(client):
    answer = client.get("/worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    body = answer.content.decode()
    assert offline.version() in body
    said = json.loads(re.search(r"= (\{\"version\".*\});", body).group(1))
    assert said["stand_ins"] == {
        "/visits/record/": "/visits/record/shell/",
        "/visits/outbox/": "/visits/outbox/shell/",
        "/investigations/record/": "/investigations/record/shell/",
        "/aid/hand-out/": "/aid/hand-out/shell/",
        "/supermarket/counter/": "/supermarket/counter/shell/",
    }
    assert set(SHELLS) <= set(said["addresses"])
    assert not [one for one in said["addresses"] if one.startswith("/api/")]


def test_the_application_can_be_installed():
    manifest = json.loads(source("/static/web/manifest.webmanifest"))
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    assert manifest["shortcuts"][0]["url"] == reverse("visits:record")
    for icon in manifest["icons"]:
        with open(str(finders.find(f"web/{icon['src']}")), "rb") as file:  # noqa: PTH123 -- as above
            picture = Image.open(io.BytesIO(file.read()))
        assert "x".join(map(str, picture.size)) == icon["sizes"]
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
