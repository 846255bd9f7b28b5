"""What the stock does when a day begins."""

from assistance.stock import services
from ground.events import handles
from ground.events.events import DayBegan


@handles(DayBegan)
def look_at_dates(event: DayBegan) -> None:
    services.tell_what_expires(event.on)


@handles(DayBegan)
def look_for_stocktakes(event: DayBegan) -> None:
    services.tell_stocktakes_due(event.on)
