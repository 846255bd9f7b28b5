"""A process that works for long leaves what it loaded to its end."""

import gc

import pytest
from celery.signals import worker_process_init

from runtime import celery
from runtime.heap import keep_loaded


@pytest.fixture(autouse=True)
def thawed():
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_what_is_loaded_is_kept():
    keep_loaded()
    assert gc.get_freeze_count() > 100_000


def test_a_worker_does_so_at_its_start():
    assert celery.begin in [found() for _, found in worker_process_init.receivers]
    worker_process_init.send(sender=None)
    assert gc.get_freeze_count() > 100_000
