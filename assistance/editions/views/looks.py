"""The state of an edition as people ask for it, and its tone."""

from assistance.editions.models import Edition
from ground.kernel import clock

State = Edition.State
TONES = {State.DRAFT: "neutral", State.PUBLISHED: "good", State.WITHDRAWN: "bad"}


def label_of(edition: Edition) -> str:
    """Whether the edition holds today."""
    if edition.state != State.PUBLISHED:
        return State(edition.state).label
    today = clock.today()
    if edition.valid_from > today:
        return "已发布，未到生效日"
    return "已过期" if edition.valid_to and edition.valid_to < today else "现行"


def tone_of(edition: Edition) -> str:
    return "info" if label_of(edition).startswith("已发布") else TONES[State(edition.state)]
