"""A scheme: published, replaced by a new version, its targets signed by both sides."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.supervision import queries, services
from assistance.supervision.models import (
    Score,
    Sheet,
    TargetCommitment,
)
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db


def names():
    return list(
        RecordedEvent.objects.filter(name__startswith="supervision.")
        .order_by("pk")
        .values_list("name", flat=True)
    )


def test_publishing_gives_every_agency_a_sheet_targets_and_scores_and_nobody_else(published):
    sheets = Sheet.objects.filter(scheme=published.scheme)
    assert {sheet.agency for sheet in sheets} == {published.lead, published.member, published.apart}
    assert TargetCommitment.objects.count() == 3
    assert Score.objects.count() == 15
    assert names() == ["supervision.scheme_published"]


def test_marks_that_do_not_add_up_are_not_published(drafted, at):
    with at("2008-01-10"):
        scheme = services.edit_scheme(
            by=drafted.editor,
            scheme=drafted.scheme,
            title="考核办法",
            full_marks=Decimal(110),
            self_score_from=date(2008, 12, 1),
            self_score_until=date(2008, 12, 10),
            items=queries.item_rows(drafted.scheme),
        )
        with pytest.raises(RuleBroken, match="合计100分，应等于满分110分"):
            services.publish_scheme(by=drafted.editor, scheme=scheme)
    assert Sheet.objects.count() == 0


def test_a_new_version_takes_the_place_of_one_nobody_has_begun_to_score(published, at):
    with at("2008-02-01"):
        second = services.revise_scheme(by=published.editor, scheme=published.scheme)
        assert (second.version, second.copied_from_id) == (2, published.scheme.pk)
        assert queries.item_rows(second) == queries.item_rows(published.scheme)
        services.publish_scheme(by=published.editor, scheme=second)
    published.scheme.refresh_from_db()
    assert published.scheme.state == "superseded"
    assert queries.scheme_at_work(published.office, 2008) == second


def test_a_version_does_not_take_the_place_of_one_that_is_being_scored(scoring, at):
    with at("2008-12-02"):
        second = services.revise_scheme(by=scoring.editor, scheme=scoring.scheme)
        with pytest.raises(RuleBroken, match="目前处于“自评”"):
            services.publish_scheme(by=scoring.editor, scheme=second)
    second.refresh_from_db()
    assert second.state == "draft"


def test_targets_are_signed_by_the_agency_and_then_by_the_office(published, at):
    commitment = published.sheet().commitment
    with at("2008-01-12"):
        services.set_targets(
            by=published.editor,
            commitment=commitment,
            targets={"1": Decimal(12)},
            promises="走访12次",
        )
        with pytest.raises(RuleBroken, match="没有待签订"):
            services.sign_for_office(
                by=published.editor, scheme=published.scheme, signatory="钟远山"
            )
        services.sign_for_agency(by=published.liaison, commitment=commitment, signatory="林红")
        with pytest.raises(RuleBroken, match="已签订，目标不能再改"):
            services.set_targets(
                by=published.editor, commitment=commitment, targets={}, promises=""
            )
        signed = services.sign_for_office(
            by=published.editor, scheme=published.scheme, signatory="钟远山"
        )
    assert signed == 1
    commitment.refresh_from_db()
    assert (commitment.agency_signatory, commitment.office_signatory) == ("林红", "钟远山")
    assert "supervision.commitment_signed" in names()


@pytest.mark.parametrize("targets", [{"2": Decimal(1)}, {"9": Decimal(1)}, {"1": Decimal(0)}])
def test_targets_for_what_has_none_are_refused(published, targets):
    commitment = published.sheet().commitment
    with pytest.raises(RuleBroken):
        services.set_targets(
            by=published.editor, commitment=commitment, targets=targets, promises=""
        )
    commitment.refresh_from_db()
    assert commitment.targets == {}
