from assistance.households.events import FileMoved
from assistance.households.models import HardshipFile
from assistance.reviews import services
from ground.events import handles
from ground.events.events import DayBegan

ENDED = {HardshipFile.State.EXITED, HardshipFile.State.CANCELLED, HardshipFile.State.REJECTED}


@handles(DayBegan)
def open_due_reviews(happened: DayBegan) -> None:
    services.open_due_reviews(happened.on)


@handles(FileMoved)
def lapse_reviews_of_ended_file(happened: FileMoved) -> None:
    if happened.state in ENDED:
        services.lapse_reviews(happened.file_id)
