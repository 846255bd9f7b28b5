"""Ten years of 送温暖 of two hundred unions, twenty families each: half of them those of the year before."""

from datetime import date
from decimal import Decimal
from typing import Any

YEARS, UNIONS, FAMILIES = range(2017, 2027), 200, 20
AMOUNT = Decimal(800)


def ten_years(world: dict[str, Any]) -> int:
    """Make them; gives the key of one of the unions."""
    from django.db import transaction  # noqa: PLC0415

    from campaigns.models import Campaign, CampaignMoney, Enrolment, KindVersion  # noqa: PLC0415
    from ground.accounts import services as accounts  # noqa: PLC0415
    from ground.intake.storing import insert  # noqa: PLC0415

    maker, other = world["people"]
    city = accounts.add_organisation(
        by=None, name="十年市总工会", kind="union", parent=world["root"]
    )
    unions = [
        accounts.add_organisation(by=None, name=f"十年县总{n}", kind="union", parent=city).pk
        for n in range(UNIONS)
    ]
    pairs = [(year, union) for year in YEARS for union in unions]
    with transaction.atomic():
        campaigns = insert(
            Campaign,
            len(pairs),
            {
                "year": [year for year, _ in pairs],
                "organiser_id": [union for _, union in pairs],
                "starts_on": [date(year - 1, 12, 15) for year, _ in pairs],
                "apply_from": [date(year - 1, 12, 15) for year, _ in pairs],
                "apply_to": [date(year, 1, 10) for year, _ in pairs],
                "settle_by": [date(year, 1, 20) for year, _ in pairs],
                "ends_on": [date(year, 1, 31) for year, _ in pairs],
            },
            kind_version_id=KindVersion.objects.get(kind__code="send_warmth", number=1).pk,
            name="送温暖",
            budget=AMOUNT * FAMILIES,
            state="archived",
            planned_by_id=maker.pk,
            published_by_id=other.pk,
        )
        insert(
            CampaignMoney,
            len(campaigns),
            {"campaign_id": campaigns},
            source_id=world["source"].pk,
            amount=AMOUNT * FAMILIES,
        )
        rows = [
            (campaign, union, f"{union}-{(year - YEARS[0]) * FAMILIES // 2 + n}")
            for campaign, (year, union) in zip(campaigns, pairs, strict=True)
            for n in range(FAMILIES)
        ]
        insert(
            Enrolment,
            len(rows),
            {
                "campaign_id": [one[0] for one in rows],
                "unit_id": [one[1] for one in rows],
                "person_key": [one[2] for one in rows],
            },
            person_name="测试",
            person_class="off_file",
            came_from="imported",
            reason="走访",
            state="approved",
            asked=AMOUNT,
            amount=AMOUNT,
            listed_on=date(2026, 1, 1),
        )
    return unions[0]
