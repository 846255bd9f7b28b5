from assistance.pairing import services
from ground.events import handles
from ground.events.events import DayBegan


@handles(DayBegan)
def mark_overdue_tasks(day: DayBegan) -> None:
    """A day has begun: what was due before it and is not done is overdue."""
    services.mark_overdue(on=day.on)
