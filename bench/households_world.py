"""A database for each size of the household measurements, and the people who ask for pages in it."""

import time
from dataclasses import dataclass, field
from typing import Any

from bench.households_rows import fill

VIEWERS = ("province", "city", "county", "enterprise")
HIGH = ("province", "city", "county")


@dataclass
class World:
    """A database of one size, and the people who ask for pages in it."""

    size: int
    people: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)
    units: dict[str, list[int]] = field(default_factory=dict)
    line: Any = None  # to its database, held open while pages of other sizes are asked for

    @property
    def name(self) -> str:
        return f"bench_{self.size}"

    def enter(self) -> None:
        from django.db import connection  # noqa: PLC0415

        connection.settings_dict["NAME"] = self.name
        if self.line is None:
            connection.connection = None
            connection.ensure_connection()
            self.line = connection.connection
        connection.connection = self.line


def made(size: int, *, anew: bool) -> World:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from assistance.households.models import HardshipFile  # noqa: PLC0415

    world = World(size)
    connection.connection = None
    connection.settings_dict["NAME"] = "postgres"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [world.name])
        exists = cursor.fetchone()[0]
        if exists and anew:
            cursor.execute(f"DROP DATABASE {world.name}")
        if anew or not exists:
            cursor.execute(f"CREATE DATABASE {world.name}")
    world.enter()
    call_command("migrate", verbosity=0)
    if HardshipFile.objects.count() != size:
        began = time.perf_counter()
        people = fill(world.size)
        spent = time.perf_counter() - began
        print(f"{size:>8,} files, {people:,} people loaded in {spent:.0f} s", flush=True)
    know(world)
    return world


def know(world: World) -> None:
    """The people who ask, signed in, and the units each of them may choose."""
    from django.test import Client  # noqa: PLC0415

    from ground.accounts.models import Organisation, User  # noqa: PLC0415

    world.enter()
    for user in User.objects.filter(username__in=VIEWERS).select_related("organisation"):
        client = Client()
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        world.people[user.username], world.clients[user.username] = user, client
        inside = Organisation.objects.filter(path__startswith=user.organisation.path)
        world.units[user.username] = list(inside.values_list("pk", flat=True)[:200])
