from assistance.households import services
from assistance.visits.events import FamilyFound
from ground.events import handles
from ground.events.events import DayBegan


@handles(FamilyFound)
def open_file_from_clue(happened: FamilyFound) -> None:
    services.open_file_from_clue(happened.clue_id)


@handles(DayBegan)
def pass_notices(happened: DayBegan) -> None:
    services.pass_notices(happened.on)
