"""What the duties of visiting ask for, and was not done, counts by the piece."""

from datetime import date

import pytest

from assistance.rounds.models import MissedDuty
from assistance.rounds.services import note_missed
from assistance.supervision import queries
from assistance.supervision.measures import all_measures, opened, tallies

pytestmark = pytest.mark.django_db


def test_a_slot_without_its_visits_counts_until_it_is_made_good(scoring, at):
    [owed] = [one for one in all_measures() if one.code == "visits.owed_and_missed"]
    span = queries.span_of(scoring.scheme)
    agencies = queries.agencies_of(scoring.scheme)
    assert tallies(owed, span, agencies)[0] == {}
    with at("2008-10-08"):
        note_missed(date(2008, 10, 8))
    noted = MissedDuty.objects.filter(agency=scoring.lead)
    tally = tallies(owed, span, agencies)[0][scoring.lead.pk]
    assert tally.value == len(tally.counted) == noted.count() > 0
    labels = [record.label for record in opened(owed, span, tally.counted)]
    assert all("未走访" in label for label in labels)
    noted.update(made_good_on=date(2008, 10, 9))
    assert scoring.lead.pk not in tallies(owed, span, agencies)[0]
