"""Which organisations may see others than those below them: written by what pairs them."""

from collections.abc import Collection, Iterable, Sequence

from ground.accounts.models import Organisation, ScopeGrant


def grant_scope(*, organisations: Sequence[Organisation], over: Organisation, source: str) -> None:
    """Let organisations see another and what is below it. Repeating it changes nothing."""
    grant_scopes([(one.pk, over.pk, source) for one in organisations])


def grant_scopes(grants: Iterable[tuple[int, int, str]]) -> None:
    """As `grant_scope`, for many: who (id), over whom (id), by which source."""
    ScopeGrant.objects.bulk_create(
        (
            ScopeGrant(organisation_id=who, over_id=over, source=source)
            for who, over, source in grants
        ),
        ignore_conflicts=True,
        batch_size=5000,
    )


def withdraw_scope(*, source: str, organisations: Sequence[Organisation] | None = None) -> None:
    """Take back the grants of one source (a pairing that ended), or of some organisations by it."""
    grants = ScopeGrant.objects.filter(source=source)
    if organisations is not None:
        grants = grants.filter(organisation__in=organisations)
    grants.delete()


def withdraw_scopes(*, sources: Collection[str]) -> None:
    """Take back every grant of these sources."""
    ScopeGrant.objects.filter(source__in=sources).delete()
