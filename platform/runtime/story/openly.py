"""What was done is told openly, and somebody complains: both are made up, the brief tells of neither."""

from datetime import date
from uuid import uuid5

from assistance.complaints import services as complaints
from assistance.complaints.models import Complaint
from assistance.households import services as households
from assistance.households.models import HardshipFile, Member
from campaigns import services as campaigns
from campaigns.models import Campaign, Publication
from campaigns.queries.publishing import told_of
from runtime.story import pictures
from runtime.story.people import TAOYUAN
from runtime.story.scene import SPACE, place, who
from runtime.story.telling import Step

COMMUNITY = "漳江镇莲花湖社区"
DOUBT = "社区发慰问金时，我看到有一户开着门面的也领到了，请查一查是怎么定的名单。"
SLOW = "二月交的困难申请到现在没有回音，打电话问也说不清楚，请帮忙问一下办到哪一步了。"


def told() -> None:
    """On the public page, without a name."""
    complaints.receive_complaint(
        by=None,
        key=uuid5(SPACE, "complaint"),
        kind="favouritism",
        content=DOUBT,
        unit=place(COMMUNITY),
        base=place(TAOYUAN),
    )


def taken_up() -> None:
    complaint = complaints.accept_complaint(by=who("taoyuan"), complaint=_first())
    complaints.assign_handler(by=who("editor"), complaint=complaint, handler=who("taoyuan"))


def answered() -> None:
    complaints.answer_complaint(
        by=who("taoyuan"),
        complaint=_first(),
        report="查阅花名册和签收记录，走访社区和该户。门面为租用，已于上年歇业，该户确有困难。",
        finding="false",
        measures="",
        answer="经查，名单由社区居民代表评议后确定，该户情况符合慰问条件。感谢您的监督。",
    )


def closed() -> None:
    complaints.close_complaint(by=who("editor"), complaint=_first())


def rung_up() -> None:
    """By telephone, with a name: it is about the county's office, so the city's hears it."""
    complaints.receive_complaint(
        by=who("union"),
        key=uuid5(SPACE, "complaint-2"),
        way="phone",
        kind="manner",
        content=SLOW,
        who="毛铁生",
        unit=place(TAOYUAN),
        about_label="困难职工建档申请",
        base=who("union").organisation,
    )


def agreed() -> None:
    """The family of the winter signs that it may be named: its name in part, unit, class, amount."""
    union = who("union")
    file = HardshipFile.objects.get(unit=place("杰新纺织公司"))
    households.record_consent(
        by=union,
        member=Member.objects.get(file=file, relation="holder"),
        purpose="publish",
        signed_on=date(2008, 6, 10),
        stored=pictures.filled_in_form(union, "公开同意书.jpg"),
    )


def drafted() -> None:
    campaigns.draft_publication(
        by=who("union"),
        campaign=Campaign.objects.get(),
        title="2008年“送温暖”活动结果公开",
        place="县政府大楼公示栏",
        remark="半年集中公开，接受职工群众监督。",
        workdays=20,
    )


def published() -> None:
    """By another person, who has looked at it."""
    draft = Publication.objects.get()
    told = told_of(draft.campaign, with_names=draft.with_names, on=date(2008, 6, 20))
    campaigns.publish_results(by=who("taoyuan"), publication=draft, seen=told.digest)


def steps() -> list[Step]:
    return [
        Step("agreed", date(2008, 6, 10), "受助家庭签公开同意书", agreed, by="union", hour=10),
        Step("results-drafted", date(2008, 6, 19), "起草送温暖结果公开", drafted, by="union"),
        Step("results-published", date(2008, 6, 20), "另一人核对后发布", published, by="taoyuan"),
        Step("complained", date(2008, 2, 18), "有人在网上匿名反映慰问名单", told, hour=11),
        Step("complaint-taken-up", date(2008, 2, 20), "受理并交办投诉", taken_up, by="taoyuan"),
        Step("complaint-answered", date(2008, 3, 4), "查清经过，写好答复", answered, by="taoyuan"),
        Step(
            "complaint-closed",
            date(2008, 3, 6),
            "另一人审核办结，反映人可以看到",
            closed,
            by="editor",
        ),
        Step("rung-up", date(2008, 6, 23), "来电反映申请没有回音", rung_up, by="union", hour=15),
    ]


def _first() -> Complaint:
    return Complaint.objects.get(key=uuid5(SPACE, "complaint"))
