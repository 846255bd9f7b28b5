"""What a family signs on its page: on the screen or on paper, a guardian for a child, opened on the record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assistance.households import services
from assistance.households.models import Consent
from assistance.households.rules import FormIn
from ground.audit.models import Entry
from ground.kernel import clock
from tests.files import samples

from .conftest import id_number, person_in


def picture(name):
    return SimpleUploadedFile(name, samples.picture(), "image/png")


@pytest.fixture
def family(office, opened):
    """A holder and a child of seven."""
    file = opened()
    born = f"{clock.today().year - 7}0301"
    services.write_form(
        by=office.keeper,
        file=file,
        content=FormIn(members=[person_in("child", "小花", id_number(31, born))]),
    )
    return file


def typed(member, **more):
    return {
        "member": str(member.pk),
        "purpose": "sensitive",
        "signed_on": str(clock.today()),
        "guardian": "",
    } | more


@pytest.mark.parametrize(
    ("way", "field", "said"),
    [("screen", "signature", "请签名"), ("paper", "photo", "请上传签署页")],
)
def test_one_of_the_two_is_asked_for(family, office, client_of, way, field, said):
    keeper = client_of(office.keeper)
    url = reverse("households:add_consent", args=[family.pk])
    holder = family.members.get(relation="holder")
    other = {"signature": "photo", "photo": "signature"}[field]
    refused = keeper.post(url, typed(holder, way=way) | {f"{other}-files": picture("a.png")})
    assert said in refused.text
    assert Consent.objects.count() == 0
    answer = keeper.post(url, typed(holder, way=way) | {f"{field}-files": picture("b.png")})
    assert answer.url == reverse("households:papers", args=[family.pk])
    signed = Consent.objects.get()
    assert (signed.way, signed.member, signed.guardian) == (way, holder, None)
    assert signed.stored.name == "b.jpg"


def test_a_guardian_signs_for_a_child_and_the_drawn_signature_waits(family, office, client_of):
    keeper = client_of(office.keeper)
    url = reverse("households:add_consent", args=[family.pk])
    child, holder = family.members.get(relation="child"), family.members.get(relation="holder")
    refused = keeper.post(
        url, typed(child, way="screen") | {"signature-files": picture("签名.png")}
    )
    assert "请选择监护人" in refused.text
    assert Consent.objects.count() == 0
    key = keeper.put(
        "/api/v1/files/8f0e4c1a-5c0b-4f6e-9a55-1f3c58d1a001",
        samples.picture(),
        content_type="application/octet-stream",
        headers={"X-File-Name": "a.png"},
    ).json()["key"]
    again = keeper.post(url, typed(child, way="screen") | {"signature": key}).text
    assert f'value="{key}"' in again  # still signed
    keeper.post(url, typed(child, way="screen", guardian=str(holder.pk)) | {"signature": key})
    assert Consent.objects.get().guardian == holder


def test_a_signature_is_opened_on_the_record(family, office, client_of):
    keeper = client_of(office.keeper)
    holder = family.members.get(relation="holder")
    keeper.post(
        reverse("households:add_consent", args=[family.pk]),
        typed(holder, way="screen") | {"signature-files": picture("签名.png")},
    )
    url = reverse("households:open_consent", args=[family.pk, Consent.objects.get().pk])
    assert url in keeper.get(reverse("households:papers", args=[family.pk])).text
    answer = keeper.get(url)
    assert answer["Content-Type"].startswith("image/")
    assert answer["Cache-Control"] == "no-store"
    assert Entry.objects.filter(action="file.consent_opened").count() == 1
    assert client_of(office.elsewhere).get(url).status_code == 404
    services.record_family_consents(by=office.keeper, file=family, signed_on=clock.today())
    unpictured = Consent.objects.filter(stored=None).first()
    closed = reverse("households:open_consent", args=[family.pk, unpictured.pk])
    assert keeper.get(closed).status_code == 404
