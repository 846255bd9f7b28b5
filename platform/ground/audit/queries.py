from django.db import models

from ground.audit.models import Entry
from ground.audit.services import subject_of


def trail_of(row: models.Model) -> models.QuerySet[Entry]:
    """What was done to an object, newest first."""
    return Entry.objects.filter(subject=subject_of(row)).order_by("-pk")
