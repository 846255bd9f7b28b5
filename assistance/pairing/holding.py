"""What binds a cadre: told from above, so that nobody leaves with families in hand.

    @holds_cadre("户结对家庭")                 # in the handlers.py of the app that knows
    def families_of(cadre_id: int) -> int: ...

Pairing asks before a cadre leaves; whoever is bound needs a successor, and the app that bound them
moves what they held when it hears `pairing.cadre_left`.
"""

from collections.abc import Callable

Count = Callable[[int], int]
_held: list[tuple[str, Count]] = []


def holds_cadre(unit: str) -> Callable[[Count], Count]:
    """Register a count of what a cadre (id) holds; `unit` follows the number: `3户结对家庭`."""

    def register(count: Count) -> Count:
        _held.append((unit, count))
        return count

    return register


def held_by(cadre_id: int) -> list[str]:
    """What binds a cadre, in words; empty where nothing does."""
    counted = ((count(cadre_id), unit) for unit, count in _held)
    return [f"{number}{unit}" for number, unit in counted if number]
