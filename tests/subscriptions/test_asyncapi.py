"""The AsyncAPI document says what goes out, and every reference in it leads somewhere."""

import json
import re
from pathlib import Path

from ground.subscriptions.asyncapi import document
from ground.subscriptions.declaring import shared

ROOT = Path(__file__).resolve().parents[2]


def test_it_is_as_the_declarations_are():
    assert json.loads((ROOT / "docs/asyncapi.json").read_text()) == document()


def test_it_describes_what_is_shared_and_nothing_else():
    told = document()
    assert told["asyncapi"] == "3.0.0"
    assert set(told["channels"]) == {*shared(), "webhook"}
    assert set(told["components"]["messages"]) == set(shared())
    for name, one in shared().items():
        data = told["components"]["schemas"][f"data.{name}"]
        assert list(data["properties"]) == list(one.fields) == data["required"]


def test_every_reference_leads_to_something_and_every_parameter_stands_in_its_address():
    told = document()
    text = json.dumps(told)
    references = set(re.findall(r'"\$ref": "#/([^"]+)"', text))
    assert len(references) > 300
    for reference in references:
        at = told
        for part in reference.split("/"):
            at = at[part]
    for channel in told["channels"].values():
        named = set(re.findall(r"\{(\w+)\}", channel["address"] or ""))
        assert named == set(channel.get("parameters", {}))
    for operation in told["operations"].values():
        assert operation["action"] == "send"
        assert operation["channel"]["$ref"].split("/")[-1] in told["channels"]
