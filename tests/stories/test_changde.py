"""The story of the Changde brief, told once and looked at from all sides."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db.models import Count, Sum

from assistance.aid.models import RegisterLine
from assistance.aid.queries import chain_of_line
from assistance.funds.models import Account, Posting
from assistance.households.models import FamilyPair
from assistance.notices.models import Notice, NoticePicture
from assistance.pairing.models import AssistanceTask
from assistance.problems.models import EnterpriseProblem
from assistance.reviews.models import Proposal, Review
from assistance.rights.models import PersonRequest
from assistance.rounds.models import LeaderRound
from campaigns.models import Campaign, Enrolment
from ground.accounts.models import Organisation
from ground.accounts.queries import organisation_named
from ground.audit.models import Entry
from ground.briefs.models import Contribution, Issue, IssueFigure, Printed
from ground.briefs.typesetting import text_of
from ground.events.models import Delivery, RecordedEvent
from runtime.story.changde import ordered_steps
from runtime.story.people import FAMILIES, WARMTH_FAMILY
from runtime.story.telling import tell
from tests.conftest import _empty_tables
from tests.stories.what_it_says import FIGURES, figures

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("changde")]


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The story told once: these tests only look at it."""
    with django_db_blocker.unblock():
        _empty_tables(None)
        tell(ordered_steps(), lambda _: None)
        yield
        _empty_tables(None)


def test_the_brief_says_what_happened():
    found = figures()
    assert {fact: found[fact] for fact in FIGURES} == FIGURES
    assert 0 not in found.values()  # a zero is printed only where the editor asks for it
    issue = Issue.objects.get()
    assert (issue.number, str(issue.issued_on), issue.state) == (2, "2008-06-25", "typeset")
    assert issue.signed_by != issue.edited_by
    text = "".join(text_of(bytes(Printed.objects.get().pdf))).replace("\n", "")
    for words in (
        "常德“双联”简报",
        "2008年第二期",
        "工作动态",
        "经验交流",
        "来稿：市政协“双联”办",
        "19,000",
    ):
        assert words in text, words


def test_every_figure_opens_to_as_many_records_as_it_says():
    for figure in IssueFigure.objects.all():
        assert figure.query.startswith("SELECT "), figure.key
        if figure.unit == "元":
            assert sum(Decimal(r["value"]) for r in figure.records) == figure.value, figure.key
        else:
            assert len(figure.records) == figure.value, figure.key


def test_the_money_is_where_it_should_be():
    balances = dict(Account.objects.exclude(balance=0).values_list("kind", "balance"))
    assert balances == {
        "granted": Decimal(-30000),
        "available": Decimal(11000),
        "spent": Decimal(19000),
    }
    assert Posting.objects.aggregate(total=Sum("amount"))["total"] == 0
    assert Enrolment.objects.filter(state="reached").count() == 2
    assert Campaign.objects.get().state == "summarised"


def test_the_enterprise_is_found_under_its_three_spellings():
    spellings = ["海利农药化工有限公司", "海利化工有限公司", "海利农药化工公司"]
    assert len({organisation_named(name).pk for name in spellings}) == 1
    assert Organisation.objects.count() == 20


def test_five_tasks_are_due_at_the_end_of_august():
    tasks = AssistanceTask.objects.filter(meeting__isnull=False).values_list(
        "agency__name", "due_on"
    )
    assert {str(due) for _, due in tasks} == {"2008-08-31"}
    assert len({agency for agency, _ in tasks}) == 5


def test_the_editor_mended_the_copy_and_left_the_contribution():
    assert any("肃条" in str(one.blocks) for one in Contribution.objects.all())
    text = "".join(text_of(bytes(Printed.objects.get().pdf)))
    assert ("肃条" in text, "萧条" in text) == (False, True)


def test_a_ledger_line_can_say_why_it_exists():
    line = RegisterLine.objects.get(kind="aid", amount=13000)
    chain = [event.name for event in chain_of_line(line)]
    assert chain[0] == "aid.payments_paid"
    assert chain[-1] == "visits.visit_recorded"


def test_the_problem_went_from_the_card_to_the_last_stroke():
    problem = EnterpriseProblem.objects.get(state="closed")
    assert problem.raised_by is None  # the enterprise told it itself
    assert problem.number
    assert problem.task.state == "verified"
    assert problem.answers.get().opinion == "satisfied"


def test_every_family_of_the_enterprise_has_a_cadre():
    pairs = FamilyPair.objects.filter(to_on__isnull=True)
    assert pairs.count() == len(FAMILIES)
    assert set(
        pairs.order_by().values("cadre").annotate(n=Count("pk")).values_list("n", flat=True)
    ) == {1, 2}


def test_the_leaders_round_was_fulfilled_by_the_visits():
    tour = LeaderRound.objects.get()
    assert tour.state == "done"
    assert {stop.visit.visited_on.day for stop in tour.stops.select_related("visit")} == {16, 17}


def test_each_notice_was_photographed_and_its_result_written_down():
    notices = Notice.objects.all()
    assert [(one.state, bool(one.result)) for one in notices] == [("passed", True)] * 2
    assert NoticePicture.objects.values_list("notice").distinct().count() == 2


def test_after_the_approvals_there_is_a_sample_a_proposal_and_two_requests():
    drawn = Review.objects.filter(kind="spot_check")
    assert set(drawn.values_list("state", flat=True)) == {"done", "open"}
    assert [(one.kind, one.state) for one in Proposal.objects.all()] == [("reclassify", "open")]
    kinds = PersonRequest.objects.order_by("kind").values_list("kind", "state")
    assert list(kinds) == [("access", "granted"), ("correct", "open")]


def test_nothing_personal_is_in_events_trail_or_reasons():
    everything = (
        str(list(RecordedEvent.objects.values_list("payload", flat=True)))
        + str(list(Entry.objects.values_list("details", flat=True)))
        + str(list(Delivery.objects.values_list("last_error", flat=True)))
    )
    for family in (*FAMILIES, WARMTH_FAMILY):
        assert family[0] not in everything
    assert "430799" not in everything
    assert "1380000" not in everything
