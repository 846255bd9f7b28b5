"""Cadres and their successors; work plans that become tasks; cards that are renewed and void."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.pairing import holding, queries, services
from assistance.pairing.cardpress import RELATED, cards_pdf
from assistance.pairing.models import AssistanceTask, Cadre, CardPrint, ContactCard
from assistance.pairing.queries import card_of, own_activities, token_of
from assistance.pairing.rules import NewCadre, NewHolder
from ground.briefs.typesetting import page_images, text_of
from ground.events.models import RecordedEvent
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.web.workbench import waiting_for
from tests.pairing.test_services import refused

MOBILE = "13800000001"


def added(world, at, name="王明", agency=None, mobile=MOBILE):
    with at("2008-03-04"):
        return services.add_cadre(
            by=world.office,
            agency=agency or world.lead,
            name=name,
            mobile=mobile,
            post="科长",
            joined_on=date(2008, 3, 4),
        )


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


def item(world, at, **other):
    about = {
        "by": world.liaison,
        "group": world.group,
        "kind": "own",
        "agency": world.member,
        "content": "安全培训",
        "due_on": date(2008, 9, 1),
    }
    with at("2008-05-06"):
        return services.write_plan_item(**(about | other))


def test_a_line_of_the_plan_becomes_a_task(active, at):
    line = item(active, at)
    with at("2008-06-02"):
        about = {"by": active.liaison, "item": line}
        task = services.assign_plan_item(**about)
        assert refused(services.assign_plan_item, **about).code == "item_settled"
        assert refused(services.drop_plan_item, **about).code == "item_settled"
    assert (task.content, task.agency, task.due_on) == (
        "安全培训",
        active.member,
        date(2008, 9, 1),
    )
    line.refresh_from_db()
    assert line.task == task


def test_what_a_plan_refuses(active, at, make_organisation):
    line = item(active, at)

    def code(**other):
        with at("2008-05-06"):
            about = {
                "by": active.liaison,
                "group": active.group,
                "kind": "own",
                "agency": active.member,
                "content": "座谈",
                "due_on": date(2008, 9, 1),
            }
            return refused(services.write_plan_item, **(about | other)).code

    assert code(content=" ") == "item_empty"
    assert code(agency=active.stranger) == "agency_not_in_group"
    assert code(due_on=date(2009, 1, 1)) == "due_outside_year"
    assert code(content="安全培训") == "item_exists"
    services.drop_plan_item(by=active.liaison, item=line)
    assert refused(services.drop_plan_item, by=active.liaison, item=line).code == "item_gone"


def test_each_member_holds_activities_of_its_own(active, at):
    line = item(active, at)
    item(active, at, kind="joint", content="集体走访")

    def targets():
        return {one.agency: (one.planned, one.done, one.is_met) for one in own_activities(group)}

    group = active.group
    assert targets() == {active.lead: (0, 0, False), active.member: (1, 0, False)}
    with at("2008-06-02"):
        done = {"by": active.liaison, "item": line, "done_on": date(2008, 6, 1)}
        assert refused(services.finish_plan_item, **done, note="").code == "note_missing"
        services.finish_plan_item(**done, note="培训32人")
    assert targets()[active.member] == (1, 1, True)


def issued(world, at, names=("王明",)):
    holders = [NewHolder(agency_id=world.lead.pk, name=one, phone=MOBILE) for one in names]
    with at("2008-03-05"):
        return services.issue_card(
            by=world.office, group=world.group, holders=holders, promises="三日内答复"
        )


def test_a_card_is_issued_renewed_and_void(active, at):
    card = issued(active, at)
    token = token_of(card)
    assert token == token_of(card)
    assert card_of(token) == card
    assert card_of(f"{token}x") is None
    assert card_of("forged") is None
    holder = NewHolder(agency_id=active.member.pk, name="李华", phone="0736-7000000")
    about = {"by": active.office, "holders": [holder]}
    with at("2008-05-01"):
        again = refused(services.issue_card, group=active.group, **about)
        assert again.code == "card_in_force"
        new = services.renew_card(card=card, **about)
        assert refused(services.renew_card, card=card, **about).code == "card_withdrawn"
    assert (new.replaces, card_of(token)) == (card, None)
    services.withdraw_card(by=active.office, card=new, reason="印错")
    assert card_of(token_of(new)) is None
    assert ContactCard.objects.in_force().count() == 0


def test_a_card_names_people_of_the_group(active, at):
    def code(*holders, **other):
        return refused(
            services.issue_card, by=active.office, group=active.group, holders=holders, **other
        ).code

    good = NewHolder(agency_id=active.lead.pk, name="王明", phone=MOBILE)
    assert code() == "card_names_nobody"
    assert code(*[good] * 7) == "card_too_full"
    assert code(NewHolder(agency_id=active.lead.pk, name="王明", phone="")) == "holder_incomplete"
    outside = NewHolder(agency_id=active.stranger.pk, name="王明", phone=MOBILE)
    assert code(outside) == "agency_not_in_group"
    assert code(good, promises="长" * 151) == "promises_too_long"
    assert ContactCard.objects.count() == 0


def test_a_card_goes_with_its_group(active, at):
    card = issued(active, at)
    with at("2008-06-30"):
        services.end_group(by=active.leader, group=active.group, ends_on=date(2008, 6, 30))
    card.refresh_from_db()
    assert (card.withdrawn_on, card_of(token_of(card))) == (date(2008, 6, 30), None)


def test_a_stale_card_asks_to_be_renewed(active, at):
    cadre = added(active, at)
    with at("2008-03-05"):
        services.issue_cards(by=active.office, groups=[active.group])
    card = ContactCard.objects.get()
    assert [one.name for one in card.holders.all()] == ["王明"]
    asked = "换发联系卡：海利农药化工有限公司"
    with at("2008-06-02"):
        assert asked not in [one.title for one in waiting_for(active.liaison)]
        services.leave_cadre(by=active.office, cadre=cadre, on=date(2008, 6, 2))
        assert asked in [one.title for one in waiting_for(active.liaison)]
    assert queries.cards_in_lists(ContactCard.objects.all()).get().is_stale is True


def test_cards_for_a_whole_year_and_their_files(active, at, drain, client_of, person):
    added(active, at, "李华", active.member, "13800000002")
    added(active, at)
    with at("2008-03-05"):
        [card] = services.issue_cards(by=active.office, groups=[active.group], hotline="12351")
        assert services.issue_cards(by=active.office, groups=[active.group]) == []
        assert [one.name for one in card.holders.all()] == ["王明", "李华"]  # the lead first
        client = client_of(active.office)
        answer = client.post("/pairing/cards/prints/", {"year": "2008"})
        drain()
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/jobs/{job.key}/"
    assert (job.state, job.outcome) == ("done", {"cards": 1, "files": 1})
    printed = CardPrint.objects.get()
    url = f"/pairing/cards/prints/{printed.pk}/"
    assert client.get(url).content[:5] == b"%PDF-"
    assert client_of(person("office")).get(url).status_code == 404
    assert (
        "没有在用的联系卡"
        in client.post("/pairing/cards/prints/", {"year": "1999"}, follow=True).content.decode()
    )
    failed = jobs.ask(
        by=active.office,
        kind="pairing.print_cards",
        title="1999",
        organisation=active.office.organisation,
        inputs={"year": 1999},
    )
    drain()
    failed.refresh_from_db()
    assert (failed.state, "请先发放" in failed.message) == ("failed", True)


def test_the_card_on_paper(active, at):
    issued(active, at, names=("王明", "李华"))
    cards = ContactCard.objects.select_related(*RELATED).prefetch_related("holders__agency")
    pdf = cards_pdf(cards, "a6")
    text = "".join(text_of(pdf))
    for words in ("“双联”联系卡", "海利农药化工有限公司", "王明", MOBILE, "三日内答复", "扫一扫"):
        assert words in text
    assert len(page_images(pdf, 400)) == 1
    assert len(page_images(cards_pdf(list(cards) * 5, "a4"), 400)) == 2


def test_pages_of_cards_and_cadres(active, at, client_of):
    cadre = added(active, at)
    client, office = client_of(active.outsider), client_of(active.office)
    card = issued(active, at)
    for url in (
        f"/pairing/cadres/{cadre.pk}/",
        f"/pairing/cadres/{cadre.pk}/leave/",
        f"/pairing/cards/{card.pk}/",
        f"/pairing/cards/{card.pk}/pdf/",
        f"/pairing/{active.group.pk}/plan/",
    ):
        assert client.get(url).status_code == 404, url
        assert office.get(url).status_code == 200, url
    for url in ("/pairing/cadres/", f"/pairing/cadres/{cadre.pk}/", f"/pairing/cards/{card.pk}/"):
        shown = office.get(url).content.decode()
        assert "王明" in shown, url
        assert MOBILE not in shown, url
    assert (
        "王明"
        not in client.get("/pairing/cadres/?q=王明")
        .content.decode()
        .split("<main")[1]
        .split("没有符合")[-1]
    )
    reveal = f"/pairing/cadres/{cadre.pk}/mobile/"
    assert office.post(reveal).status_code == 422
    assert office.post(reveal, {"reason": "联系走访"}).content.decode() == MOBILE
    assert client.post(reveal, {"reason": "好奇"}).status_code == 404


def test_issuing_a_card_on_its_page(active, at, client_of):
    added(active, at)
    client, url = client_of(active.liaison), f"/pairing/{active.group.pk}/card/"
    assert 'value="王明"' in client.get(url).content.decode()
    form = {
        "promises": "三日内答复",
        "hotline": "12351",
        "holders-TOTAL_FORMS": "2",
        "holders-INITIAL_FORMS": "1",
        "holders-0-agency": str(active.lead.pk),
        "holders-0-name": "王明",
        "holders-0-phone": "",
        "holders-1-agency": "",
        "holders-1-name": "",
        "holders-1-phone": "",
    }
    with at("2008-03-06"):
        kept = client.post(url, form).content.decode()
        assert "三日内答复" in kept
        assert ContactCard.objects.count() == 0
        answer = client.post(url, form | {"holders-0-phone": MOBILE})
    card = ContactCard.objects.get()
    assert answer.headers["Location"] == f"/pairing/cards/{card.pk}/"
    assert client.get(url).status_code == 200
    emptied = form | {"holders-0-agency": "", "holders-0-name": "", "holders-0-phone": ""}
    renewing = client.post(f"/pairing/cards/{card.pk}/renew/", emptied).content.decode()
    assert "至少写明一名联系人" in renewing
    assert ContactCard.objects.count() == 1
    assert AssistanceTask.objects.count() == 0


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
