from assistance.rounds.services.duties import end_duty, make_good, note_missed, set_duty
from assistance.rounds.services.tours import (
    STOP_ORIGIN,
    begin_rounds,
    cancel_round,
    change_round,
    finish_round,
    fulfil_stops,
    plan_round,
    skip_stop,
)

__all__ = [
    "STOP_ORIGIN",
    "begin_rounds",
    "cancel_round",
    "change_round",
    "end_duty",
    "finish_round",
    "fulfil_stops",
    "make_good",
    "note_missed",
    "plan_round",
    "set_duty",
    "skip_stop",
]
