"""Articles that were printed."""

from django.urls import reverse

from assistance.supervision.measures.registry import Records, Span, measure
from ground.briefs.facts import Record
from ground.briefs.models import Contribution


@measure(
    "briefs.adopted",
    label="简报采用的来稿",
    unit="篇",
    order=70,
    says="本单位报送、被简报采用的稿件",
)
def adopted(span: Span) -> Records:
    return Records(
        queryset=Contribution.objects.filter(
            state=Contribution.State.ADOPTED, received_on__range=span.days
        ),
        agency="organisation_id",
        record=lambda one: Record(one.title, reverse("briefs:contribution", args=[one.pk])),
    )
