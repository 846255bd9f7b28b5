"""A short story for the tests of faults: one visit, two families, one batch, one brief, in a world apart.

What a person on the web would do goes through the API, by a client that sends again when there is no
answer; the rest goes through the services, step by step, each once whatever the database does meanwhile.
Each story has its own root, people and days, so that many can be told in one database and compared.
"""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from assistance.aid import services as aid
from assistance.aid.models import Batch, Payment, RegisterLine
from assistance.funds import services as funds
from assistance.funds.models import Account, Entry, FundSource
from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.households.rules import FormIn
from assistance.notices import services as notices
from assistance.pairing import services as pairing
from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.briefs import services as briefs
from ground.briefs.models import Issue, IssueFigure, Printed
from ground.events import services as events
from ground.kernel import clock
from runtime.story.people import PASSWORD, id_number
from runtime.story.telling import carry, insist, once

Post = Callable[[str, str, dict[str, Any] | None], tuple[int, Any]]
CASH = Decimal(500)
ROLES = [
    Role.LIAISON, Role.UNION_STAFF, Role.APPROVER, Role.FINANCE, Role.OFFICE, Role.LEADER,
]  # fmt: skip
THROUGH_THE_API = {
    Role.LIAISON: "visits.record_visit",
    Role.APPROVER: "aid.approve_batch",
    Role.FINANCE: "aid.pay_batch",
    Role.LEADER: "briefs.sign_issue",
}

_FORM = {
    "category": "deep",
    "tier": "county",
    "primary_cause": "6",
    "situation": "家庭困难",
    "annual_income": "9000",
    "rigid_expenses": "5000",
    "mobile": "13800000000",
    "address": "示例路1号",
}


def short_story(number: int, post: Post) -> None:
    """Tell story `number` to its end; everything it set off has come to rest."""
    today = clock.today()
    first_day = today + timedelta(days=30 * (number + 1))  # on days that no other story uses
    passed = first_day + timedelta(days=20)
    once(f"{number} began", lambda: _world(number))
    keys = insist(lambda: _keys(number))
    _insist(post, keys[Role.LIAISON], "/visits", insist(lambda: _visit(number, today)))
    carry()
    once(f"{number} filed", lambda: _file_families(number, first_day))
    carry()
    with clock.standing_at(clock.at_hour(passed)):
        insist(lambda: events.begin_day(passed))
        carry()
        once(f"{number} approved", lambda: _approve_families(number))
    carry()
    once(f"{number} set out a batch", lambda: _make_batch(number))
    batch = insist(lambda: Batch.objects.get(source__organisation__name=_root_name(number)))
    _insist(post, keys[Role.APPROVER], f"/aid/batches/{batch.pk}/approve", None)
    _insist(post, keys[Role.FINANCE], f"/aid/batches/{batch.pk}/pay", None)
    carry()
    once(f"{number} wrote an issue", lambda: _write_issue(number, today))
    issue = insist(lambda: Issue.objects.get(series__organisation__name=_root_name(number)))
    _insist(post, keys[Role.LEADER], f"/briefs/issues/{issue.pk}/sign", None)
    carry()


def outcome(number: int) -> dict[str, Any]:
    """What story `number` has left: ledger, files, payments, register, figures, pages."""
    root = _root(number)
    here = {"unit__path__startswith": root.path}
    at = {"link_point__path__startswith": root.path}
    accounts_here = Account.objects.filter(source__organisation=root)
    issue = Issue.objects.get(series__organisation=root)
    return {
        "ledger": {
            kind: str(balance) for kind, balance in accounts_here.values_list("kind", "balance")
        },
        "entries": Entry.objects.filter(postings__account__in=accounts_here).distinct().count(),
        "files": dict(
            HardshipFile.objects.filter(**here).values_list("state").annotate(n=Count("pk"))
        ),
        "payments": [
            (state, str(amount))
            for state, amount in Payment.objects.filter(**at).values_list("state", "amount")
        ],
        "register": {
            kind: (n, str(total))
            for kind, n, total in RegisterLine.objects.filter(**at)
            .values_list("kind")
            .annotate(n=Count("pk"), total=Sum("amount"))
            .order_by("kind")
        },
        "figures": {
            key: str(value)
            for key, value in IssueFigure.objects.filter(issue=issue).values_list("key", "value")
        },
        "pages": Printed.objects.get(issue=issue).pages,
    }


def _world(number: int) -> None:
    root = accounts.add_organisation(by=None, name=_root_name(number), kind="link_office")
    agency = accounts.add_organisation(by=None, name="参联单位", kind="agency", parent=root)
    link_point = accounts.add_organisation(by=None, name="企业", kind="enterprise", parent=root)
    for role in ROLES:
        user = accounts.add_user(
            by=None,
            username=f"{role.value}-{number}",
            full_name=role.label,
            password=PASSWORD,
            organisation=root,
        )
        accounts.grant_role(by=user, user=user, organisation=root, role=role)
    source = funds.open_source(
        by=_who(Role.FINANCE, number),
        organisation=root,
        kind="own",
        name="经费",
        year=clock.today().year,
    )
    funds.receive_money(
        by=_who(Role.FINANCE, number),
        source=source,
        amount=Decimal(10000),
        on=clock.today(),
        summary="到账",
    )
    group = pairing.propose_group(
        by=_who(Role.OFFICE, number),
        year=clock.today().year,
        link_point=link_point,
        lead_agency=agency,
        members=[agency],
        starts_on=clock.today(),
    )
    pairing.approve_group(by=_who(Role.LEADER, number), group=group)


def _keys(number: int) -> dict[Role, str]:
    """Keys of those who go through the API; asked for again, they are others."""
    keys: dict[Role, str] = {}
    for role, permission in THROUGH_THE_API.items():
        user = _who(role, number)
        _, keys[role] = accounts.issue_api_key(
            by=user,
            owner=user,
            label="故事",
            permissions=[permission],
            expires_on=clock.today() + timedelta(days=2),
        )
    return keys


def _visit(number: int, on: date) -> dict[str, Any]:
    root = _root(number)
    return {
        "key": str(uuid.uuid5(uuid.NAMESPACE_OID, f"short story {number}")),
        "kind": "condolence",
        "agency_id": _below(root, "agency").pk,
        "link_point_id": _below(root, "enterprise").pk,
        "visited_on": on.isoformat(),
        "visitors": "联络员",
        "situation": "走访慰问",
        "condolence_cash": str(CASH),
        "families": [
            {"worker_name": "甲某", "hardship": "患病", "id_no": _id(number, 1)},
            {"worker_name": "乙某", "hardship": "失业", "id_no": _id(number, 2)},
        ],
    }


def _file_families(number: int, first_day: date) -> None:
    """From clue to public notice."""
    union, approver = _who(Role.UNION_STAFF, number), _who(Role.APPROVER, number)
    files = _files(number)
    with clock.standing_at(clock.at_hour(first_day)):
        for file in files:
            filled = households.write_form(by=union, file=file, content=FormIn(head=_FORM))
            households.record_family_consents(by=union, file=filled, signed_on=first_day)
            households.submit_file(by=union, file=filled)
            households.review_file(by=union, file=file)
            households.investigate_file(by=union, file=file, investigators=["甲", "乙"])
            households.check_file(by=union, file=file)
        notices.set_desk(
            by=approver, organisation=union.organisation, phone="0736-7700008", contact="帮扶中心"
        )
        notices.post_notice(
            by=union, organisation=union.organisation, files=files, title="建档公示", place="公示栏"
        )


def _approve_families(number: int) -> None:
    for file in _files(number):
        households.approve_file(by=_who(Role.APPROVER, number), file=file)


def _make_batch(number: int) -> None:
    root = _root(number)
    batch = aid.make_batch(
        by=_who(Role.UNION_STAFF, number),
        name="慰问",
        source=FundSource.objects.get(organisation=root),
        payments=list(Payment.objects.filter(link_point__path__startswith=root.path)),
    )
    aid.check_batch(by=_who(Role.FINANCE, number), batch=batch)


def _write_issue(number: int, today: date) -> None:
    root, editor = _root(number), _who(Role.OFFICE, number)
    series = briefs.found_series(
        by=editor, organisation=root, title=f"简报·{number:04d}", issuer="“双联”办编"
    )
    issue = briefs.start_issue(
        by=editor,
        series=series,
        year=today.year,
        starts_on=today,
        ends_on=today + timedelta(days=1),
    )
    contribution = briefs.send_contribution(
        by=editor,
        organisation=root,
        title="走访慰问",
        blocks=[{"kind": "paragraph", "text": "走访慰问困难职工。"}],
    )
    briefs.adopt(by=editor, issue=issue, contribution=contribution, section="工作动态")
    briefs.submit_issue(by=editor, issue=issue)


def _insist(post: Post, key: str, path: str, body: dict[str, Any] | None) -> None:
    """Send until it is done. An answer may be lost after the deed: then the state says that it is done."""
    status, answer = post(key, path, body)
    done_before = status == 422 and "state" in str(answer.get("code"))  # noqa: PLR2004
    if status not in {200, 201} and not done_before:
        raise AssertionError(f"POST {path}: {status} {answer}")


def _id(number: int, family: int) -> str:
    """Synthetic and different for each story and family."""
    born = date(1950, 1, 1) + timedelta(days=number)
    return id_number(f"{born:%Y%m%d}", family)


def _files(number: int) -> list[HardshipFile]:
    files = HardshipFile.objects.filter(unit__path__startswith=_root(number).path)
    return list(files.order_by("pk"))


def _root(number: int) -> Organisation:
    return Organisation.objects.get(name=_root_name(number))


def _below(root: Organisation, kind: str) -> Organisation:
    return Organisation.objects.get(path__startswith=root.path, kind=kind)


def _who(role: Role, number: int) -> User:
    return User.objects.get(username=f"{role.value}-{number}")


def _root_name(number: int) -> str:
    return f"故事办·{number:04d}"
