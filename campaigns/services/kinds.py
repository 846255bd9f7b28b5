"""An office makes a kind of campaign: from a copy, part by part, published by another person, withdrawn."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.db import transaction

from campaigns import queries, rules
from campaigns.events import KindPublished, KindWithdrawn
from campaigns.kinds import CampaignKind, checks, plain
from campaigns.models import Kind, KindVersion
from campaigns.permissions import KEEP_KINDS, PUBLISH_KINDS
from campaigns.screening import all_rules
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another
from ground.kernel.texts import check_reason

State = KindVersion.State
OFFICES = (Organisation.Kind.LINK_OFFICE, Organisation.Kind.UNION)
YEARS_TRIED = 8  # the feast wanders by a month
LONGEST_NOTE = 200
SCREENING_RULES = frozenset(one.code for one in all_rules())


@transaction.atomic
def make_kind(
    *, by: User, owner: Organisation, label: str, copied_from: KindVersion, change_note: str
) -> KindVersion:
    """Begin a kind of an office: a draft with all that another kind has, under a name of its own."""
    kept = Organisation.objects.visible_to(by, KEEP_KINDS.code).filter(kind__in=OFFICES)
    if not kept.filter(pk=owner.pk, is_active=True).exists():
        raise RuleBroken(
            "kind_owner", "只能为本单位和下级的办公室、工会制定", fields={"owner": "请从列表中选择"}
        )
    typed = replace(copied_from.typed, label=label.strip())
    checks.check_head(typed)
    _check_name_free(owner, typed.label, None)
    kind = Kind.objects.create(code=f"kind_{uuid4().hex[:12]}", owner=owner)
    return _draft(by, kind, typed, copied_from, change_note)


@transaction.atomic
def draft_version(*, by: User, kind: Kind, change_note: str) -> KindVersion:
    """Begin the next version of a kind, as the last one is."""
    locked = _locked(by, kind)
    newest = KindVersion.objects.filter(kind=locked).newest().first()
    if newest is None or locked.versions.filter(state=State.DRAFT).exists():
        raise RuleBroken("kind_has_draft", "这个类型已有一份草稿，请先改好、发布或删除它")
    return _draft(by, locked, newest.typed, newest, change_note)


@transaction.atomic
def change_kind(*, by: User, version: KindVersion, **parts: Any) -> KindVersion:
    """Write parts of a draft anew (fields of `CampaignKind`). What spoke of what is gone goes too."""
    draft = _held(by, version)
    typed = checks.without_strays(replace(draft.typed, **parts))
    checks.check_whole(typed, screening=SCREENING_RULES)
    _check_calendar(typed)
    _check_name_free(draft.kind.owner, typed.label, draft.kind)
    draft.label, draft.content, draft.changed_by = typed.label, plain(typed), by
    draft.save(update_fields=["label", "content", "changed_by"])
    record(by, "campaign.kind_changed", draft, parts=sorted(parts))
    return draft


@transaction.atomic
def publish_kind(*, by: User, version: KindVersion) -> KindVersion:
    """Let campaigns be planned by a draft from now on; never by who made it or wrote in it last."""
    kind = _locked(by, version.kind, PUBLISH_KINDS.code)
    draft = _read(kind, version)
    for hand in (draft.made_by_id, draft.changed_by_id):
        check_another(
            by=by.pk,
            than=hand,
            message="起草或最后修改的人不能发布，请由另一位有发布权限的人核对后发布",
        )
    checks.check_whole(draft.typed, screening=SCREENING_RULES)
    _check_calendar(draft.typed)
    _check_name_free(kind.owner, draft.label, kind)
    newest = KindVersion.objects.filter(kind=kind).newest().first()
    draft.number = (newest.number or 0) + 1 if newest else 1
    draft.state, draft.published_by, draft.published_on = State.PUBLISHED, by, clock.today()
    draft.save(update_fields=["number", "state", "published_by", "published_on"])
    record(by, "campaign.kind_published", draft, version=draft.number)
    publish(KindPublished(kind_id=kind.pk, version_id=draft.pk, number=draft.number))
    return draft


@transaction.atomic
def drop_draft(*, by: User, version: KindVersion) -> None:
    """Throw a draft away; a kind that was never published goes with it. The trail keeps that there was one."""
    draft = _held(by, version)
    record(by, "campaign.kind_dropped", draft, name=draft.label)
    kind = draft.kind
    draft.delete()
    if not kind.versions.exists():
        kind.delete()


@transaction.atomic
def withdraw_kind(*, by: User, kind: Kind, reason: str) -> Kind:
    """No campaign is planned of a kind any more; those that there are go on."""
    locked = _locked(by, kind, PUBLISH_KINDS.code)
    newest = KindVersion.objects.filter(kind=locked).newest().first()
    if newest is None:
        raise RuleBroken("kind_not_published", "只有已发布的类型才能停用；草稿请直接删除")
    locked.withdrawal_reason = check_reason(reason, what="停用", most=200)
    locked.withdrawn_on, locked.withdrawn_by = clock.today(), by
    locked.save(update_fields=["withdrawal_reason", "withdrawn_on", "withdrawn_by"])
    record(by, "campaign.kind_withdrawn", newest, reason=locked.withdrawal_reason)
    publish(KindWithdrawn(kind_id=locked.pk))
    return locked


def _draft(
    by: User, kind: Kind, typed: CampaignKind, copied_from: KindVersion, change_note: str
) -> KindVersion:
    note = rules.check_text(
        change_note, field="change_note", label="依据或改动说明", longest=LONGEST_NOTE
    )
    draft = KindVersion.objects.create(
        kind=kind,
        label=typed.label,
        content=plain(typed),
        change_note=note,
        copied_from=copied_from,
        made_by=by,
        changed_by=by,
    )
    record(by, "campaign.kind_drafted", draft, copied_from=copied_from.pk)
    return draft


def _locked(by: User, kind: Kind, permission: str = KEEP_KINDS.code) -> Kind:
    """A kind that this person keeps and that is in use, held for the transaction."""
    kept = Kind.objects.kept_by(by, permission)
    found = queries.locked_kind(kind.pk)
    if found is None or not kept.filter(pk=kind.pk).exists():
        raise RuleBroken("kind_of_others", "这个活动类型由别的单位制定，只能查看；可以复制成自己的")
    if found.withdrawn_on is not None:
        raise RuleBroken("kind_withdrawn", f"这个活动类型已于{found.withdrawn_on}停用")
    return found


def _held(by: User, version: KindVersion) -> KindVersion:
    return _read(_locked(by, version.kind), version)


def _read(kind: Kind, version: KindVersion) -> KindVersion:
    draft = kind.versions.filter(pk=version.pk).first()
    if draft is None:
        raise RuleBroken("kind_draft_gone", "这份草稿已被删除，请刷新列表")
    if draft.state != State.DRAFT:
        raise RuleBroken("kind_final", "已发布的版本不能再改：请起草新版本，已有的活动不受影响")
    draft.kind = kind
    return draft


def _check_calendar(kind: CampaignKind) -> None:
    """The days follow one another in every year that is tried."""
    for year in range(clock.today().year, clock.today().year + YEARS_TRIED):
        try:
            rules.check_windows(year, queries.proposed_windows(kind, year))
        except RuleBroken as broken:
            fields = {
                ("starts_on" if at == "year" else at): said for at, said in broken.fields.items()
            }
            raise RuleBroken(
                broken.code,
                f"按{year}年推算：{broken.message}",
                fields={at: f"{year}年：{said}" for at, said in fields.items()},
            ) from broken


def _check_name_free(owner: Organisation | None, label: str, kind: Kind | None) -> None:
    """Nobody who sees two kinds sees one name twice."""
    if queries.name_is_taken(owner, label, kind):
        raise RuleBroken(
            "kind_name_taken",
            f"已有名为“{label}”的活动类型，请换一个名称，例如加上地名",
            fields={"label": "已有同名的类型"},
        )
