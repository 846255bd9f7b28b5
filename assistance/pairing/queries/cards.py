"""Contact cards, and the address that their QR code opens."""

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from assistance.pairing.models import CardHolder, ContactCard, GroupMember, PairingGroup

SALT = "pairing.card"


def cards_in_lists(rows: QuerySet[ContactCard]) -> "QuerySet[Any]":
    """Cards as lists show them; `is_stale`: somebody on it has left, or their agency has."""
    gone = CardHolder.objects.filter(card=OuterRef("pk"), cadre__left_on__isnull=False)
    member = GroupMember.objects.present().filter(
        group=OuterRef("card__group"), agency=OuterRef("agency")
    )
    outside = CardHolder.objects.filter(~Exists(member), card=OuterRef("pk"))
    holders = CardHolder.objects.filter(card=OuterRef("pk")).order_by().values("card")
    return rows.select_related("group__link_point", "group__lead_agency").annotate(
        is_stale=Exists(gone) | Exists(outside),
        holder_names=Subquery(
            holders.annotate(names=StringAgg("name", delimiter="、", order_by="pk")).values("names")
        ),
    )


def card_in_force(group: PairingGroup) -> ContactCard | None:
    return ContactCard.objects.in_force().filter(group=group).first()


def token_of(card: ContactCard) -> str:
    """What the QR code of a card carries: its number, signed. It can be read, not made up."""
    return signing.Signer(salt=SALT).sign_object(card.pk)


def card_of(token: str) -> ContactCard | None:
    """The card in force that a token names, with its group and link point; None for any other."""
    try:
        pk = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return (
        ContactCard.objects.in_force()
        .filter(pk=pk, group__state=PairingGroup.State.ACTIVE)
        .select_related("group__link_point", "group__lead_agency")
        .first()
    )
