"""Two records side by side, as a person reads them: for the question that only a person answers."""

from dataclasses import asdict
from typing import Any

from django.urls import reverse

from assistance.visits import permissions, rules
from assistance.visits.models import Visit, VisitVersion
from assistance.visits.rules import AlikeVisits, Differing, OtherWording, Said
from assistance.visits.services.versions import Wording, said_by
from ground.accounts.models import User
from ground.kernel.clock import CHINA
from ground.kernel.money import shown


def question(user: User, broken: AlikeVisits | OtherWording, wording: Wording) -> dict[str, Any]:
    """What a phone shows: what was asked, and every visit that stands against the one it sent."""
    ids = broken.visit_ids if isinstance(broken, AlikeVisits) else [broken.visit_id]
    rows = Visit.objects.visible_to(user, permissions.RECORD_VISIT.code).filter(pk__in=ids)
    rows = rows.select_related("recorded_by").prefetch_related(
        "needs", "promises", "goods", "photos", "clues"
    )
    yours = asdict(wording) | {"steps": list(wording.steps)}
    return {
        "code": broken.code,
        "message": broken.message,
        "fields": broken.fields,
        "others": [_other(one, yours) for one in rows.order_by("pk")],
    }


def shown_value(name: str, value: Said) -> str:
    """The value of a worded field in words."""
    if name == "kind":
        return dict(Visit.Kind.choices).get(str(value), str(value))
    if name == "steps":
        labels = dict(Visit.Step.choices)
        return "、".join(labels.get(one, one) for one in value) or "—"
    return str(value) or "—"


def history_of(visit: Visit) -> list[dict[str, Any]]:
    """Every wording of a visit beside the one before it, newest first. One query for the people."""
    rows: list[VisitVersion] = list(visit.versions.select_related("written_by"))
    told = []
    for before, now in zip([None, *rows], rows, strict=False):
        changes = rules.differences(now.fields, before.fields) if before else []
        told.append(
            {
                "number": now.number,
                "way": now.get_way_display(),
                "who": now.written_by.full_name,
                "when": now.written_at,
                "changes": [_shown(one) for one in changes],
                "added": "、".join(_counted(now.added)) if before else "",
            }
        )
    return told[::-1]


_ADDED = {
    "photos": "照片{}张",
    "needs": "诉求{}项",
    "promises": "承诺{}项",
    "goods": "慰问品{}样",
    "families": "困难家庭{}户",
}


def _counted(added: dict[str, int]) -> list[str]:
    return [words.format(added[name]) for name, words in _ADDED.items() if added.get(name)]


def _shown(one: Differing) -> dict[str, Any]:
    return asdict(one) | {
        "yours_shown": shown_value(one.name, one.yours),
        "theirs_shown": shown_value(one.name, one.theirs),
    }


def _other(visit: Visit, yours: dict[str, Said]) -> dict[str, Any]:
    theirs = said_by(visit)
    return {
        "id": visit.pk,
        "version": visit.version,
        "url": reverse("visits:visit", args=[visit.pk]),
        "recorded_by": visit.recorded_by.full_name,
        "recorded_at": visit.recorded_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"),
        "words": theirs,
        "differing": [_shown(one) for one in rules.differences(yours, theirs)],
        "lines": _lines_in_words(visit),
    }


def _lines_in_words(visit: Visit) -> list[str]:
    """What a visit has beside its texts. The families are counted, never named."""
    told = [f"慰问金{shown(visit.condolence_cash)}元"] if visit.condolence_cash else []
    told += [f"慰问品：{one}" for one in visit.goods.all()]
    told += [f"诉求：{one.description}" for one in visit.needs.all()]
    told += [f"承诺：{one.content}" for one in visit.promises.all()]
    counts = {"photos": len(visit.photos.all()), "families": len(visit.clues.all())}
    return told + _counted(counts)
