"""A series: founded once, its masthead and lists changed when they change; and the lists of one issue."""

from typing import Any

from django.db import IntegrityError, transaction

from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.briefs.kinds import BRIEF, kind_of
from ground.briefs.models import Issue, Series
from ground.briefs.rules import privacy, states
from ground.briefs.services.guards import locked_issue
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@transaction.atomic
def found_series(
    *,
    by: User | None,
    organisation: Organisation,
    title: str,
    issuer: str,
    kind: str = BRIEF.code,
    marking: str = "",
    report_to: str = "",
    send_to: str = "",
    distribute_to: str = "",
    print_run: int | None = None,
    has_contents: bool = True,
    data_page: str = "",
    paper_year: int | None = None,
    paper_number: int = 0,
) -> Series:
    """Set up a brief that appears in numbers; what appeared on paper is counted on."""
    words = _checked(
        title=title,
        issuer=issuer,
        marking=marking,
        report_to=report_to,
        send_to=send_to,
        distribute_to=distribute_to,
        print_run=print_run,
        has_contents=has_contents,
        data_page=data_page,
    )
    if paper_number < 0 or (paper_number and paper_year is None):
        wrong = "请同时填写年度和已出到第几期"
        raise RuleBroken("paper_number", wrong, fields={"paper_number": wrong})
    series = _kept(
        Series(
            kind=kind_of(kind).code,
            organisation=organisation,
            paper_year=paper_year,
            paper_number=paper_number,
            **words,
        )
    )
    record(by, "briefs.series_founded", series, organisation=organisation.pk)
    return series


@transaction.atomic
def change_series(
    *,
    by: User,
    series: Series,
    title: str,
    issuer: str,
    marking: str = "",
    report_to: str = "",
    send_to: str = "",
    distribute_to: str = "",
    print_run: int | None = None,
    has_contents: bool = True,
    data_page: str = "",
) -> Series:
    """Change masthead, lists and layout from the next issue on: what was signed stays as it was signed."""
    series = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    words = _checked(
        title=title,
        issuer=issuer,
        marking=marking,
        report_to=report_to,
        send_to=send_to,
        distribute_to=distribute_to,
        print_run=print_run,
        has_contents=has_contents,
        data_page=data_page,
    )
    changed = sorted(field for field, value in words.items() if getattr(series, field) != value)
    for field in changed:
        setattr(series, field, words[field])
    if changed:
        _kept(series)
        record(by, "briefs.series_changed", series, fields=changed)
    return series


@transaction.atomic
def set_lists(*, by: User, issue: Issue, extra_to: str, print_run: int | None) -> Issue:
    """Who gets this issue beside the usual ones (本期增发), and how many are printed of it."""
    issue = locked_issue(issue)
    states.check_issue_step("edit", issue.state)
    issue.extra_to = states.check_text(
        extra_to, field="extra_to", label="本期增发", longest=300, needed=False
    )
    issue.print_run = _print_run(print_run)
    issue.save(update_fields=["extra_to", "print_run"])
    record(by, "briefs.lists_set", issue)
    return issue


@transaction.atomic
def open_to_all(*, by: User, issue: Issue) -> Issue:
    """Let anybody read a signed issue without an account. One with a marking stays inside."""
    issue = locked_issue(issue)
    states.check_issue_step("open", issue.state)
    marking = (issue.document or {})["masthead"]["marking"]
    if marking:
        raise RuleBroken("issue_marked", f"本期标有“{marking}”，不能公开")
    if issue.opened_on is None:
        issue.opened_by, issue.opened_on = by, clock.today()
        issue.save(update_fields=["opened_by", "opened_on"])
        record(by, "briefs.issue_opened", issue)
    return issue


@transaction.atomic
def close_to_all(*, by: User, issue: Issue) -> Issue:
    """Show an issue to readers with an account alone again."""
    issue = locked_issue(issue)
    if issue.opened_on is not None:
        issue.opened_by = issue.opened_on = None
        issue.save(update_fields=["opened_by", "opened_on"])
        record(by, "briefs.issue_closed", issue)
    return issue


def _checked(
    *,
    title: str,
    issuer: str,
    marking: str,
    print_run: int | None,
    has_contents: bool,
    data_page: str,
    **lists: str,
) -> dict[str, Any]:
    if data_page not in Series.DataPage.values:
        wrong = "请从列表中选择"
        raise RuleBroken("data_page", f"本期数据：{wrong}", fields={"data_page": wrong})
    if marking not in privacy.MARKINGS_ALLOWED:
        wrong = "只可用“内部资料 注意保存”“内部参阅”或不标"
        raise RuleBroken("marking_forbidden", f"标识{wrong}", fields={"marking": wrong})
    labels = {"report_to": "报", "send_to": "送", "distribute_to": "发"}
    return {
        "title": states.check_text(title, field="title", label="报头", longest=60),
        "issuer": states.check_text(issuer, field="issuer", label="编发单位", longest=80),
        "marking": marking,
        "print_run": _print_run(print_run),
        "has_contents": has_contents,
        "data_page": data_page,
    } | {
        field: states.check_text(lists[field], field=field, label=label, longest=300, needed=False)
        for field, label in labels.items()
    }


def _print_run(print_run: int | None) -> int | None:
    if print_run is not None and print_run < 1:
        raise RuleBroken("print_run", "共印份数应大于零", fields={"print_run": "应大于零"})
    return print_run


def _kept(series: Series) -> Series:
    if Series.objects.filter(title=series.title).exclude(pk=series.pk).exists():
        raise _taken(series.title)
    try:
        with transaction.atomic():
            series.save()
    except IntegrityError as taken:
        raise _taken(series.title) from taken
    return series


def _taken(title: str) -> RuleBroken:
    return RuleBroken("series_exists", f"已有名为“{title}”的简报", fields={"title": "已存在"})
