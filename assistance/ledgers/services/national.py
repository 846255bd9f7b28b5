"""Hand files over for entry in the national system: only what is new, changed or ended since."""

import json
from collections import Counter
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from assistance.ledgers import queries
from assistance.ledgers.events import HandedOver
from assistance.ledgers.models import HandOver, HandOverLine
from assistance.ledgers.nationalform import sheets_of
from assistance.ledgers.permissions import HAND_OVER
from assistance.ledgers.queries import Differing
from assistance.ledgers.services.making import ask_once, check_inside, keep_output, saying, written
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.jobs.models import Job
from ground.jobs.progress import Progress
from ground.jobs.registry import Outcome, Settle
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason
from ground.privacy.models import Release

HAND = "ledgers.hand_over"
KIND = "ledgers.national"
TITLE = "全国系统录入表"
Change = HandOverLine.Change


@transaction.atomic
def ask_hand_over(*, by: User, organisation: Organisation, reason: str) -> Job:
    """Ask for the sheets of what has to be entered in the national system since the last time."""
    check_inside(by, organisation, HAND_OVER.code)
    return ask_once(
        by,
        HAND,
        organisation,
        {"organisation": organisation.pk},
        title=TITLE,
        personal=True,
        reason=reason,
        opens=reverse("ledgers:national"),
    )


def hand_over(job: Job, progress: Progress) -> Settle:
    """Compare every form with what was handed over last, write the sheets, keep what they say."""
    seen, said = queries.last_line_of(job.organisation), saying(progress)
    found: list[Differing] = []
    for number, one in enumerate(queries.to_hand_over(job.asked_by, job.organisation), 1):
        said(number)
        found.append(one)
    if not found:
        raise RuleBroken("nothing_to_hand_over", "上次报送以来没有新增、变更或退出的档案，不必报送")
    release = Release.objects.select_related("by", "organisation").get(pk=job.inputs["release"])
    period = f"截至{clock.today()}"
    content = written(release, TITLE, period, sheets_of(found), personal=True)
    return partial(_settle, release, content, found, seen)


@transaction.atomic
def _settle(release: Release, content: bytes, found: list[Differing], seen: int) -> Outcome:
    organisation = Organisation.objects.select_for_update().get(pk=release.organisation_id)
    if queries.last_line_of(organisation) != seen:
        raise RuleBroken("handed_over_meanwhile", "刚刚有人报送了同一范围的档案，请重新报送")
    output = keep_output(release=release, kind=KIND, content=content, rows=len(found))
    changes = [one.change for one in found]
    made = HandOver.objects.create(
        organisation=organisation,
        number=HandOver.objects.filter(organisation=organisation).count() + 1,
        output=output,
        made_by=release.by,
        made_at=clock.now(),
        added=changes.count(Change.ADDED),
        changed=changes.count(Change.CHANGED),
        ended=changes.count(Change.ENDED),
    )
    files = [one.form.file.pk for one in found]
    HandOverLine.objects.filter(file__in=files, is_latest=True).update(is_latest=False)
    HandOverLine.objects.bulk_create((_line(made, one) for one in found), batch_size=1_000)
    record(release.by, "ledgers.handed_over", made, files=len(found))
    publish(HandedOver(hand_over_id=made.pk, organisation_id=organisation.pk, files=len(found)))
    return {"hand_over": made.pk, "files": len(found)}


def _line(made: HandOver, one: Differing) -> HandOverLine:
    return HandOverLine(
        hand_over=made,
        file=one.form.file,
        change=one.change,
        differing=one.labels,
        digests=one.digests,
        form=json.dumps(one.content, ensure_ascii=False),
    )


@transaction.atomic
def mark_entered(*, by: User, lines: Any, entered_on: date) -> int:
    """Note that these lines have been entered in the national system on a day, by whom: once."""
    if entered_on > clock.today():
        raise RuleBroken(
            "entered_ahead", "录入日期不能晚于今天", fields={"entered_on": "不能晚于今天"}
        )
    keys = _held(lines, queries.TO_ENTER)
    if not keys:
        raise RuleBroken("nothing_to_enter", "没有待登记的档案，可能已经登记过，请刷新后再看")
    made_ats = HandOver.objects.filter(pk__in={made for _, made in keys}).values_list("made_at")
    earliest = max(localtime(made_at, clock.CHINA).date() for (made_at,) in made_ats)
    if entered_on < earliest:
        raise RuleBroken(
            "entered_before",
            f"录入日期不能早于报送日期{earliest}",
            fields={"entered_on": f"不能早于{earliest}"},
        )
    _written(by, "ledgers.entered", keys, entered_on=entered_on, entered_by=by)
    return len(keys)


@transaction.atomic
def take_back_entered(*, by: User, lines: Any, reason: str) -> int:
    """They were noted by mistake: these lines wait for their entry again. Who noted them is on the trail."""
    reason = check_reason(reason, what="撤销录入登记")
    keys = _held(lines, queries.ENTERED)
    if not keys:
        raise RuleBroken("nothing_entered", "没有登记过录入的档案，请刷新后再看")
    _written(by, "ledgers.entry_taken_back", keys, reason=reason, entered_on=None, entered_by=None)
    return len(keys)


def _held(lines: Any, which: Q) -> list[tuple[int, int]]:
    """Keys of lines and their handings-over, held."""
    rows = HandOverLine.objects.select_for_update().filter(which, pk__in=lines.values("pk"))
    return list(rows.order_by("pk").values_list("pk", "hand_over_id"))


def _written(
    by: User, action: str, keys: list[tuple[int, int]], *, reason: str = "", **values: Any
) -> None:
    """Write these values into lines, with a line of trail for each handing-over."""
    HandOverLine.objects.filter(pk__in=[pk for pk, _ in keys]).update(**values)
    told = {"reason": reason} if reason else {"on": values["entered_on"]}
    for made, files in sorted(Counter(made for _, made in keys).items()):
        record(by, action, f"ledgers.handover:{made}", files=files, **told)
