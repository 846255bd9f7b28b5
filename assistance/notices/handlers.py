from assistance.households.events import FileMoved
from assistance.notices import services
from ground.events import handles
from ground.events.events import DayBegan
from ground.places.events import CalendarDaySet


@handles(FileMoved)
def end_line_of_file(happened: FileMoved) -> None:
    services.follow_file(file_id=happened.file_id)


@handles(CalendarDaySet)
def move_with_calendar(_happened: CalendarDaySet) -> None:
    services.follow_calendar()


@handles(DayBegan)
def move_with_public_calendar(_happened: DayBegan) -> None:
    """The State Council's calendar of a year comes with a new version of the programme, not by an event."""
    services.follow_calendar()
