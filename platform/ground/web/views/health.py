"""Whether this process answers and reaches its database: for load balancers and operators."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from ground.events import pulse
from ground.web.pages import ANYONE, page

DIGITS = 7


@page(ANYONE)
def healthz(request: HttpRequest) -> HttpResponse:
    """With `?late=SECONDS` also whether no delivery that is due has waited longer than that."""
    asked = request.GET.get("late", "")
    most = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < DIGITS else None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        late = most is not None and any(one.late > most for one in pulse.queues())
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    if late:
        return JsonResponse({"status": "late"}, status=503)
    return JsonResponse({"status": "ok"})
