"""Figures of drafts as they were last counted: a preview waits for no count that was made before.

What is kept is counted for an organisation and a period, never for a person: whoever shows a figure has
asked who may see its issue. After `SECONDS` a figure is old: a preview still shows it, is told so
(`is_old`), and is asked for again at once, `afresh`. What is signed, and what a leader reads before, is
counted each time.
"""

import threading
import time
from collections import OrderedDict

from ground.accounts.models import Organisation
from ground.briefs.facts import Fact, Figure, last_event, value_of
from ground.kernel.periods import Period

KEPT = 5_000
SECONDS = 2.0

_lock = threading.Lock()
_kept: "OrderedDict[tuple[Fact, int, str, Period], tuple[Figure, float]]" = OrderedDict()


class Counting:
    """Counts facts for one preview, or remembers them. Records and SQL are left out."""

    def __init__(self, *, afresh: bool = False) -> None:
        self.is_old = False
        self._afresh = afresh

    def __call__(self, one: Fact, area: Organisation, period: Period) -> Figure:
        key = (one, area.pk, area.path, period)
        with _lock:
            before, counted_at = _kept.get(key, (None, 0.0))
        now = time.monotonic()
        if before is not None and not self._afresh:
            self.is_old = self.is_old or now - counted_at > SECONDS
            return before
        last = last_event()
        value = value_of(one, area, period)
        if before is not None and before.value == value:
            # The same page as before: it need not be typeset again for the number of an event.
            figure = before
        else:
            figure = Figure(fact=one, value=value, query="", as_of_event=last, records=[])
        with _lock:
            _kept[key] = figure, now
            _kept.move_to_end(key)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        return figure
