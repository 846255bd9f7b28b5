"""Contact cards: issued to a link point, renewed when what they say is no longer so, withdrawn."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from assistance.pairing import queries, rules
from assistance.pairing.models import CardHolder, CardPrint, ContactCard, PairingGroup
from assistance.pairing.rules import NewHolder
from assistance.pairing.services.groups import working_group
from assistance.pairing.services.once import TAKEN, once
from ground.accounts.models import User
from ground.audit.services import record, record_many
from ground.files import services as files
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.kernel.texts import check_reason


@transaction.atomic
def issue_card(
    *,
    by: User,
    group: PairingGroup,
    holders: Sequence[NewHolder],
    promises: str = "",
    hotline: str = "",
) -> ContactCard:
    """Issue the card that the link point of a group keeps: who helps, how they are reached."""
    group = working_group(group)
    if queries.card_in_force(group) is not None:
        raise TAKEN["card_in_force_once"]
    return _issued(by, group, holders, promises, hotline, replaces=None)


@transaction.atomic
def renew_card(
    *,
    by: User,
    card: ContactCard,
    holders: Sequence[NewHolder],
    promises: str = "",
    hotline: str = "",
) -> ContactCard:
    """Issue a new card in the place of one whose people or words have changed. The old one is void."""
    group = working_group(card.group)
    card = queries.locked_card(card.pk)
    _withdraw(card, "换发新卡")
    return _issued(by, group, holders, promises, hotline, replaces=card)


@transaction.atomic
def withdraw_card(*, by: User, card: ContactCard, reason: str) -> ContactCard:
    """Let a card open nothing any more: lost, printed wrong, no longer wanted."""
    card = queries.locked_card(card.pk)
    _withdraw(card, check_reason(reason, what="收回", most=200))
    record(by, "pairing.card_withdrawn", card, reason=card.withdrawn_reason)
    return card


@transaction.atomic
def issue_cards(
    *, by: User, groups: Sequence[PairingGroup], promises: str = "", hotline: str = ""
) -> list[ContactCard]:
    """Issue cards for many groups that have none, naming their agencies' cadres: lead first.

    Groups none of whose agencies has a cadre with a telephone are left out. Some statements, however
    many groups.
    """
    rules.check_promises(promises)
    named = queries.holders_of([group.pk for group in groups])
    has = set(
        ContactCard.objects.in_force()
        .filter(group__in=[group.pk for group in groups])
        .values_list("group_id", flat=True)
    )
    fit = [
        group
        for group in groups
        if group.state == PairingGroup.State.ACTIVE and group.pk not in has and named[group.pk]
    ]
    today = clock.today()
    with once("card_in_force_once"):
        cards = ContactCard.objects.bulk_create(
            (
                ContactCard(
                    group=group,
                    promises=promises.strip(),
                    hotline=hotline.strip(),
                    issued_on=today,
                    issued_by=by,
                )
                for group in fit
            ),
            batch_size=2000,
        )
    CardHolder.objects.bulk_create(
        (_holder(card, one) for card in cards for one in named[card.group_id]), batch_size=2000
    )
    record_many(by, "pairing.card_issued", ((card, {"group": card.group_id}) for card in cards))
    return cards


def _issued(
    by: User,
    group: PairingGroup,
    holders: Sequence[NewHolder],
    promises: str,
    hotline: str,
    *,
    replaces: ContactCard | None,
) -> ContactCard:
    rules.check_card(holders=holders, member_ids=queries.member_ids(group), promises=promises)
    with once("card_in_force_once"):
        card = ContactCard.objects.create(
            group=group,
            promises=promises.strip(),
            hotline=hotline.strip(),
            issued_on=clock.today(),
            issued_by=by,
            replaces=replaces,
        )
    CardHolder.objects.bulk_create(_holder(card, one) for one in holders)
    record(
        by,
        "pairing.card_renewed" if replaces else "pairing.card_issued",
        card,
        group=group.pk,
        replaces=replaces.pk if replaces else None,
    )
    return card


def _holder(card: ContactCard, one: NewHolder) -> CardHolder:
    return CardHolder(
        card=card,
        agency_id=one.agency_id,
        cadre_id=one.cadre_id,
        name=one.name.strip(),
        post=one.post.strip(),
        phone=one.phone.strip(),
    )


def _withdraw(card: ContactCard, reason: str) -> None:
    if card.withdrawn_on is not None:
        raise RuleBroken("card_withdrawn", "该联系卡已收回")
    card.withdrawn_on = max(clock.today(), card.issued_on)
    card.withdrawn_reason = reason
    card.save(update_fields=["withdrawn_on", "withdrawn_reason"])


@transaction.atomic
def keep_printed_cards(
    *, by: User, job: UUID, year: int, parts: Sequence[tuple[bytes, int]]
) -> dict[str, int]:
    """Keep the files of many cards for whoever asked for them. Returns how many cards and files."""
    for number, (pdf, cards) in enumerate(parts, 1):
        file = files.keep(by=by, content=pdf, name=f"{year}年联系卡（{number}）.pdf")
        CardPrint.objects.create(
            year=year, part=number, cards=cards, file=file, asked_by=by, job=job
        )
    count = sum(cards for _, cards in parts)
    record(by, "pairing.cards_printed", f"jobs.job:{job}", year=year, cards=count)
    return {"cards": count, "files": len(parts)}
