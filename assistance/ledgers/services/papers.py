"""Papers about one family: each is written down as it leaves, with who took it and why."""

from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from django.db import transaction
from django.template.loader import render_to_string

from assistance.households.models import Consent, HardshipFile, Paper, Step
from assistance.households.queries import content_of, form_of, label_of
from assistance.ledgers.models import HandOverLine
from assistance.ledgers.papers.form import facts_of
from assistance.ledgers.papers.word import document_of
from assistance.ledgers.queries import shown_at
from assistance.ledgers.rules import GROUPS, grouped
from ground.accounts.models import User
from ground.audit.services import record
from ground.briefs import press
from ground.kernel import clock
from ground.kernel.texts import check_reason
from ground.privacy import services as privacy
from ground.privacy.models import Release
from ground.web.trail import reveals_of

Format = Literal["pdf", "docx"]
FIELDS = {"id_no": "身份证号", "mobile": "联系电话", "address": "家庭住址"}


@dataclass(frozen=True)
class OwnCopy:
    """A family's own copy as it was made: a PDF that is kept nowhere, and its line in the register."""

    content: bytes
    release: Release


@transaction.atomic
def form_of_family(
    *,
    by: User,
    file: HardshipFile,
    kind: Format,
    reason: str,
) -> bytes:
    """The family's file form, for the folder and the signatures. It holds everything in plain."""
    release = _released(by, file, f"困难职工档案表 {file.file_no}", kind, reason)
    facts = facts_of(form_of(file))
    content = (
        document_of(facts, release.line) if kind == "docx" else _pdf("file_form", facts, release)
    )
    privacy.completed(release=release, content=content, rows=1)
    record(by, "ledgers.form_taken_out", file, reason=release.reason)
    return content


@transaction.atomic
def own_copy(*, by: User, file: HardshipFile, to: str) -> OwnCopy:
    """All that is kept about a family, for the family: who handed it to whom stands in the trail.

    `to` is whom it is given to, by relation (本人, 配偶, 代理人): never by name.
    """
    whom = check_reason(to, what="交给家庭成员", most=60)
    release = _released(by, file, f"本人信息 {file.file_no}", "pdf", f"应本人要求提供，交给{whom}")
    form = form_of(file)
    content = content_of(form)
    facts = {
        "file": file,
        "to": whom,
        "today": clock.today().isoformat(),
        "groups": [
            {
                "label": GROUPS[group],
                "lines": [
                    (label_of(place, content), shown_at(place, value))
                    for place, value in part.items()
                ],
            }
            for group, part in grouped(content).items()
            if part
        ],
        "consents": Consent.objects.filter(member__file=file).select_related("member", "text"),
        "papers": Paper.objects.filter(file=file),
        "steps": Step.objects.filter(file=file).select_related("gate"),
        "reveals": [_reveal(one) for one in reveals_of(file)],
        "handed_over": HandOverLine.objects.filter(file=file).select_related("hand_over"),
    }
    pdf = _pdf("own_copy", facts, release)
    completed = privacy.completed(release=release, content=pdf, rows=1)
    record(by, "ledgers.own_copy_given", file, to=whom)
    return OwnCopy(pdf, completed)


def _released(by: User, file: HardshipFile, title: str, kind: str, reason: str) -> Release:
    release = privacy.release(
        by=by,
        title=title,
        organisation=file.unit,
        personal=True,
        reason=reason,
        format=kind,
    )
    return Release.objects.select_related("by").get(pk=release.pk)


def _pdf(template: str, facts: dict[str, Any], release: Release) -> bytes:
    html = render_to_string(f"ledgers/{template}.html", {**facts, "line": release.line})
    style = resources.files("assistance.ledgers.papers").joinpath("form.css").read_text("utf-8")
    return press.sheet(html, style).pdf


def _reveal(entry: Any) -> dict[str, Any]:
    field = str(entry.details.get("field", ""))
    return {
        "when": entry.occurred_at,
        "who": entry.actor,
        "what": FIELDS.get(field, field),
        "why": entry.details.get("reason", ""),
    }
