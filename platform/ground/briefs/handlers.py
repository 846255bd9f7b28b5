from functools import partial

from ground.briefs import press, queries, services
from ground.briefs.events import IssueSigned
from ground.briefs.models import Issue
from ground.briefs.typesetting import Typeset
from ground.events import Outside, handles
from ground.events.events import DayBegan
from ground.events.registry import Settle


@handles(IssueSigned, queue="documents", outside=Outside.REPEATABLE)
def typeset_issue(signed: IssueSigned) -> Settle:
    """Set a signed issue. The same document gives the same bytes, so doing it again is safe."""
    issue = Issue.objects.select_related("series__organisation", "edited_by").get(
        pk=signed.issue_id
    )
    typeset = press.set_document(queries.document_of(issue))
    return partial(_attach, issue.pk, typeset)


@handles(DayBegan)
def note_missing_prints(_: DayBegan) -> None:
    """A day has begun: texts that are not known by their numbers yet get them, some each day."""
    services.note_missing()


def _attach(issue_id: int, typeset: Typeset) -> None:
    services.attach_print(issue_id, typeset)
