"""The files of a cluster go with compose.yaml and with each other."""

import re
from pathlib import Path

import yaml

from runtime.databases import database_at
from tools.stack import OWN

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "platform" / "deploy"
ALONE = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
CLUSTER = yaml.safe_load((DEPLOY / "compose.cluster.yaml").read_text())["services"]


def told(variable: str) -> str:
    """What services are told where .env names no other address."""
    return CLUSTER["web"]["environment"][variable].split(":-", 1)[1].removesuffix("}")


def test_every_service_is_told_the_same_addresses():
    for service in (*OWN, "migrate"):
        assert CLUSTER[service]["environment"] == CLUSTER["web"]["environment"], service
        assert set(CLUSTER[service]["environment"]) <= set(ALONE[service]["environment"])


def test_the_addresses_lead_to_the_servers_of_the_file():
    database = database_at(told("DATABASE_URL").replace("${POSTGRES_PASSWORD:?}", "word"))
    hosts = database["HOST"].split(",")
    assert hosts == ["postgres", "postgres-standby"]
    assert database["OPTIONS"] == {"target_session_attrs": "read-write"}
    brokers = re.findall(r"@([\w-]+):5672", told("BROKER_URL"))
    nodes = re.findall(r"= rabbit@([\w-]+)$", (DEPLOY / "rabbitmq.conf").read_text(), re.MULTILINE)
    assert brokers == nodes == ["rabbitmq", "rabbitmq-2", "rabbitmq-3"]
    for name in (*hosts, *brokers):
        assert name in CLUSTER, name
        assert "healthcheck" in ALONE.get(name, CLUSTER[name]), name


def test_a_node_of_the_broker_keeps_its_name():
    for name in ("rabbitmq", "rabbitmq-2", "rabbitmq-3"):
        assert {**ALONE.get(name, {}), **CLUSTER[name]}["hostname"] == name


def test_the_files_that_are_mounted_are_there():
    for service in CLUSTER.values():
        for volume in service.get("volumes", []):
            if volume.startswith("./"):
                assert (ROOT / volume.split(":")[0]).is_file(), volume
