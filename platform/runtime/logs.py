"""How every line of the log is written: ours, Django's, Celery's and gunicorn's by the same rule.

In the production form one JSON object a line, else a line to read; what it may say is decided in
`ground.kernel.lines`. The settings name `configure`, so whatever sets Django up has it.
"""

import logging
import logging.config
import sys
import threading
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import Processor

from ground.kernel import lines

log = structlog.stdlib.get_logger("shuanglian.process")

CELERY = "celery"
SERVICES = {"serve": "web", "relay": "relay", "postman": "postman", "clock": "clock"}
_COMMON: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
]


def settings_of(*, as_json: bool) -> dict[str, Any]:
    """The settings of logging. What Django would write down of a refused request, the request's own line says.

    Read by eye, no line for each batch of deliveries: the demo's story would not be seen for them.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "runtime.logs.formatter", "as_json": as_json}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            lines.OURS: {"level": "INFO"},
            f"{lines.OURS}.events": {"level": "INFO" if as_json else "WARNING"},
            "django": {"handlers": [], "level": "WARNING"},
            "django.request": {"level": "ERROR"},
        },
    }


def configure(settings: dict[str, Any]) -> None:
    """Apply the settings, and let whatever else speaks on stderr speak the same way."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_COMMON,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(settings)
    if settings["formatters"]["line"]["as_json"]:
        logging.captureWarnings(capture=True)
        logging.raiseExceptions = (
            False  # it would print the values of a line that cannot be written
        )
        if service_of(sys.argv) in SERVICES.values():
            sys.excepthook = _died
            threading.excepthook = _thread_died


def formatter(*, as_json: bool) -> logging.Formatter:
    render: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _readable
    )
    origin = {"service": service_of(sys.argv), "version": version("shuanglian")}
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            lines.harmless,
            *([partial(_from, origin)] if as_json else []),
            render,
        ],
        foreign_pre_chain=_COMMON,
        pass_foreign_args=True,
        use_get_message=False,
        keep_exc_info=False,
    )


def service_of(command: Sequence[str]) -> str:
    """The service of compose.yaml that a command line starts; of any other, its subcommand."""
    program, *words = command or [""]
    if CELERY in Path(program).parts:  # the command itself, or python -m celery
        node = words[words.index("-n") + 1] if "-n" in words[:-1] else CELERY
        return f"worker-{node.partition('@')[0]}"
    first = words[0] if words else Path(program).stem
    return SERVICES.get(first, first)


def _from(origin: dict[str, str], _logger: object, _level: str, line: lines.Line) -> lines.Line:
    return {**{name: line.pop(name) for name in lines.HEAD if name in line}, **origin, **line}


def _readable(_logger: object, _level: str, line: lines.Line) -> str:
    time, level, logger, event = (str(line.pop(name, "")) for name in (*lines.HEAD, "event"))
    values = " ".join(f"{name}={value}" for name, value in line.items())
    return f"{time} {level} {logger}: {event}  {values}".rstrip()


def _died(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("the process ends with an error", exc_info=(kind, error, trace))


def _thread_died(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        log.critical("a thread ends with an error", exc_info=ended.exc_value)
