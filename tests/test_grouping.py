"""That tests which share what they set up run in one worker: a pytest has undone that without a word."""

import pytest


@pytest.mark.xdist_group("alone")
def test_a_group_is_known_to_the_workers(request):
    if hasattr(request.config, "workerinput") and request.config.getvalue("loadgroup"):
        assert request.node.nodeid.endswith("@alone")
