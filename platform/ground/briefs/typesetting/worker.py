"""The warm child of a Typesetter: `python -m ground.briefs.typesetting.worker FONT_DIR`.

It loads WeasyPrint, the faces and the style sheet once, and forks for every job, so that a job that
runs away or crashes takes nothing with it. A job gets limits on processor time, memory and time on
the clock, and can fetch nothing: no file, no address. Only the faces of FONT_DIR exist for it.
"""

import contextlib
import gc
import io
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, NoReturn
from xml.sax.saxutils import escape

from ground.briefs.typesetting.limits import Limits
from ground.briefs.typesetting.messages import receive, send
from ground.briefs.typesetting.warming import WARM_UP

Render = Callable[[dict[str, Any]], tuple[bytes, int]]

TOO_LONG = "排版超过时间限制，已中止。请缩短文稿或拆分表格。"
TOO_BIG = "排版超过内存限制，已中止。请缩短文稿或拆分表格。"
CRASHED = "排版进程意外终止（信号{number}）。"


def main() -> int:
    # The protocol keeps the first two descriptors to itself: a stray print must not get between.
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory(prefix="typesetting-") as scratch:
        _only_fonts(Path(sys.argv[1]).resolve(), Path(scratch))
        try:
            render = _renderer()
        except (OSError, RuntimeError, ValueError) as reason:
            send(answers, {"ready": False, "reason": str(reason)})
            return 1
        send(answers, {"ready": True})
        gc.collect()
        gc.freeze()
        with contextlib.suppress(EOFError, BrokenPipeError):
            while True:
                _, request = receive(requests)
                _answer(answers, render, request)
    return 0


def _only_fonts(directory: Path, scratch: Path) -> None:
    """Hide the fonts of this system from the libraries: the same pages everywhere, started fast."""
    settings = scratch / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(directory))}</dir><cachedir>{escape(str(scratch / 'cache'))}</cachedir>"
        "</fontconfig>"
    )
    os.environ["FONTCONFIG_FILE"] = str(settings)


def _renderer() -> Render:
    # WeasyPrint reads the font settings when it is imported: not before `_only_fonts`.
    from ground.briefs.typesetting.rendering import Renderer  # noqa: PLC0415

    renderer = Renderer()
    renderer.render(WARM_UP)
    return renderer


def _answer(answers: BinaryIO, render: Render, request: bytes) -> None:
    asked = json.loads(request)
    limits = Limits(**asked["limits"])
    reading, writing = os.pipe()
    job = os.fork()
    if job == 0:
        os.close(reading)
        _work(os.fdopen(writing, "wb"), render, asked, limits)
    os.close(writing)
    try:
        answer = _collect(reading, limits.wall_seconds)
    except TimeoutError:
        os.kill(job, signal.SIGKILL)
        answer = None
    finally:
        os.close(reading)
    _, status = os.waitpid(job, 0)
    code = os.waitstatus_to_exitcode(status)
    if answer is None or code in (-signal.SIGXCPU, -signal.SIGKILL):
        send(answers, {"done": False, "reason": TOO_LONG})
    elif code != 0:
        send(answers, {"done": False, "reason": CRASHED.format(number=-code)})
    else:
        head, body = receive(io.BytesIO(answer))
        send(answers, head, body)


def _collect(descriptor: int, seconds: float) -> bytes:
    """Everything the job writes until it ends; TimeoutError when that takes too long."""
    collected, deadline = bytearray(), time.monotonic() + seconds
    while True:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError
        part = os.read(descriptor, 1 << 20)
        if not part:
            return bytes(collected)
        collected += part


def _work(answers: BinaryIO, render: Render, asked: dict[str, Any], limits: Limits) -> NoReturn:
    try:
        memory = limits.memory_mib << 20
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        gc.disable()  # a job is over before it would be worth it, and has its limit of memory
        pdf, pages = render(asked)
        send(answers, {"done": True, "pages": pages}, pdf)
    except (MemoryError, RecursionError, SystemError):  # or C had no memory to say so
        send(answers, {"done": False, "reason": TOO_BIG})
    except Exception as failure:  # noqa: BLE001 (whatever it was, the caller must hear of it)
        send(answers, {"done": False, "reason": f"排版失败：{type(failure).__name__}: {failure}"})
    finally:
        os._exit(0)


if __name__ == "__main__":
    raise SystemExit(main())
