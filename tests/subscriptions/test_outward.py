"""What goes out: nothing that tells how a family is; every kind can be told, seen and routed."""

import json

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.audit.sealing import SealedField
from ground.events import declaring
from ground.events.declaring import fields_of
from ground.kernel.scanning import kinds_in
from ground.subscriptions import cloudevents, exchange, feed
from ground.subscriptions.declaring import share, shared
from ground.subscriptions.looks import words_for
from ground.subscriptions.models import FeedEntry
from runtime.story.changde import ordered_steps
from runtime.story.telling import tell

# Words and money that go out. Whoever adds one says here that it tells of no person.
GIVEN = {
    "accounts.organisation_added": {"kind"},
    "accounts.organisation_deactivated": {"kind"},
    "aid.batch_approved": {"amount"},
    "aid.batch_locked": {"amount"},
    "aid.batch_rejected": {"amount"},
    "aid.payment_planned": {"origin"},
    "aid.payment_released": {"origin"},
    "aid.payment_voided": {"origin"},
    "aid.payments_planned": {"origin"},
    "aid.payments_undone": {"was"},
    "banks.file_made": {"total"},
    "campaigns.campaign_published": {"kind"},
    "campaigns.enrolled": {"came_from"},
    "campaigns.roster_approved": {"amount"},
    "campaigns.stage_reached": {"state"},
    "criteria.ruleset_published": {"code"},
    "funds.allocation_received": {"amount"},
    "funds.allocation_refused": {"amount"},
    "funds.allocation_sent": {"amount"},
    "funds.balance_low": {"available"},
    "funds.book_sealed": {"hash"},
    "funds.limits_changed": {"kind"},
    "funds.money_received": {"amount"},
    "funds.money_returned": {"amount"},
    "funds.return_refused": {"amount"},
    "funds.return_sent": {"amount"},
    "funds.year_carried": {"amount"},
    "notices.notice_ended": {"state"},
    "planning.profile_changed": {"kind"},
    "problems.problem_raised": {"category"},
    "rounds.duty_missed": {"duty"},
    "stock.clearance_approved": {"value"},
    "stock.donation_received": {"value"},
    "stock.goods_moved": {"move"},
    "supervision.award_granted": {"kind"},
    "visits.visit_corrected": {"condolence_cash", "goods_value"},
    "visits.visit_recorded": {"condolence_cash", "goods_value"},
}
# Events that no other system hears of: the machine's own, and what cannot be seen by a scope.
INSIDE = {
    "accounts.account_closed",
    "accounts.membership_granted",
    "accounts.membership_withdrawn",
    "campaigns.publication_ended",
    "clock.day_began",
    "funds.more_to_seal",
    "jobs.job_asked",
    "jobs.job_ended",
    "reviews.bulk_done",
    "rights.file_stored_only",
    "supervision.commitment_signed",
    "visits.old_visits_imported",
}


def test_words_and_money_go_out_only_where_this_table_says_so():
    told = {
        name: {
            field
            for field in one.fields
            if type(fields_of(one.event)[field]).__name__ == "type"
            and fields_of(one.event)[field].__name__ in {"str", "Decimal"}
        }
        for name, one in shared().items()
    }
    assert {name: fields for name, fields in told.items() if fields} == GIVEN


def test_every_event_goes_out_or_is_named_as_staying_inside():
    ours = {name for name in declaring.declared() if not name.startswith("tests.")}
    assert ours - set(shared()) == INSIDE


@pytest.mark.parametrize("one", shared().values(), ids=lambda one: one.name)
def test_a_kind_has_words_and_an_organisation_to_be_routed_by(one):
    assert words_for(one.name) != one.name
    model = one.about
    for part in one.area.split("__") if one.area else ():
        field = model._meta.get_field(part)
        assert isinstance(field, ForeignKey)
        model = field.related_model
    assert not one.area or model is Organisation


def test_a_declaration_that_gives_what_is_not_there_is_refused():
    [one] = [one for one in shared().values() if one.name == "accounts.organisation_added"]
    with pytest.raises(ValueError, match="nothing to give"):
        share(one.event, needs=one.needs, gives=["name"])


@pytest.mark.django_db
def test_a_county_s_year_goes_out_without_anybody_in_it():
    """The story is told; each role reads all of it: no name, no sealed value, no number of a person."""
    tell(ordered_steps(), lambda _: None)
    people = _people()
    assert len(people) > 20
    told_names: set[str] = set()
    everything = list(FeedEntry.objects.order_by("pk").select_related("event"))
    for role in Role:
        for user in User.objects.filter(memberships__role=role, is_active=True).distinct()[:2]:
            seen = feed.seen(user, everything)
            told = cloudevents.told_to(user, [one for one in everything if one.pk in seen])
            text = json.dumps(told, ensure_ascii=False)
            assert kinds_in(text) == []
            assert [one for one in people if one in text] == []
            told_names |= {one["type"] for one in told}
    assert len(told_names) > 40
    keys = exchange.routing_keys(everything)
    routed = json.dumps([keys, cloudevents.told_to_all(everything)], ensure_ascii=False)
    assert [one for one in people if one in routed] == []
    assert set(keys) == {one.pk for one in everything}
    assert any(key.startswith("visits.visit_recorded.43.07") for key in keys.values())


def _people() -> set[str]:
    """Every name of a person on file, and everything that lies sealed."""
    found: set[str] = set()
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.local_fields
            if isinstance(field, SealedField)
            or (
                field.name in {"name", "full_name", "holder_name"}
                and model._meta.label in {"households.Member", "accounts.User", "pairing.Cadre"}
            )
        ]
        for row in model._default_manager.all()[:200] if names else ():
            found |= {str(getattr(row, name)) for name in names}
    return {one for one in found if len(one) > 1}
