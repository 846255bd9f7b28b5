"""What a process loads once is not looked through again by each collection of garbage."""

import gc

from django.urls import get_resolver


def keep_loaded() -> None:
    """Load the addresses with everything behind them, and leave it all to the end of the process.

    For processes that serve or work for long, once at their start: hundreds of thousands of objects,
    which a large job would otherwise have looked through again and again.
    """
    assert get_resolver().url_patterns  # noqa: S101 -- read, and so loaded
    gc.collect()
    gc.freeze()
