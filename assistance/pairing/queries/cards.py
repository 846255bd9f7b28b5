"""Contact cards, and the address that their QR code opens."""

from django.core import signing

from assistance.pairing.models import ContactCard, PairingGroup

SALT = "pairing.card"


def card_in_force(group: PairingGroup) -> ContactCard | None:
    return ContactCard.objects.in_force().filter(group=group).first()


def token_of(card: ContactCard) -> str:
    """What the QR code of a card carries: its number, signed. It can be read, not made up."""
    return signing.dumps(card.pk, salt=SALT)


def card_of(token: str) -> ContactCard | None:
    """The card in force that a token names, with its group and link point; None for any other."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return (
        ContactCard.objects.in_force()
        .filter(pk=pk, group__state=PairingGroup.State.ACTIVE)
        .select_related("group__link_point", "group__lead_agency")
        .first()
    )
