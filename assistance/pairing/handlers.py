from assistance.pairing import services
from assistance.pairing.rules import LINK_POINTS
from ground.accounts.events import OrganisationDeactivated
from ground.accounts.models import Organisation
from ground.events import handles
from ground.events.events import DayBegan


@handles(DayBegan)
def press_tasks(day: DayBegan) -> None:
    """A day has begun: what is due soon is reminded of, what is overdue is pressed."""
    services.escalate_tasks(on=day.on)


@handles(OrganisationDeactivated)
def close_link_point_of(closed: OrganisationDeactivated) -> None:
    """An enterprise, community or village is gone: what hangs on it ends."""
    if closed.kind in LINK_POINTS:
        services.close_link_point(
            by=None,
            link_point=Organisation.objects.get(pk=closed.organisation_id),
            on=closed.closed_on,
            reason="单位停用",
        )
