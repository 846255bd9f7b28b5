"""Reads of whole areas: forms by the thousand, what was handed over last."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Max

from assistance.households.models import (
    BankCard,
    Circumstances,
    Consent,
    FileQuerySet,
    HardshipFile,
    Item,
    Member,
)
from assistance.households.queries import Form, changed_places, content_of, field_at, labels_of
from assistance.ledgers.models import HandOver, HandOverLine, Output
from assistance.ledgers.permissions import SEE_LEDGERS
from assistance.ledgers.rules import grouped
from ground.accounts.models import Organisation, User
from ground.audit.sealing import lookup_hash

AT_ONCE = 1_000
LONGEST_DIFFERING = 300
Change = HandOverLine.Change
# Of the lines about a file only the latest counts: it waits for its entry over there, or has it.
TO_ENTER = models.Q(is_latest=True, entered_on__isnull=True)
ENTERED = models.Q(is_latest=True, entered_on__isnull=False)


def files_of(user: User, organisation: Organisation) -> FileQuerySet:
    """The files of an organisation and of those below it, as far as this person sees them."""
    seen = HardshipFile.objects.visible_to(user, SEE_LEDGERS.code)
    return seen.filter(unit__path__startswith=organisation.path)


def forms_of(files: models.QuerySet[HardshipFile]) -> Iterator[Form]:
    """The forms of many files: five reads for each thousand, whatever the families' size."""
    for block in _blocks(files):
        yield from block


def _blocks(files: models.QuerySet[HardshipFile]) -> Iterator[list[Form]]:
    some: list[HardshipFile] = []
    for file in files.select_related("unit").iterator(chunk_size=AT_ONCE):
        some.append(file)
        if len(some) == AT_ONCE:
            yield list(_forms(some))
            some = []
    if some:
        yield list(_forms(some))


def _forms(files: Sequence[HardshipFile]) -> Iterator[Form]:
    members, items = _by_file(Member, files), _by_file(Item, files)
    lives = {one.file_id: one for one in Circumstances.objects.filter(file__in=files)}
    cards = {one.file_id: one for one in BankCard.objects.filter(file__in=files)}
    for file in files:
        yield Form(
            file=file,
            members=members[file.pk],
            circumstances=lives.get(file.pk) or Circumstances(file=file),
            items=items[file.pk],
            bank_card=cards.get(file.pk) or BankCard(file=file),
        )


def _by_file(model: type[models.Model], files: Sequence[HardshipFile]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for one in model._default_manager.filter(file__in=files).order_by("pk"):  # noqa: SLF001
        found[one.file_id].append(one)  # type: ignore[attr-defined]
    return found


def shown_at(place: str, value: Any) -> str:
    """A value of a form as people read it: the label of a code, 是 or 否, the parts of a list."""
    field = field_at(place)
    base: Any = getattr(field, "base_field", field)
    labels = {str(code): str(label) for code, label in (base.choices or ())}
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(labels.get(str(one), str(one)) for one in value)
    return labels.get(str(value), str(value))


# --- what was handed over for the national system --------------------------------------------------


@dataclass(frozen=True)
class Differing:
    """A file that is to be handed over: what its form holds, and how it differs from the last time."""

    form: Form
    change: str
    content: dict[str, Any]
    digests: dict[str, str]
    labels: str


def digests_of(content: Mapping[str, Any]) -> dict[str, str]:
    """A keyed hash for each group of a form: alike only where nothing has changed."""
    return {
        group: lookup_hash(
            json.dumps(part, ensure_ascii=False, sort_keys=True), f"ledgers.national.{group}"
        )[:32]
        for group, part in grouped(content).items()
    }


def to_hand_over(user: User, organisation: Organisation) -> Iterator[Differing]:
    """What is new, changed or ended since it was handed over last. Unchanged files are left out.

    A line's sealed form is opened only where a digest says that something has changed.
    """
    files = files_of(user, organisation)
    last: dict[int, tuple[int, str, dict[str, str]]] = {
        file: (pk, change, digests)
        for pk, file, change, digests in latest_lines(files).values_list(
            "pk", "file_id", "change", "digests"
        )
    }
    current = files.filter(state=HardshipFile.State.ACTIVE).order_by("unit__path", "pk")
    for block in _blocks(current):
        yield from _differing(block, last)
    gone = [pk for pk, (_, change, _) in last.items() if change != Change.ENDED]
    ended = files.filter(
        pk__in=gone, state__in=[HardshipFile.State.EXITED, HardshipFile.State.CANCELLED]
    )
    for form in forms_of(ended.order_by("unit__path", "pk")):
        said = f"{form.file.get_state_display()} {form.file.ended_on or ''}".strip()
        content = content_of(form)
        yield Differing(form, Change.ENDED, content, digests_of(content), said)


def _differing(
    forms: Sequence[Form], last: Mapping[int, tuple[int, str, dict[str, str]]]
) -> Iterator[Differing]:
    """Which of these forms are new, and which have changed: what changed is opened in one read."""
    told = [(form, content := content_of(form), digests_of(content)) for form in forms]
    changed = [
        last[form.file.pk][0]
        for form, _, digests in told
        if form.file.pk in last and last[form.file.pk][2] != digests
    ]
    before = HandOverLine.objects.in_bulk(changed)
    for form, content, digests in told:
        pk, change, known = last.get(form.file.pk, (0, Change.ENDED, {}))
        if change == Change.ENDED:
            yield Differing(form, Change.ADDED, content, digests, "")
        elif digests != known:
            old = json.loads(before[pk].form)
            labels = "、".join(labels_of(changed_places(old, content), old, content))
            yield Differing(form, Change.CHANGED, content, digests, labels[:LONGEST_DIFFERING])


def latest_lines(files: FileQuerySet) -> models.QuerySet[HandOverLine]:
    return HandOverLine.objects.filter(is_latest=True, file__in=files)


def last_line_of(organisation: Organisation) -> int:
    """The newest line about any file of an area: whether somebody has handed over in the meantime."""
    lines = HandOverLine.objects.filter(file__unit__path__startswith=organisation.path)
    return int(lines.aggregate(last=Max("pk"))["last"] or 0)


def lines_to_enter(user: User, permission: str) -> models.QuerySet[HandOverLine]:
    """Lines handed over and not yet entered in the national system, but of files that only rest."""
    lines = HandOverLine.objects.visible_to(user, permission)
    return lines.filter(TO_ENTER, file__stored_only_on__isnull=True)


def counts_of(user: User, organisation: Organisation) -> dict[str, int]:
    """How many files are active, were never handed over, wait for their entry over there."""
    active = files_of(user, organisation).filter(state=HardshipFile.State.ACTIVE)
    lines = latest_lines(files_of(user, organisation))
    return {
        "active": active.count(),
        "never": active.exclude(handed_over__is_latest=True).count(),
        "waiting": lines.filter(entered_on__isnull=True).count(),
    }


def last_made(user: User) -> dict[str, Output]:
    """The newest ledger of each kind that this person may fetch."""
    rows = Output.objects.visible_to(user, SEE_LEDGERS.code).order_by("kind", "-pk")
    return {one.kind: one for one in rows.distinct("kind")}


def hand_overs_in_lists(rows: Any) -> models.QuerySet[HandOver]:
    return rows.select_related("organisation", "made_by").annotate(  # type: ignore[no-any-return]
        entered=models.Count("lines", filter=models.Q(lines__entered_on__isnull=False))
    )


def lines_in_lists(rows: Any) -> models.QuerySet[HandOverLine]:
    holder = Member.objects.filter(file=models.OuterRef("file"), relation=Member.Relation.HOLDER)
    shown: models.QuerySet[HandOverLine] = rows.select_related("file__unit", "hand_over").annotate(
        holder_name=models.Subquery(holder.values("name")[:1]), file_no=F("file__file_no")
    )
    return shown


def untouched_before(files: FileQuerySet, day: date) -> models.QuerySet[HardshipFile]:
    """Files on record whose form nobody has written and which nobody has looked at since a day."""
    written = models.Max("versions__at")
    active = files.filter(state=HardshipFile.State.ACTIVE).annotate(written_at=written)
    # a form that came from an old ledger may have no version at all: that is no writing either
    unwritten = models.Q(written_at__isnull=True) | models.Q(written_at__date__lt=day)
    return active.filter(unwritten).exclude(confirmed_on__gte=day)


def people_signed(files: FileQuerySet) -> Iterable[Any]:
    rows = Consent.objects.filter(member__file__in=files)
    return (
        rows.select_related("member__file__unit", "text", "guardian")
        .order_by("member__file__unit__path", "member__file_id", "pk")
        .iterator(chunk_size=AT_ONCE)
    )
