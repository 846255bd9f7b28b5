"""Whether this process answers and reaches its database: for load balancers and operators."""

import math

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from ground.events import pulse
from ground.web.pages import ANYONE, page

DIGITS = 7


@page(ANYONE)
def healthz(request: HttpRequest) -> HttpResponse:
    """With `?late=` also whether each queue begins its deliveries in time; with `?late=SECONDS` in that."""
    asked = request.GET.get("late")
    by_target = asked == ""
    most = math.inf
    if asked and asked.isascii() and asked.isdigit() and len(asked) < DIGITS:
        most = int(asked)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        queues = pulse.queues() if by_target or most < math.inf else []
        late = [one.name for one in queues if one.waited > (one.target if by_target else most)]
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    if late:
        return JsonResponse({"status": "late", "queues": late}, status=503)
    return JsonResponse({"status": "ok"})
