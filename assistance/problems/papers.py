"""Papers of a problem: 交办单, 确认单, 销号单. One form for the screen, the printer and the PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assistance.problems.models import Answer, EnterpriseProblem
from ground.briefs import press
from ground.web.outside import qr_of

NONE = "—"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A titled table with a closing sentence and the office's seal. `qr` is a drawing, or empty."""

    title: str
    mark: str
    office: str
    on: date | None
    rows: Sequence[tuple[str, str]]
    words: str = ""
    qr: SafeString | str = ""


def dispatch_paper(problem: EnterpriseProblem, answer: Answer | None) -> Paper | None:
    """交办单: what goes to the agency, with room for what it does about it."""
    task = problem.task
    if task is None:
        return None
    return Paper(
        title="企业困难问题交办单",
        mark=problem.mark,
        office=problem.office.name,
        on=task.assigned_on,
        rows=[
            ("承办单位", task.agency.name),
            ("协办单位", _helpers(problem) or NONE),
            ("企业", problem.link_point.name),
            ("反映日期", _day(problem.raised_on)),
            ("类别、缓急", f"{problem.get_category_display()}，{problem.get_urgency_display()}"),
            ("问题", problem.description),
            ("交办日期", _day(task.assigned_on)),
            ("办理期限", _day(task.due_on)),
            ("办理情况", answer.text if answer else ""),
            ("承办人签字", ""),
        ],
        words="请于期限内办结并反馈；不属本单位职责的，请及时退回并说明理由。办理结果由企业评价。",
    )


def asking_paper(problem: EnterpriseProblem, answer: Answer, url: str, today: date) -> Paper:
    """确认单: the answer, and a code by which the enterprise says what it thinks of it."""
    return Paper(
        title="企业困难问题办理结果确认单",
        mark=problem.mark,
        office=problem.office.name,
        on=today,
        rows=[
            ("企业", problem.link_point.name),
            ("问题", problem.description),
            ("承办单位", answer.task.agency.name),
            ("答复", answer.text),
        ],
        words="请用手机扫描下面的二维码，选择满意、基本满意或不满意。"
        f"{_day(answer.link_expires_on)}前有效，只能答复一次；不满意的，承办单位继续办理。",
        qr=qr_of(url, css="problem-qr", border=2),
    )


def closing_paper(problem: EnterpriseProblem, answer: Answer | None) -> Paper | None:
    """销号单: what was done, what the enterprise said, who struck it off."""
    task = problem.task
    if task is None or answer is None:
        return None
    helpers = _helpers(problem)
    turn = f"（第{answer.turn}次）" if answer.turn > 1 else ""
    return Paper(
        title="企业困难问题销号单",
        mark=problem.mark,
        office=problem.office.name,
        on=problem.ended_on,
        rows=[
            ("企业", problem.link_point.name),
            ("问题", problem.description),
            ("反映日期", _day(problem.raised_on)),
            ("承办单位", f"{task.agency.name}（协办：{helpers}）" if helpers else task.agency.name),
            ("期限、办结", f"{_day(task.due_on)}；{_day(answer.answered_on)}答复{turn}"),
            ("办理结果", answer.text),
            ("企业意见", _opinion(answer)),
            ("销号说明", problem.closing_remark or NONE),
            ("销号人、日期", f"{problem.closed_by}，{_day(problem.ended_on)}"),
        ],
    )


def pdf_of(paper: Paper) -> bytes:
    html = render_to_string("problems/paper_sheet.html", {"paper": paper})
    style = resources.files(__package__).joinpath("papers.css").read_text(encoding="utf-8")
    return press.sheet(html, style).pdf


def _helpers(problem: EnterpriseProblem) -> str:
    return "、".join(one.agency.name for one in problem.task.shares.all()) if problem.task else ""


def _opinion(answer: Answer) -> str:
    if not answer.opinion:
        return "企业在期限内未表示意见"
    words = "：".join(filter(None, [answer.get_opinion_display(), answer.words]))
    by_phone = "，电话确认" if answer.recorded_by_id else ""
    return f"{words}（{_day(answer.told_on)}{by_phone}）"


def _day(on: date | None) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else NONE
