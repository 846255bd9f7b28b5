"""What rooms above put on a file's page, declared from their `navigation.py`.

    gate_work("check", url_name="checks:file", label="经济状况核对", permission=KEEP_CHECKS)
    file_panel("checks:panel", order=20, permission=SEE_CHECKS)

    list_action("reviews:bulk", label="批量办理", icon="approve", permission=KEEP_REVIEWS)
    approval_concern(queries.open_complaints)

The first two addresses take the file's key; the third gets what the list is narrowed to. The work of
a gate has one page only: its room's. A concern tells an approver what is open about a family and does
not stop its file: whoever approves all the same says that it was considered.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from assistance.households.models import HardshipFile
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.web.lists import Action


@dataclass(frozen=True)
class GateWork:
    """The page on which the work of one kind of gate is done.

    `list_url_name` is the page for many files at once, where the workbench's line leads.
    """

    url_name: str
    label: str
    permission: Permission
    list_url_name: str = ""


@dataclass(frozen=True)
class FilePanel:
    """A part of the file's page that a room above fills: an htmx fragment."""

    url_name: str
    order: int
    permission: Permission


@dataclass(frozen=True)
class ListAction:
    """What can be done with all files of a filtered list, on a page of a room above."""

    url_name: str
    label: str
    icon: str
    permission: Permission


_works: dict[str, GateWork] = {}
_panels: list[FilePanel] = []
_list_actions: list[ListAction] = []
Concern = Callable[[HardshipFile], str]
_concerns: list[Concern] = []


def gate_work(
    kind: str, *, url_name: str, label: str, permission: Permission, list_url_name: str = ""
) -> None:
    if kind in _works:
        raise ValueError(f"the work of gate {kind!r} is declared twice")
    _works[kind] = GateWork(url_name, label, permission, list_url_name)


def list_of(kind: str) -> str:
    """Where the files at a kind of gate are worked on, many at once; otherwise the list of files."""
    work = _works.get(kind)
    if work and work.list_url_name:
        return reverse(work.list_url_name)
    return f"{reverse('households:list')}?gate={kind}"


def file_panel(url_name: str, *, order: int, permission: Permission) -> None:
    _panels.append(FilePanel(url_name, order, permission))


def is_told_above(kind: str, gate_state: str) -> bool:
    """Whether the room that does the work of a kind of gate tells of it on the workbench too.

    Of files that wait it need not, where it has named a page for many of them.
    """
    work = _works.get(kind)
    return work is not None and not (gate_state == "waiting" and work.list_url_name)


def approval_concern(concern: Concern) -> None:
    """Declare what may be open about a family that is about to be approved: a sentence, or nothing."""
    _concerns.append(concern)


def concerns_of(file: HardshipFile) -> list[str]:
    """What an approver of this file has to have considered."""
    return [said for one in _concerns if (said := one(file))]


def list_action(url_name: str, *, label: str, icon: str, permission: Permission) -> None:
    _list_actions.append(ListAction(url_name, label, icon, permission))


def list_actions_for(user: User) -> list[Action]:
    """The buttons beside a list of files, for what this person may do."""
    return [
        Action(one.label, reverse(one.url_name), one.icon)
        for one in _list_actions
        if user.may(one.permission.code)
    ]


def work_at(file: HardshipFile, user: User) -> dict[str, str] | None:
    """Label and address of the work of the gate at which a file stands, for who may do it there."""
    work = _works.get(file.gate.kind) if file.gate else None
    if work is None or not user.reaches(file.unit, work.permission.code):
        return None
    return {"label": work.label, "url": reverse(work.url_name, args=[file.pk])}


def panels_of(file: HardshipFile, user: User) -> list[str]:
    """The addresses of the panels that this person may see, in their order."""
    return [
        reverse(one.url_name, args=[file.pk])
        for one in sorted(_panels, key=lambda panel: panel.order)
        if user.reaches(file.unit, one.permission.code)
    ]
