"""What a worker takes for a message of ours. That it lives on after others: `make faults KIND=corrupt`."""

import pytest

from ground.events.tasks import check


def test_a_list_of_delivery_ids_is_taken():
    check([[[1, 2]], {}, {"callbacks": None}])
    check([[[]], {}, {}])


@pytest.mark.parametrize(
    "payload",
    [
        [],
        "a word",
        7,
        None,
        {"args": [[1]], "kwargs": {}, "id": "1"},
        [[[1, 2]], {}],
        [[[1], [2]], {}, {}],
        [[["one"]], {}, {}],
        [[[True]], {}, {}],
        [[1], {}, {}],
        [[[1]], {"ids": [1]}, {}],
    ],
)
def test_anything_else_is_refused(payload):
    with pytest.raises((TypeError, ValueError)):
        check(payload)
