"""A request that PostgreSQL took back because of another one is answered as if it had come a little later."""

import random
import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse

from ground.kernel.refused import is_conflict

TRIES = 4


class TriedAgain:
    """Call a view again whose transaction lost a deadlock or a race of transactions.

    Only where nothing of the request is committed yet: a view may be several transactions, and the first
    ones must not be done twice. Then, and after the last try, the error surfaces.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        watch = request.commits = _Commits()  # type: ignore[attr-defined]
        with connection.execute_wrapper(watch):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        for tried in range(1, TRIES):
            conflict = isinstance(error, OperationalError) and is_conflict(error)
            if not (conflict and match and _as_it_came(request)):
                return None
            time.sleep(random.uniform(0.02, 0.1) * tried)  # noqa: S311 -- so that two do not meet again
            try:
                answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
            except OperationalError as again:
                error = again
            else:
                return answer
        return None


class _Commits:
    """Sees each statement of a request: whether something that it wrote is committed."""

    def __init__(self) -> None:
        self.any = False

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if connection.in_atomic_block:
            transaction.on_commit(self._committed)
        elif not sql.lstrip().upper().startswith("SELECT"):
            self.any = True
        return execute(sql, params, many, context)

    def _committed(self) -> None:
        self.any = True


def _as_it_came(request: HttpRequest) -> bool:
    """Whether the view finds the same request again: nothing committed, what was sent still there."""
    if request.commits.any:  # type: ignore[attr-defined]
        return False
    if hasattr(request, "_files"):
        for _, files in request.FILES.lists():
            for file in files:
                file.seek(0)
        return True
    return hasattr(request, "_body") or not getattr(request, "_read_started", False)
