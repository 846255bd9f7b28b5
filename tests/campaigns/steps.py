"""What people do in a campaign, as the tests do it, and what was told of it."""

import uuid
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.visits import services as visits
from campaigns import services
from campaigns.rules import Windows
from ground.events.models import RecordedEvent

ROSTER = "campaigns.roster"
ROSTER_HEAD = ["活动", "姓名", "身份证号", "对象类别", "单位", "标准", "金额", "列入理由"]
EARLY = Windows(
    starts_on=date(2008, 1, 10),
    ends_on=date(2008, 2, 5),
    apply_from=date(2008, 1, 10),
    apply_to=date(2008, 1, 31),
    settle_by=date(2008, 2, 5),
)


def visit_community(county, campaign, cash="13000", on="2008-01-30"):
    return visits.record_visit(
        by=county.liaison,
        key=uuid.uuid4(),
        kind="condolence",
        agency=county.agency,
        link_point=county.community,
        visited_on=date.fromisoformat(on),
        visitors="董丽丽等",
        situation="走访慰问困难职工",
        condolence_cash=Decimal(cash),
        origin=f"campaigns.campaign:{campaign.pk}",
    )


def pay_everything(county, source):
    batch = aid.make_batch(
        by=county.planner, name="2008年送温暖", source=source, payments=list(Payment.objects.all())
    )
    aid.check_batch(by=county.finance, batch=batch)
    aid.approve_batch(by=county.approver, batch=batch)
    aid.pay_batch(by=county.finance, batch=batch)


def published_names():
    return list(
        RecordedEvent.objects.filter(name__startswith="campaigns.")
        .order_by("pk")
        .values_list("name", flat=True)
    )


def approve_all(county, campaign):
    """Screen whoever is on the roster and let another person approve all who fulfil the rules."""
    campaign.refresh_from_db()
    if campaign.state == "collecting":
        services.end_collecting(by=county.planner, campaign=campaign)
    services.screen(by=county.planner, campaign=campaign)
    services.approve_roster(by=county.publisher, campaign=campaign)


def pay_out(county, campaign, on=date(2008, 1, 29)):
    return services.execute(
        by=county.planner, campaign=campaign, given_on=on, reason="送温暖救助款"
    )


def plan_of_kind(county, source, kind, **changes):
    told = {
        "by": county.planner,
        "kind": kind,
        "name": "2008年互助",
        "year": 2008,
        "organiser": county.office,
        "money": [(source, Decimal(5000))],
        "windows": EARLY,
    }
    return services.plan_campaign(**(told | changes))


def workbook(*rows, above=()):
    """A workbook as a unit's clerk saves it; `above`: what stands over the headings, merged."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (*above, *rows):
        sheet.append(row)
    for number in range(1, len(above) + 1):
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=8)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
