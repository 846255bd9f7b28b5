"""The web server, the same in every form: gunicorn with threads.

In the embedded form its one worker also carries the events (`direct`), the webhooks, and keeps the clock,
in threads.
When that worker dies, gunicorn starts another; the delivery table is the truth, so nothing is lost.
"""

import threading

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from ground.events import days, direct
from ground.subscriptions import postman
from runtime.heap import keep_loaded
from runtime.wsgi import application

IN_HAND_SECONDS = 5.0
_stop = threading.Event()


class PlainLogger(Logger):
    """gunicorn's lines go the way of all others: its own would say the address of a request that failed."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in list(self.error_log.handlers):
            self.error_log.removeHandler(handler)
        self.error_log.propagate = True


class Server(BaseApplication):
    def __init__(self, *, bind: str, workers: int) -> None:
        self._options = {
            "bind": bind,
            "workers": workers if settings.EVENT_CARRIER == "amqp" else 1,
            "worker_class": "gthread",
            "threads": 8,
            "timeout": 60,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "logger_class": PlainLogger,
            "forwarded_allow_ips": "127.0.0.1",
            "control_socket_disable": True,
            "post_worker_init": carry_along,
            "worker_exit": carry_to_the_end,
        }
        super().__init__()

    def load_config(self) -> None:
        for key, value in self._options.items():
            if key in self.cfg.settings:
                self.cfg.set(key, value)

    def load(self) -> WSGIHandler:
        return application


def carry_along(_: Worker) -> None:
    """Start the carriers, the postman and the clock in the worker, where no broker is configured."""
    keep_loaded()
    if settings.EVENT_CARRIER == "direct":
        direct.start(_stop)
        postman.start(_stop)
        threading.Thread(target=days.run, args=(_stop,), name="clock", daemon=True).start()


def carry_to_the_end(_server: object, _worker: Worker) -> None:
    """Finish what the carriers have in hand, within the time that gunicorn leaves a worker."""
    if settings.EVENT_CARRIER == "direct":
        direct.end(_stop, seconds=IN_HAND_SECONDS)
