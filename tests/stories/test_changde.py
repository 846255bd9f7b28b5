"""The story of the Changde brief: told once, told again, cut off and gone on with."""

from decimal import Decimal

import pytest
from django.db.models import Count, Sum

from assistance.aid.models import Payment, RegisterLine
from assistance.funds.models import Account, Posting
from assistance.households.models import HardshipFile
from assistance.pairing.models import AssistanceTask
from campaigns.models import Campaign, Target
from ground.accounts.models import Organisation
from ground.accounts.queries import organisation_named
from ground.audit.models import Entry
from ground.briefs.models import Contribution, Issue, IssueFigure, Printed
from ground.briefs.typesetting import text_of
from ground.events import queries
from ground.events.models import Delivery, RecordedEvent
from runtime.story.changde import ordered_steps
from runtime.story.people import FAMILIES, WARMTH_FAMILY
from runtime.story.telling import tell

pytestmark = pytest.mark.django_db(transaction=True)

FIGURES = {  # what the brief of 2008 says, or follows from it (domain.md, 7.4)
    "pairing.groups_active": 6,
    "visits.visits_made": 6,
    "visits.families_found": 12,
    "pairing.meetings_held": 2,
    "pairing.tasks_assigned": 5,
    "households.files_opened": 12,
    "households.files_approved": 12,
    "aid.relief_paid": 19000,
    "aid.payments_made": 5,
    "campaigns.campaigns_run": 1,
    "campaigns.targets_reached": 2,
    "funds.money_received": 30000,
}


def told() -> None:
    tell(ordered_steps(), lambda _: None)


def figures() -> dict[str, int]:
    return {fact: int(value) for fact, value in IssueFigure.objects.values_list("fact", "value")}


def state_of_everything() -> dict[str, object]:
    """What must be the same however the story was interrupted."""
    return {
        "balances": list(Account.objects.order_by("kind").values_list("kind", "balance")),
        "files": list(
            HardshipFile.objects.values("state").annotate(n=Count("pk")).values_list("state", "n")
        ),
        "payments": list(Payment.objects.order_by("key").values_list("state", "amount")),
        "register": list(
            RegisterLine.objects.values("kind")
            .annotate(n=Count("pk"), s=Sum("amount"))
            .order_by("kind")
            .values_list("kind", "n", "s")
        ),
        "figures": figures(),
        "pdf": Printed.objects.get().sha256,
    }


def test_the_brief_says_what_happened():
    told()
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
    told()
    for figure in IssueFigure.objects.all():
        assert figure.query.startswith("SELECT "), figure.fact
        if figure.unit == "元":
            assert sum(Decimal(r["value"]) for r in figure.records) == figure.value, figure.fact
        else:
            assert len(figure.records) == figure.value, figure.fact


def test_the_money_is_where_it_should_be():
    told()
    balances = dict(Account.objects.values_list("kind", "balance"))
    assert balances == {
        "granted": Decimal(-30000),
        "available": Decimal(11000),
        "reserved": Decimal(0),
        "spent": Decimal(19000),
    }
    assert Posting.objects.aggregate(total=Sum("amount"))["total"] == 0
    assert Target.objects.count() == 2
    assert Campaign.objects.get().state == "closed"


def test_the_enterprise_is_found_under_its_three_spellings():
    told()
    spellings = ["海利农药化工有限公司", "海利化工有限公司", "海利农药化工公司"]
    assert len({organisation_named(name).pk for name in spellings}) == 1
    assert Organisation.objects.count() == 20


def test_five_tasks_are_due_at_the_end_of_august():
    told()
    tasks = AssistanceTask.objects.values_list("agency__name", "due_on")
    assert {str(due) for _, due in tasks} == {"2008-08-31"}
    assert len({agency for agency, _ in tasks}) == 5


def test_the_editor_mended_the_copy_and_left_the_contribution():
    told()
    assert any("肃条" in str(one.blocks) for one in Contribution.objects.all())
    text = "".join(text_of(bytes(Printed.objects.get().pdf)))
    assert ("肃条" in text, "萧条" in text) == (False, True)


def test_a_ledger_line_can_say_why_it_exists():
    told()
    line = RegisterLine.objects.get(kind="aid", amount=13000)
    chain = [event.name for event in queries.why(line.event_id)]
    assert chain[0] == "aid.payment_paid"
    assert chain[-1] == "visits.visit_recorded"


def test_told_again_it_changes_nothing():
    told()
    before = (state_of_everything(), RecordedEvent.objects.count(), Entry.objects.count())
    told()
    assert (state_of_everything(), RecordedEvent.objects.count(), Entry.objects.count()) == before


def test_delivered_again_it_changes_nothing(drain):
    told()
    before = (state_of_everything(), RecordedEvent.objects.count())
    Delivery.objects.update(state="pending", starts=0, due_at="2000-01-01T00:00Z")
    drain()
    assert (state_of_everything(), RecordedEvent.objects.count()) == before


def test_cut_off_in_the_middle_it_goes_on_to_the_same_end(monkeypatch):
    steps = ordered_steps()

    class Cut(Exception):  # noqa: N818
        pass

    def cut() -> None:
        raise Cut

    for at in (5, 13, 20, 28):
        broken = [
            *steps[:at],
            type(steps[at])(**{**vars(steps[at]), "does": cut}),
            *steps[at + 1 :],
        ]
        with pytest.raises(Cut):
            tell(broken, lambda _: None)
    told()
    found = figures()
    assert {fact: found[fact] for fact in FIGURES} == FIGURES


def test_nothing_personal_is_in_events_trail_or_reasons():
    told()
    everything = (
        str(list(RecordedEvent.objects.values_list("payload", flat=True)))
        + str(list(Entry.objects.values_list("details", flat=True)))
        + str(list(Delivery.objects.values_list("last_error", flat=True)))
    )
    for family in (*FAMILIES, WARMTH_FAMILY):
        assert family[0] not in everything
    assert "430799" not in everything
    assert "1380000" not in everything
