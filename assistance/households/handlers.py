from assistance.households import queries, services
from assistance.households.events import FileMoved
from assistance.households.models import HardshipFile
from assistance.pairing.events import CadreLeft
from assistance.pairing.holding import holds_cadre
from assistance.visits.events import FamilyFound
from ground.events import handles
from ground.events.events import DayBegan

ENDED = {HardshipFile.State.EXITED, HardshipFile.State.CANCELLED}


@handles(FamilyFound)
def open_file_from_clue(happened: FamilyFound) -> None:
    services.open_file_from_clue(happened.clue_id)


@handles(DayBegan)
def pass_notices(happened: DayBegan) -> None:
    services.pass_notices(happened.on)


@holds_cadre("户结对家庭")
def families_of(cadre_id: int) -> int:
    return queries.families_held(cadre_id)


@handles(CadreLeft)
def move_families_of_cadre(happened: CadreLeft) -> None:
    services.move_families(
        cadre_id=happened.cadre_id,
        left_on=happened.left_on,
        successor_id=happened.successor_id,
    )


@handles(FileMoved)
def end_helpers_of_ended_file(happened: FileMoved) -> None:
    if happened.state in ENDED:
        services.end_helpers_of(file_id=happened.file_id, on=happened.on)
