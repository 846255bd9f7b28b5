"""The frame around every page: navigation by permission, and what it needs to draw itself."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.kernel import clock
from ground.web.pages import SIGNED_IN, SignedIn

DOCK = 3  # places of the phone's bottom bar beside the main action and “more”
DOCKED = ("web:workbench", "pairing:list", "pairing:tasks")  # what a liaison opens on the way
PRIMARY = ("visits:record", "登记走访", "visit", "visits.record_visit")


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation, declared by an app in its `navigation.py`."""

    order: int
    label: str
    url_name: str
    icon: str
    permission: Permission | SignedIn
    group: str = ""


@dataclass(frozen=True)
class Shown:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    icon: str
    group: str
    here: bool = False
    main: bool = False


_entries: list[Entry] = []
_public: list[tuple[str, str]] = []


def navigation(
    *,
    order: int,
    label: str,
    url_name: str,
    icon: str,
    permission: Permission | SignedIn,
    group: str = "",
) -> None:
    """Declare an entry of the navigation. `icon` names one of the drawings in `web/icons/`.

    Entries of one `group` (双联, 帮扶, 管理 …) stand together under its name; a group stands where
    its first entry would.
    """
    _entries.append(Entry(order, label, url_name, icon, permission, group))


def public_entry(label: str, url_name: str) -> None:
    """Name a page for everybody, from an app's `navigation.py`; the sign-in page leads to it."""
    _public.append((label, url_name))


def declared_entries() -> list[Entry]:
    return sorted(_entries, key=lambda entry: entry.order)


def shell(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the entries that this person may open, the present one marked."""
    user = getattr(request, "user", None)
    shifted = {"demo_day": clock.today() if clock.is_shifted() else None}
    if user is None or not user.is_authenticated:
        public = [
            {"label": label, "url": url} for label, name in _public if (url := _address(name))
        ]
        return {
            **shifted,
            "public_entries": public,
            "navigation": (),
            "navigation_list": "",
            "dock": [],
        }
    codes = {one.permission.code for one in _entries if isinstance(one.permission, Permission)}
    open_to = _open_to(frozenset(code for code in codes if user.may(code)))
    here = _here(open_to, request.path)
    shown = [replace(one, here=one.url == here) for one in open_to]
    return {
        **shifted,
        "navigation": shown,
        "navigation_list": _navigation_list(tuple(shown)),
        "dock": _dock(shown, user, request.path),
    }


@lru_cache(maxsize=256)
def _open_to(codes: frozenset[str]) -> tuple[Shown, ...]:
    """The entries open to whoever holds these permissions: the same few sets, page after page."""
    return tuple(
        Shown(entry.label, url, entry.icon, entry.group)
        for entry in declared_entries()
        if (isinstance(entry.permission, SignedIn) or entry.permission.code in codes)
        and (url := _address(entry.url_name))
    )


def _here(shown: tuple[Shown, ...], path: str) -> str:
    """The address that is the longest beginning of the present one."""
    standing = [
        one.url for one in shown if path == one.url or (one.url != "/" and path.startswith(one.url))
    ]
    return max(standing, key=len, default="")


@lru_cache(maxsize=1024)
def _navigation_list(shown: tuple[Shown, ...]) -> SafeString:
    """The list as HTML. It stands twice on every page, and is the greater part of a small one."""
    places = {name: at for at, name in reversed(list(enumerate(one.group for one in shown)))}
    ordered = sorted(shown, key=lambda one: places[one.group])
    groups = [
        {"label": label, "entries": list(entries)}
        for label, entries in groupby(ordered, key=lambda one: one.group)
    ]
    return render_to_string("web/nav.html", {"navigation_groups": groups})


def _dock(shown: list[Shown], user: User, path: str) -> list[Shown]:
    """The phone's bottom bar: first places of the navigation, the main action in their middle."""
    url_name, label, icon, code = PRIMARY
    url = _address(url_name)
    if not url or not user.may(code):
        return shown[:DOCK]
    docked = [_address(one) for one in DOCKED]
    others = [one for one in shown if one.url != url]
    first = sorted(others, key=lambda one: one.url not in docked)[:DOCK]
    main = Shown(label, url, icon, "", here=path == url, main=True)
    return [*first[:2], main, *first[2:]]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""  # an app that is not installed; tests/web/test_shell.py finds a misspelt name


__all__ = ["SIGNED_IN", "navigation", "public_entry", "shell"]
