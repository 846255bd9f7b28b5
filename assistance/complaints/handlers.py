from assistance.complaints import services
from ground.events import handles
from ground.events.events import DayBegan


@handles(DayBegan)
def press_overdue_complaints(day: DayBegan) -> None:
    services.press_overdue(day.on)
