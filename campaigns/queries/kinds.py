"""Which kinds of campaign there are: for whom, in which version, of which a campaign can be planned."""

from collections.abc import Collection

from django.db.models import Q

from campaigns.kinds import CampaignKind
from campaigns.models import Campaign, Kind, KindVersion, KindVersionQuerySet
from campaigns.permissions import KEEP_KINDS, PLAN_CAMPAIGN, PUBLISH_KINDS, SEE_CAMPAIGNS
from ground.accounts.models import Organisation, User, up_from
from ground.kernel.errors import RuleBroken


def versions_to_open(user: User, permission: str = PLAN_CAMPAIGN.code) -> KindVersionQuerySet:
    """The newest version of each kind that this person sees and that was not withdrawn."""
    kinds = Kind.objects.visible_to(user, permission).filter(withdrawn_on=None)
    newest = KindVersion.objects.filter(kind__in=kinds).newest()
    rows = KindVersion.objects.filter(pk__in=newest.values("pk"))
    return rows.select_related("kind__owner").order_by("kind__code")


def versions_seen(user: User) -> KindVersionQuerySet:
    """The newest version of each kind that this person sees, withdrawn or not."""
    kinds = Kind.objects.visible_to(user, SEE_CAMPAIGNS.code)
    newest = KindVersion.objects.filter(kind__in=kinds).newest()
    rows = KindVersion.objects.filter(pk__in=newest.values("pk"))
    return rows.select_related("kind").order_by("kind__code")


def versions_listed(user: User) -> KindVersionQuerySet:
    """The newest version of each kind that this person sees, and the drafts of those that they keep."""
    keeping = (KEEP_KINDS.code, PUBLISH_KINDS.code)
    seen = KindVersion.objects.visible_to(user, SEE_CAMPAIGNS.code, keeping)
    newest = seen.newest().values("pk")
    rows = KindVersion.objects.filter(
        Q(pk__in=newest) | Q(pk__in=seen.values("pk"), state=KindVersion.State.DRAFT)
    )
    return rows.select_related("kind__owner")


def version_to_open(code: str, organiser: Organisation) -> KindVersion:
    """The newest version of a kind of which this organiser may plan a campaign."""
    kinds = Kind.objects.for_organiser(organiser).filter(code=code)
    rows = KindVersion.objects.filter(kind__in=kinds).newest()
    found = rows.select_related("kind").first()
    if found is None:
        raise RuleBroken(
            "campaign_kind_unknown",
            f"“{organiser}”没有名为“{code[:30]}”的活动类型，或者它已停用、还没有发布：请从列表中选择",
            fields={"kind": "请从列表中选择", "organiser": "不能用这个类型"},
        )
    return found


def kinds_running_at(organisation: Organisation, states: Collection[str]) -> list[CampaignKind]:
    """What makes the kinds of the campaigns in these states above, at or below an organisation.

    The newest version of each comes first. One query.
    """
    path = organisation.path
    near = Q(organiser__path__in=up_from(path)) | Q(organiser__path__startswith=path)
    running = Campaign.objects.filter(near, state__in=states).order_by()
    rows = KindVersion.objects.filter(pk__in=running.values("kind_version"))
    return [one.typed for one in rows.select_related("kind").order_by("kind__code", "-number")]


def locked_kind(pk: int) -> Kind | None:
    """A kind, held for the caller's transaction: its versions are numbered one after another."""
    rows = Kind.objects.select_for_update(of=("self",)).select_related("owner")
    return rows.filter(pk=pk).first()


def name_is_taken(owner: Organisation | None, label: str, kind: Kind | None) -> bool:
    """Whether a kind in use, of the same office or one above or below, has this name in its last version.

    The root of the tree is held, so that two do not take one name at once.
    """
    root = owner.path[: Organisation.steplen] if owner else None
    roots = Organisation.objects.filter(depth=1, **({"path": root} if root else {}))
    list(roots.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    others = Kind.objects.filter(withdrawn_on=None)
    if owner is not None:
        others = others.filter(
            Q(owner=None)
            | Q(owner__path__in=up_from(owner.path))
            | Q(owner__path__startswith=owner.path)
        )
    if kind is not None:
        others = others.exclude(pk=kind.pk)
    newest = KindVersion.objects.filter(kind__in=others).newest().values("pk")
    standing = Q(pk__in=newest) | Q(state=KindVersion.State.DRAFT, kind__in=others)
    return KindVersion.objects.filter(standing, label=label).exists()
