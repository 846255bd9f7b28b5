"""Figures of drafts as they were last counted: a preview waits for no count that was made before.

What is kept is counted for an organisation and a period, never for a person: whoever shows a figure has
asked who may see its issue. A preview that was `remembered` is asked for again at once, `afresh`. What is
signed, and what a leader reads before, is counted each time.
"""

import threading
from collections import OrderedDict
from functools import cached_property

from ground.accounts.models import Organisation
from ground.briefs.facts import Fact, Figure, last_event, value_of
from ground.kernel.periods import Period

KEPT = 5_000

_lock = threading.Lock()
_kept: "OrderedDict[tuple[Fact, int, str, Period], Figure]" = OrderedDict()


class Counting:
    """Counts facts for one preview, or remembers them. Records and SQL are left out."""

    def __init__(self, *, afresh: bool = False) -> None:
        self.remembered = False
        self._afresh = afresh

    def __call__(self, one: Fact, area: Organisation, period: Period) -> Figure:
        key = (one, area.pk, area.path, period)
        with _lock:
            before = _kept.get(key)
        if before is not None and not self._afresh:
            self.remembered = True
            return before
        as_of = self._as_of  # read before anything is counted
        value = value_of(one, area, period)
        if before is not None and before.value == value:
            # The same page as before: it need not be typeset again for the number of an event.
            figure = before
        else:
            figure = Figure(fact=one, value=value, query="", as_of_event=as_of, records=[])
        with _lock:
            _kept[key] = figure
            _kept.move_to_end(key)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        return figure

    @cached_property
    def _as_of(self) -> int:
        return last_event()
