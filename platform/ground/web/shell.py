"""The frame around every page: navigation by permission, and what it needs to draw itself."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from ground.accounts.permissions import Permission


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation, declared by an app in its `navigation.py`."""

    order: int
    label: str
    url_name: str
    icon: str
    permission: Permission


_entries: list[Entry] = []


def navigation(*, order: int, label: str, url_name: str, icon: str, permission: Permission) -> None:
    """Declare an entry of the navigation. `icon` names one of the drawings in `web/icons/`."""
    _entries.append(Entry(order, label, url_name, icon, permission))


def shell(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the entries that this person may open, the present one marked."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"navigation": []}
    here = request.path
    shown = []
    for entry in sorted(_entries, key=lambda e: e.order):
        if request.user.may(entry.permission.code):
            url = reverse(entry.url_name)
            shown.append(
                {"label": entry.label, "url": url, "icon": entry.icon, "here": here.startswith(url)}
            )
    return {"navigation": shown}
