from ground.events import handles
from ground.events.events import DayBegan
from ground.files import services
from ground.places.queries import local_rule


@handles(DayBegan)
def discard_unused_files(day: DayBegan) -> None:
    """A day has begun: what was uploaded for a form that was never sent is forgotten."""
    services.discard_unused(days=int(local_rule("files.days_kept_unused", on=day.on)))
