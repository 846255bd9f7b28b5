from functools import partial

from assistance.supervision import services
from assistance.supervision.events import BulletinReleased
from assistance.supervision.models import Bulletin
from assistance.supervision.queries.bulletins import document_of
from ground.briefs import press
from ground.briefs.typesetting import Typeset
from ground.events import Outside, handles
from ground.events.events import DayBegan
from ground.events.registry import Settle


@handles(DayBegan)
def advance_schemes(day: DayBegan) -> None:
    """A day has begun: self-scoring opens and closes by the dates of its scheme."""
    services.advance_on(on=day.on)


@handles(DayBegan)
def draft_bulletins(day: DayBegan) -> None:
    """A day has begun: the bulletins of the month or quarter that ended lie ready as drafts."""
    services.draft_bulletins_on(on=day.on)


@handles(BulletinReleased, queue="documents", outside=Outside.REPEATABLE)
def typeset_bulletin(released: BulletinReleased) -> Settle:
    """Set a released bulletin. The same document gives the same bytes, so doing it again is safe."""
    bulletin = Bulletin.objects.select_related("scheme__office").get(pk=released.bulletin_id)
    typeset = press.typesetter().typeset(document_of(bulletin))
    return partial(_attach, bulletin.pk, typeset)


def _attach(bulletin_id: int, typeset: Typeset) -> None:
    services.attach_print(bulletin_id, typeset)
