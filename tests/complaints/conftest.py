"""A city office above a county: an enterprise complained about, people of each place."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from assistance.complaints import services
from assistance.complaints.models import Complaint, Inquiry
from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role

SAID = "桃源纺织厂的慰问金发给了科长的亲戚李红兵，没有困难"


@pytest.fixture
def office(
    root: Organisation,
    make_organisation: Callable[..., Organisation],
    person: Callable[..., User],
) -> SimpleNamespace:
    county = make_organisation("桃源县总工会", "union")
    factory = make_organisation("桃源纺织厂", parent=county)
    return SimpleNamespace(
        root=root,
        county=county,
        factory=factory,
        other=make_organisation("海利公司", parent=county),
        keeper=person(Role.OFFICE, county),
        second=person(Role.APPROVER, county),
        third=person(Role.OFFICE, county),
        desk=person(Role.UNION_STAFF, county),
        auditor=person(Role.AUDITOR, county),
        inside=person(Role.OFFICE, factory),
        city=person(Role.OFFICE),
        city_second=person(Role.APPROVER),
        city_auditor=person(Role.AUDITOR),
        city_admin=person(Role.ADMINISTRATOR),
        elsewhere=person(Role.OFFICE, make_organisation("临澧县总工会", "union")),
    )


@pytest.fixture
def tell(office: SimpleNamespace, at: Callable[..., object]) -> Callable[..., Complaint]:
    """Somebody writes on the public form on the 2nd of June 2008 where nothing else is said."""

    def told(on: str = "2008-06-02", **changes: object) -> Complaint:
        with at(on):
            values: dict[str, object] = {
                "by": None,
                "kind": "favouritism",
                "content": SAID,
                "who": "伍建国",
                "phone": "13807360009",
                "unit": office.factory,
                "base": office.county,
            }
            return services.receive_complaint(**(values | changes))  # type: ignore[arg-type]

    return told


@pytest.fixture
def accepted(office: SimpleNamespace, tell, at) -> Complaint:
    made = tell()
    with at("2008-06-05"):
        return services.accept_complaint(by=office.keeper, complaint=made)


@pytest.fixture
def looking(office: SimpleNamespace, accepted, at) -> Complaint:
    with at("2008-06-06"):
        services.assign_handler(by=office.keeper, complaint=accepted, handler=office.keeper)
    return Complaint.objects.get(pk=accepted.pk)


@pytest.fixture
def answer(office: SimpleNamespace, at) -> Callable[..., Inquiry]:
    def hand_in(complaint: Complaint, on: str = "2008-06-20", **changes: object) -> Inquiry:
        with at(on):
            values: dict[str, object] = {
                "by": office.keeper,
                "complaint": complaint,
                "report": "查阅名册并走访，李红兵确为科长表弟",
                "finding": "true",
                "measures": "收回慰问金，批评教育",
                "answer": "经查属实，款已收回，已批评教育经办人。",
            }
            return services.answer_complaint(**(values | changes))  # type: ignore[arg-type]

    return hand_in


@pytest.fixture
def closed(office: SimpleNamespace, looking, answer, at) -> Complaint:
    answer(looking)
    with at("2008-06-23"):
        services.close_complaint(by=office.second, complaint=looking)
    return Complaint.objects.get(pk=looking.pk)


def hold(user: User, organisation: Organisation, role: Role) -> User:
    """One more role of somebody, elsewhere than where they belong."""
    accounts.grant_role(by=None, user=user, organisation=organisation, role=role)
    return User.objects.get(pk=user.pk)
