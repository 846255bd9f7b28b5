"""What was told of families that are destroyed goes; what was given to them stays counted."""

from collections.abc import Sequence

from django.db import transaction

from campaigns.models import ChecklistTick, Enrolment, PublicationLine, VisitTarget


@transaction.atomic
def forget_files(*, files: Sequence[int]) -> None:
    """Empty what rosters hold about destroyed families: answers, reasons, notes, who they were."""
    rows = Enrolment.objects.filter(file__in=files)
    ChecklistTick.objects.filter(enrolment__in=rows).update(note="")
    PublicationLine.objects.filter(enrolment__in=rows).delete()
    missed = VisitTarget.objects.filter(enrolment__in=rows, state=VisitTarget.State.MISSED)
    missed.update(missed_reason="（已销毁）")
    rows.update(
        answers={},
        materials=[],
        findings=[],
        reason="（已销毁）",
        override_reason="",
        override_by=None,
        overridden_by=None,
        person_key="",
    )
