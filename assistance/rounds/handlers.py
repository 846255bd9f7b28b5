from assistance.households.events import HomeVisited
from assistance.rounds import services
from assistance.visits.events import VisitCorrected, VisitRecorded
from ground.events import handles
from ground.events.events import DayBegan


@handles(VisitRecorded)
def fulfil_with_visit(happened: VisitRecorded) -> None:
    services.fulfil_stops(happened.visit_id)
    services.make_good(happened.visit_id)


@handles(VisitCorrected)
def make_good_with_correction(happened: VisitCorrected) -> None:
    """A visit that was sent back counts again."""
    services.make_good(happened.visit_id)


@handles(HomeVisited)
def make_good_at_home(happened: HomeVisited) -> None:
    services.make_good(happened.visit_id)


@handles(DayBegan)
def look_at_duties(happened: DayBegan) -> None:
    services.begin_rounds(happened.on)
    services.note_missed(happened.on)
