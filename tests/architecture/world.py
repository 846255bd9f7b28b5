"""The story told, a person of each role in three places, and one row of whatever a route may name."""

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.test import Client

from assistance.aid import services as aid
from assistance.aid.models import Batch
from assistance.aid.rules.receipts import Hands
from assistance.applications import services as applications
from assistance.applications.services import Asked
from assistance.banks.models import BankAnswer, BankFile, BankTemplate
from assistance.complaints.models import Complaint, ComplaintPaper
from assistance.criteria.models import RuleSet
from assistance.funds import services as funds
from assistance.households.models import FamilyPair, FileMeeting, HardshipFile, WhatIf, WhatIfLine
from assistance.ledgers.models import HandOver, Output
from assistance.notices.models import NoticeLine, Objection
from assistance.pairing.models import (
    AssistanceTask,
    Cadre,
    CardPrint,
    TaskEvidence,
)
from assistance.problems.models import EnterpriseProblem, ProblemPhoto
from assistance.reviews.models import BulkRun, UnfiledFamily
from assistance.rights.models import Disposal, ImpactAssessment
from assistance.rounds import services as rounds
from assistance.rounds.rules import NewStop
from assistance.visits.models import Visit, VisitPhoto
from campaigns.models import Enrolment, VisitGroup, VisitRoute, VisitTarget
from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.files import services as files
from ground.files.models import StoredFile
from ground.intake import services as intake
from ground.intake.models import Intake
from ground.jobs.models import Job
from ground.kernel import clock
from ground.privacy.models import Release
from ground.subscriptions import services as subscriptions
from runtime.story import supermarket
from runtime.story.changde import ordered_steps
from runtime.story.people import PASSWORD
from runtime.story.telling import tell
from tests.files import samples


def build_world() -> dict[tuple[str, Role], str]:
    """The session of each role at the story's root, in another county of it, in another city."""
    tell([*ordered_steps(), *supermarket.steps()], lambda _: None)
    root = Organisation.objects.get(depth=1)
    neighbour = accounts.add_organisation(by=None, name="邻市“双联”办", kind="link_office")
    county = accounts.add_organisation(
        by=None, name="邻县“双联”办", kind="link_office", parent=root
    )
    people = {}
    for where, organisation in (
        ("inside", root),
        ("beside", county),
        ("outside", neighbour),
    ):
        for role in Role:
            user = accounts.add_user(
                by=None,
                username=f"walk-{where}-{role.value}",
                full_name="行路人",
                password=PASSWORD,
                organisation=organisation,
            )
            accounts.grant_role(by=None, user=user, organisation=organisation, role=role)
            people[where, role] = signed_in(user)
    owner = User.objects.get(username="walk-inside-administrator")
    accounts.issue_api_key(
        by=owner, owner=owner, label="走查", permissions=[], expires_on=date(2999, 1, 1)
    )
    walked = User.objects.get(username="walk-inside-office")
    _set_up_a_webhook(owner, walked)
    intake.send_workbook(
        by=walked,
        kind="planning.agencies",
        organisation=root,
        name="名单.csv",
        content="单位名称\n市走查局\n".encode(),
    )
    Job.objects.create(kind="walk", title="走查", organisation=root, asked_by=owner)
    photo = files.keep(by=owner, content=samples.picture(), name="厂区.jpg")
    VisitPhoto.objects.create(visit=Visit.objects.earliest("pk"), file=photo, index=0)
    ProblemPhoto.objects.create(problem=EnterpriseProblem.objects.earliest("pk"), file=photo)
    task = AssistanceTask.objects.earliest("pk")
    ComplaintPaper.objects.create(complaint=Complaint.objects.earliest("pk"), stored=photo)
    TaskEvidence.objects.create(task=task, file=photo, added_by=owner, added_at=clock.now())
    CardPrint.objects.create(year=2008, part=1, cards=1, file=photo, asked_by=owner, job=uuid4())
    cadre = Cadre.objects.create(agency=task.agency, name="走查员", joined_on=date(2008, 1, 2))
    helped = Enrolment.objects.earliest("pk")
    group = VisitGroup.objects.create(
        campaign=helped.campaign, name="走查组", agency=task.agency, made_by=owner
    )
    route = VisitRoute.objects.create(group=group, on=date(2008, 1, 30))
    VisitTarget.objects.create(route=route, enrolment=helped, place=1)
    family = HardshipFile.objects.earliest("pk")
    FamilyPair.objects.create(file=family, cadre=cadre, from_on=date(2008, 6, 1))
    whatif = WhatIf.objects.create(
        ruleset=RuleSet.objects.earliest("pk"),
        organisation=root,
        asked_by=owner,
        job_key=uuid4(),
        on=date(2008, 6, 1),
        files=1,
    )
    WhatIfLine.objects.create(
        whatif=whatif,
        file=family,
        movement="near",
        recorded="deep",
        ruled="deep",
        tried="borderline",
    )
    UnfiledFamily.objects.create(
        unit=family.unit,
        found_on=date(2008, 6, 1),
        source="visit",
        name="走查户",
        recorded_by=walked,
    )
    BulkRun.objects.create(
        action="propose",
        words="走查",
        inputs={"cause": "moved", "reason": "走查"},
        organisation=root,
        made_by=walked,
    )
    disposal = Disposal.objects.create(
        organisation=root, proposed_by=owner, proposed_on=date(2008, 6, 2)
    )
    disposal.lines.create(file=family, ended_on=date(1998, 1, 2), kept_until=date(2008, 1, 2))
    ImpactAssessment.objects.create(
        organisation=root, on=date(2008, 6, 2), figures={}, made_by=owner
    )
    release = Release.objects.create(
        code="WALKWALK", by=walked, organisation=root, title="走查", at=clock.now()
    )
    output = Output.objects.create(
        kind="ledgers.roster",
        title="走查",
        organisation=root,
        personal=False,
        rows=1,
        file=photo,
        release=release,
        made_by=walked,
        made_at=clock.now(),
    )
    HandOver.objects.create(
        organisation=root,
        number=1,
        output=output,
        made_by=walked,
        made_at=clock.now(),
        added=0,
        changed=0,
        ended=0,
    )
    FileMeeting.objects.create(
        organisation=root,
        held_on=date(2008, 6, 1),
        people="走查员",
        minutes=photo,
        recorded_by=walked,
    )
    line = NoticeLine.objects.earliest("pk")
    Objection.objects.create(
        line=line, raised_on=date(2008, 6, 1), content="走查", taken_at=clock.now()
    )
    asking = applications.open_application(
        by=User.objects.get(username="walk-inside-union_staff"),
        file=HardshipFile.objects.filter(state="active").earliest("pk"),
        asked=Asked(aid_type="living"),
    )
    applications.add_paper(by=walked, application=asking, kind="application", stored=photo)
    rounds.plan_round(
        by=walked,
        organiser=root,
        theme="走查",
        leader_name="走查员",
        starts_on=date(2008, 6, 1),
        ends_on=date(2008, 6, 1),
        stops=[NewStop(task.link_point, date(2008, 6, 1))],
    )
    _pass_money(root, photo)
    _sign_for_one(Batch.objects.earliest("pk"), walked, photo)
    # Of a cash batch, which no service would give one: what a route may name.
    batch = Batch.objects.earliest("pk")
    BankFile.objects.create(
        number="DF2008-000001",
        batch=batch,
        template=BankTemplate.objects.earliest("pk"),
        name="DF2008-000001.xlsx",
        lines=1,
        total=1,
        size=1,
        sha256="0" * 64,
        made_by=owner,
        made_on=date(2008, 6, 2),
    )
    BankAnswer.objects.create(
        intake=Intake.objects.earliest("pk"), taken_by=owner, taken_on=date(2008, 6, 2)
    )
    return people


def _sign_for_one(batch: Batch, by: User, photo: StoredFile) -> None:
    """One payment of the story's batch is signed for on a photographed list."""
    aid.record_paper(
        by=by,
        batch=batch,
        kind="list",
        files=[photo],
        payments=[batch.payments.earliest("pk").pk],
        said=aid.Said(signed_on=clock.today(), hands=Hands("走查员", "见证人"), signer="单位代表"),
    )


def _pass_money(root: Organisation, paper: StoredFile) -> None:
    """From the root's source to a third county, a part of it back, the rest into the next year."""
    giver = User.objects.get(username="walk-inside-finance")
    county = accounts.add_organisation(by=None, name="第三县总工会", kind="union", parent=root)
    taker = accounts.add_user(
        by=None,
        username="walk-third-finance",
        full_name="行路人",
        password=PASSWORD,
        organisation=county,
    )
    accounts.grant_role(by=None, user=taker, organisation=county, role=Role.FINANCE)
    today = clock.today()
    source = funds.open_source(
        by=giver, organisation=giver.organisation, kind="own", name="走查", year=today.year - 1
    )
    funds.receive_money(by=giver, source=source, amount="100", on=today, summary="走查")
    funds.add_papers(by=giver, source=source, papers=[paper])
    sent = funds.allocate(
        by=giver, source=source, to=county, amount="100", purpose="走查", on=today
    )
    below = funds.confirm_allocation(by=taker, allocation=sent, on=today)
    back = funds.return_money(by=taker, source=below, amount="40", why="走查", on=today)
    funds.confirm_return(by=giver, returned=back, on=today)
    funds.carry_over(by=taker, organisation=county, year=below.year, total="60")


def signed_in(user: User) -> str:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _set_up_a_webhook(by: User, owner: User) -> None:
    webhook, _ = subscriptions.add_subscription(
        by=by,
        owner=owner,
        label="走查",
        address="https://8.8.8.8/hook",  # a number: nobody is asked what it stands for
        types=["visits.visit_recorded"],
    )
    subscriptions.test_subscription(by=by, subscription=webhook)
