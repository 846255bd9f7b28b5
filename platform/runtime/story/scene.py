"""What every part of the story needs: its places, its people, its texts."""

import json
import uuid
from pathlib import Path
from typing import Any

from assistance.visits.rules import FoundFamily
from ground.accounts.models import Organisation, User
from runtime.story.people import id_number

TEXTS = Path(__file__).with_name("changde_2008_2.json")
HAILI = "海利农药化工有限公司"
SPACE = uuid.UUID("8a1d7a2e-2008-4625-9c00-000000002008")


def place(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def who(username: str) -> User:
    return User.objects.get(username=username)


def texts() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(TEXTS.read_text(encoding="utf-8"))
    return loaded


def found(family: tuple[str, str, int, str, str, str, str, str], number: int) -> FoundFamily:
    name, born, size, hardship, *_ = family
    return FoundFamily(
        worker_name=name, hardship=hardship, id_no=id_number(born, number), family_size=size
    )
