"""Cadres of an agency: on the list once, sealed, leaving with a successor; an organisation renamed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.pairing import holding, services
from assistance.pairing.models import Cadre, ContactCard
from assistance.pairing.rules import NewCadre
from ground.events.models import RecordedEvent
from tests.pairing.examples import MOBILE, added, issued, item
from tests.pairing.test_services import refused


def test_a_cadre_is_on_the_list_once_and_sealed(active, at):
    cadre = added(active, at)
    about = {
        "by": active.office,
        "agency": active.lead,
        "name": " 王明 ",
        "joined_on": date(2008, 3, 4),
    }
    with at("2008-03-05"):
        assert refused(services.add_cadre, **about, mobile="138 0000 0001").code == "cadre_exists"
        assert refused(services.add_cadre, **about, mobile="12").code == "mobile_shape"
        enterprise = about | {"agency": active.haili}
        assert refused(services.add_cadre, **enterprise).code == "not_an_agency"
        services.add_cadre(**about)  # the same name without a telephone is another person
    with connection.cursor() as cursor:
        cursor.execute("SELECT mobile, mobile_hash FROM pairing_cadre WHERE id = %s", [cadre.pk])
        sealed, hashed = cursor.fetchone()
    assert MOBILE not in sealed
    assert hashed == services.mobile_hash(MOBILE)


def test_correcting_a_cadre_shows_no_telephone(active, at, client_of):
    cadre = added(active, at)
    client, url = client_of(active.office), f"/pairing/cadres/{cadre.pk}/change/"
    page = client.get(url).content.decode()
    assert MOBILE not in page
    assert "138****0001" in page
    said = {"name": "王明", "post": "处长", "mobile": ""}
    assert client.post(url, said).status_code == 302
    cadre.refresh_from_db()
    assert (cadre.post, cadre.mobile) == ("处长", MOBILE)
    assert "应为11位手机号" in client.post(url, said | {"mobile": "12"}).content.decode()
    client.post(url, said | {"mobile": "13800000009"})
    cadre.refresh_from_db()
    assert cadre.mobile == "13800000009"


def test_many_cadres_at_once_or_none(active, at):
    with at("2008-03-05"):
        rows = [
            NewCadre(agency=active.lead, name=f"干部{one}", joined_on=date(2008, 3, 4))
            for one in range(3)
        ]
        bad = [*rows, NewCadre(agency=active.lead, name=" ", joined_on=date(2008, 3, 4))]
        broken = refused(services.add_cadres, by=active.office, rows=bad)
        assert (broken.code, list(broken.fields)) == ("name_missing", ["rows.3"])
        assert len(services.add_cadres(by=active.office, rows=rows)) == 3
        assert refused(services.add_cadres, by=active.office, rows=rows).code == "cadre_exists"
    assert Cadre.objects.count() == 3


@pytest.fixture
def two_families(monkeypatch):
    """An app upstairs that knows of families: registered as it would be, for this test only."""
    monkeypatch.setattr(holding, "_held", [])
    bound = {}
    holding.holds_cadre("户结对家庭")(lambda cadre_id: bound.get(cadre_id, 0))
    return bound


def test_a_cadre_with_families_leaves_with_a_successor(active, at, two_families):
    leaving, taking = added(active, at), added(active, at, "李华", mobile="13800000002")
    two_families[leaving.pk] = 2
    with at("2008-06-02"):
        task = services.assign_task(
            by=active.liaison,
            group=active.group,
            agency=active.lead,
            content="协调",
            due_on=date(2008, 6, 20),
            cadre=leaving,
        )
        about = {"by": active.office, "cadre": leaving, "on": date(2008, 6, 2), "reason": "退休"}
        broken = refused(services.leave_cadre, **about)
        assert broken.code == "successor_missing"
        assert "2户结对家庭" in broken.message
        assert refused(services.leave_cadre, **about, successor=leaving).code == "successor_unfit"
        services.leave_cadre(**about, successor=taking)
        assert refused(services.leave_cadre, **about, successor=taking).code == "cadre_left"
    leaving.refresh_from_db()
    task.refresh_from_db()
    assert (leaving.left_on, leaving.successor) == (date(2008, 6, 2), taking)
    assert task.cadre == taking
    [told] = RecordedEvent.objects.filter(name="pairing.cadre_left")
    assert told.payload == {
        "cadre_id": leaving.pk,
        "agency_id": active.lead.pk,
        "left_on": "2008-06-02",
        "successor_id": taking.pk,
    }


def test_a_cadre_without_families_needs_none(active, at, two_families):
    cadre = added(active, at)
    with at("2008-06-02"):
        services.leave_cadre(by=active.office, cadre=cadre, on=date(2008, 6, 2))
    assert RecordedEvent.objects.get(name="pairing.cadre_left").payload["successor_id"] is None
    added(active, at)  # comes back: the same name and telephone may serve again


def test_renaming_and_closing_on_the_page_of_an_organisation(active, client_of, person, drain):
    client, url = client_of(person("administrator")), f"/admin/organisations/{active.haili.pk}/"
    assert client.post(f"{url}rename/", {"name": "海利化工股份公司"}).status_code == 302
    shown = client.get(url).content.decode()
    assert "海利化工股份公司" in shown
    assert "海利农药化工有限公司" in shown  # an alias now
    client.post(f"{url}deactivate/", {"reason": ""})
    active.haili.refresh_from_db()
    assert active.haili.is_active
    client.post(f"{url}deactivate/", {"reason": "破产"})
    drain()
    active.group.refresh_from_db()
    assert active.group.state == "ended"
    assert client_of(active.office).post(f"{url}rename/", {"name": "x"}).status_code == 403


def test_lists_grow_without_more_queries(active, at, client_of):
    client, counted = client_of(active.office), []
    urls = (
        "/pairing/cadres/",
        "/pairing/cards/",
        f"/pairing/{active.group.pk}/plan/",
        "/api/v1/pairing/cadres",
        "/api/v1/pairing/cards",
        f"/api/v1/pairing/groups/{active.group.pk}/plan",
        f"/api/v1/pairing/groups/{active.group.pk}/members",
    )
    for rows in (1, 3):
        for number in range(Cadre.objects.count(), rows):
            added(active, at, f"干部{number}", mobile=f"1380000001{number}")
            item(active, at, content=f"活动{number}")
            card = ContactCard.objects.in_force().first()
            if card:
                services.withdraw_card(by=active.office, card=card, reason="换")
            issued(active, at, names=[f"干部{number}"])
        queries = {}
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200, url
            queries[url] = len(captured)
        counted.append(queries)
    assert counted[0] == counted[1]
