"""What works without a network: pages that an app declares, and the shell that a phone keeps of them.

A shell is a page without anything of anybody: the phone fills it from its own store. It stands in for
the page of its name when no answer comes. The version is a hash over all that is kept, so a phone
fetches the shell anew when, and only when, something of it has changed.
"""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse

FRAME = [  # what every shell is drawn with
    "vendor/tabler/tabler.min.css",
    "web/tokens.css",
    "web/base.css",
    "web/shell.css",
    "web/components.css",
    "web/tables.css",
    "web/forms.css",
    "web/print.css",
    "web/theme.js",
    "web/shuanglian.js",
    "web/files.js",
    "web/store.js",
    "web/offline.js",
    "web/queue.js",
    "web/attached.js",
    "web/refused.js",
    "web/signature.js",
    "web/favicon.svg",
]
TEMPLATES = ["web/offline.html", "web/offline_base.html", "web/head.html", "web/mark.html"]


@dataclass(frozen=True)
class OfflinePage:
    """A page that works without a network, and the shell that stands in for it."""

    label: str
    url_name: str
    shell_name: str
    templates: list[str] = field(default_factory=list)
    statics: list[str] = field(default_factory=list)


_pages: list[OfflinePage] = []


def works_offline(
    label: str,
    *,
    url_name: str,
    shell_name: str,
    templates: list[str],
    statics: list[str],
) -> None:
    """Declare a page that works offline, from an app's `navigation.py`: its shell, and its pieces."""
    _pages.append(OfflinePage(label, url_name, shell_name, templates, statics))


def offline_pages() -> list[OfflinePage]:
    return list(_pages)


def kept_addresses() -> list[str]:
    """Everything that a phone keeps: the shells and what they are drawn with."""
    shells = [reverse("web:offline"), *(reverse(one.shell_name) for one in _pages)]
    return [*shells, *(static(name) for name in _static_names())]


def stand_ins() -> dict[str, str]:
    """Address of a page → address of the shell that stands in for it."""
    return {reverse(one.url_name): reverse(one.shell_name) for one in _pages}


@lru_cache(maxsize=1)
def version() -> str:
    """A hash over the content of all that a phone keeps."""
    found = hashlib.sha256()
    names = [*TEMPLATES, *(name for one in _pages for name in one.templates)]
    origins = [get_template(name).template.origin.name for name in names]  # type: ignore[attr-defined]
    paths = [finders.find(name) for name in _static_names()]
    for path in [*origins, *paths]:
        found.update(Path(str(path)).read_bytes())
    return found.hexdigest()[:12]


def _static_names() -> list[str]:
    return list(dict.fromkeys([*FRAME, *(name for one in _pages for name in one.statics)]))
