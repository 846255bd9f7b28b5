"""What the operations share."""

from ninja import Router

from assistance.pairing.models import GroupMember, PairingGroup
from ground.accounts.models import Organisation
from ground.kernel.errors import RuleBroken

router = Router()


def members_of(group: PairingGroup) -> dict[int, Organisation]:
    """The present agencies of a group by their numbers."""
    members = GroupMember.objects.present().filter(group=group).select_related("agency")
    return {member.agency_id: member.agency for member in members}


def all_known(wanted: set[int], known: dict[int, Organisation]) -> None:
    missing = sorted(wanted - set(known))
    if missing:
        raise RuleBroken(
            "organisation_unknown",
            f"没有编号为{'、'.join(map(str, missing))}的单位，或不在您可选的范围内",
        )
