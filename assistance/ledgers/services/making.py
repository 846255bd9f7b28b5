"""Make a ledger: asked for with a reason, made by a job, kept sealed, fetched on the record."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse

from assistance.ledgers.books import Asked, book_named
from assistance.ledgers.models import Output
from assistance.ledgers.permissions import MAKE_LEDGER
from assistance.ledgers.rules import check_span
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.briefs.ledgers import printed_ledger
from ground.files import services as files
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.jobs.progress import Progress
from ground.jobs.registry import Outcome, Settle
from ground.kernel import clock
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.privacy import services as privacy
from ground.privacy.models import Release
from ground.sheets.ledgers import Head, Sheet, ledger

MAKE = "ledgers.make"
FORMS = {"xlsx": "Excel：可以再筛选、再计算", "pdf": "PDF：按页排好，直接打印"}


@transaction.atomic
def ask_ledger(
    *,
    by: User,
    organisation: Organisation,
    code: str,
    masked: bool,
    form: str = "xlsx",
    reason: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Job:
    """Ask for a ledger of an area. With personal data it needs that permission and a reason.

    `form` is `xlsx`, or `pdf` to be printed.

    The same one still being made is given back instead of a second. A ledger without personal data
    has one version only, whatever is asked.
    """
    book = book_named(code)
    if book is None:
        raise RuleBroken("ledger_unknown", "没有这种台账，请从列表中选择")
    if form not in FORMS:
        raise RuleBroken("ledger_form", "请从列表中选择格式", fields={"form": "请选择"})
    check_inside(by, organisation, MAKE_LEDGER.code)
    masked = masked or not book.personal
    version = ("（公示版）" if masked else "（完整版）") if book.personal else ""
    first, last = check_span(starts_on, ends_on, clock.today())
    told = {
        "organisation": organisation.pk,
        "code": code,
        "masked": masked,
        "form": form,
        "starts_on": first.isoformat(),
        "ends_on": last.isoformat(),
    }
    return ask_once(
        by,
        MAKE,
        organisation,
        told,
        title=f"{book.title}{version}",
        personal=not masked,
        reason=reason,
        opens=reverse("ledgers:index"),
        form=form,
    )


def ask_once(
    by: User,
    kind: str,
    organisation: Organisation,
    told: dict[str, Any],
    *,
    title: str,
    personal: bool,
    reason: str,
    opens: str,
    form: str = "xlsx",
) -> Job:
    """Ask for a job that makes a file, with its release written down first."""
    # The person's row is the lock: a double click asks once.
    User.objects.select_for_update().get(pk=by.pk)
    same = Job.objects.open().filter(asked_by=by, kind=kind, inputs__contains=told).first()
    if same is not None:
        return same
    release = privacy.release(
        by=by,
        title=title,
        organisation=organisation,
        personal=personal,
        reason=reason,
        format=form,
    )
    record(by, "ledgers.ledger_asked", release, kind=title, personal=personal)
    return jobs.ask(
        by=by,
        kind=kind,
        title=title,
        organisation=organisation,
        inputs={**told, "release": release.pk},
        opens=opens,
    )


def make_ledger(job: Job, progress: Progress) -> Settle:
    told = job.inputs
    book = book_named(told["code"])
    if book is None:
        raise RuleBroken("ledger_unknown", "本版本没有这种台账")
    asked = Asked(
        by=job.asked_by,
        organisation=job.organisation,
        starts_on=date.fromisoformat(told["starts_on"]),
        ends_on=date.fromisoformat(told["ends_on"]),
        masked=told["masked"],
        said=saying(progress),
    )
    period = f"{asked.starts_on}至{asked.ends_on}" if book.has_span else f"截至{asked.ends_on}"
    release = Release.objects.select_related("by").get(pk=told["release"])
    sheets = book.sheets(asked)
    content = written(release, book.title, period, sheets, personal=not asked.masked)
    rows = sum(one.count for one in sheets)
    return partial(_settle, release, told["code"], content, rows)


def saying(progress: Progress) -> Callable[[int], None]:
    """Tell a job's progress by rows; their number is not known before they are written."""

    def said(number: int) -> None:
        if number % 200 == 0:
            progress.at(done=0, total=0, saying=f"已写{number:,}行")

    return said


def written(
    release: Release, title: str, period: str, sheets: list[Sheet], *, personal: bool
) -> bytes:
    """The workbook or pages of a release; what must not stand in it ends the release as refused."""
    head = Head(
        title=f"{release.organisation.name}{title}",
        unit=release.organisation.name,
        period=period,
        filled_by=release.by.full_name,
        made_on=clock.today().isoformat(),
        code=release.shown_code,
        line=release.line if personal else "",
    )
    try:
        if release.format == "pdf":
            return printed_ledger(head, sheets, personal=personal)
        with ledger(head, sheets, personal=personal) as file:
            return file.read()
    except RuleBroken as broken:
        privacy.refused(release=release, broken=broken)
        raise


def _settle(release: Release, code: str, content: bytes, rows: int) -> Outcome:
    output = keep_output(release=release, kind=code, content=content, rows=rows)
    return {"output": output.pk, "rows": rows}


@transaction.atomic
def keep_output(*, release: Release, kind: str, content: bytes, rows: int) -> Output:
    """Keep what was made, sealed, and complete its release."""
    privacy.completed(release=release, content=content, rows=rows)
    name = f"{release.title}_{clock.today():%Y%m%d}.{release.format}"
    output = Output.objects.create(
        kind=kind,
        title=release.title,
        organisation=release.organisation,
        personal=release.personal,
        rows=rows,
        file=files.keep(by=release.by, content=content, name=name),
        release=release,
        made_by=release.by,
        made_at=clock.now(),
    )
    record(release.by, "ledgers.output_made", output, rows=rows, personal=output.personal)
    return output


@transaction.atomic
def fetched(*, by: User, output: Output) -> Output:
    """Somebody takes the file away, the first time or again."""
    record(by, "ledgers.output_fetched", output, title=output.title, personal=output.personal)
    return output


def check_inside(by: User, organisation: Organisation, permission: str) -> None:
    if not by.reaches(organisation, permission):
        raise NotAllowed("outside_area", f"“{organisation}”不在您的管理范围内")
