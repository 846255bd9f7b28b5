"""Cadres, and whom a contact card names."""

from collections import defaultdict
from collections.abc import Collection

from assistance.pairing.models import Cadre, GroupMember
from assistance.pairing.rules import MOST_HOLDERS, NewHolder


def cadre_exists(cadre: Cadre) -> bool:
    """Whether another serving cadre of the agency has this name and telephone."""
    return (
        Cadre.objects.serving()
        .filter(agency=cadre.agency_id, name=cadre.name, mobile_hash=cadre.mobile_hash)
        .exclude(pk=cadre.pk)
        .exists()
    )


def holders_of(group_ids: Collection[int]) -> dict[int, list[NewHolder]]:
    """Whom the cards of groups name by themselves: of each agency the cadre who has served longest
    and has a telephone; the lead agency first. Two queries, however many groups.
    """
    members = (
        GroupMember.objects.present()
        .filter(group__in=group_ids)
        .order_by("group_id", "pk")
        .values_list("group_id", "agency_id", "group__lead_agency_id")
    )
    there = list(members)
    first: dict[int, Cadre] = {}
    cadres = Cadre.objects.serving().filter(agency__in={agency for _, agency, _ in there})
    for cadre in cadres.exclude(mobile_hash="").order_by("joined_on", "pk"):
        first.setdefault(cadre.agency_id, cadre)
    found: dict[int, list[NewHolder]] = defaultdict(list)
    for group_id, agency_id, _ in sorted(there, key=lambda one: one[1] != one[2]):
        named = first.get(agency_id)
        if named is not None and len(found[group_id]) < MOST_HOLDERS:
            found[group_id].append(
                NewHolder(
                    agency_id=agency_id,
                    name=named.name,
                    phone=named.mobile,
                    post=named.post,
                    cadre_id=named.pk,
                )
            )
    return found
