"""What money can be for: the items of aid, told by the room above that knows them.

    aid_type("living", "生活救助")

A source names the items that it may pay by these keys; what no room has told cannot be chosen.
"""

_types: dict[str, str] = {}


def aid_type(key: str, label: str) -> None:
    """Tell an item of aid that a fund source may be limited to."""
    _types[key] = label


def aid_types() -> list[tuple[str, str]]:
    """Key and label of every item that was told."""
    return list(_types.items())


def label_of_aid_type(key: str) -> str:
    return _types.get(key, key)
