"""The typesetter: one warm worker process for each process that sets briefs."""

import base64
import dataclasses
import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from ground.briefs.typesetting.document import BriefDocument
from ground.briefs.typesetting.fontset import FontSet, font_directory
from ground.briefs.typesetting.limits import Limits
from ground.briefs.typesetting.messages import receive, send

_ROOT = Path(__file__).resolve().parents[3]
_NO_START = (
    "排版程序无法启动：{reason}"
    "（Debian 系统请安装 libpango-1.0-0、libpangoft2-1.0-0 和 libharfbuzz-subset0。）"
)


class TypesettingFailed(Exception):  # noqa: N818 (read as a sentence: it failed)
    """A document could not be set; the reason is a sentence for the person who asked for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Typeset:
    pdf: bytes
    sha256: str
    pages: int


class Typesetter:
    """Sets briefs with the faces of `font_dir` (FontsUnavailable when missing: see `fonts`).

    The worker starts with the first document and serves one document at a time, for all threads;
    when it has died it is started again. After a fork each process starts a worker of its own.
    """

    def __init__(self, font_dir: Path | str | None = None, *, limits: Limits | None = None) -> None:
        self.fonts = FontSet(font_directory(font_dir))
        self.limits = limits or Limits()
        self._worker: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def typeset(
        self, document: BriefDocument, photos: Mapping[str, bytes] = MappingProxyType({})
    ) -> Typeset:
        """`photos` are the bytes of those that the document shows (`photos.Placed.name`)."""
        handed = {name: base64.b64encode(content).decode() for name, content in photos.items()}
        return self._set({"document": document.to_plain(), "photos": handed})

    def sheet(self, html: str, style: str) -> Typeset:
        """Pages that are no brief: HTML that refers to nothing outside itself, and its style sheet."""
        return self._set({"sheet": {"html": html, "style": style}})

    def _set(self, asked: dict[str, Any]) -> Typeset:
        request = json.dumps({**asked, "limits": dataclasses.asdict(self.limits)}).encode()
        with self._lock:
            try:
                pdf, pages = self._ask(request)
            except (EOFError, BrokenPipeError):
                # The worker died since it was last used. Documents are set in forks of it, so this
                # document cannot have killed it: try once with a new one.
                self._stop()
                try:
                    pdf, pages = self._ask(request)
                except (EOFError, BrokenPipeError):
                    self._stop()
                    raise TypesettingFailed("排版程序意外退出，请稍后重试。") from None
        return Typeset(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), pages=pages)

    def close(self) -> None:
        with self._lock:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, request: bytes) -> tuple[bytes, int]:
        worker = self._running()
        assert worker.stdin is not None  # noqa: S101 (both ends are pipes)
        assert worker.stdout is not None  # noqa: S101
        send(worker.stdin, {}, request)
        head, pdf = receive(worker.stdout)
        if not head["done"]:
            raise TypesettingFailed(head["reason"])
        return pdf, head["pages"]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is not None and self._owner == os.getpid():
            return self._worker
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": str(_ROOT),
            "PYTHONHASHSEED": "0",
            "LC_ALL": "C.UTF-8",
        }
        worker = subprocess.Popen(  # noqa: S603 (this interpreter, a module of ours)
            [sys.executable, "-m", f"{__package__}.worker", str(self.fonts.directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._worker, self._owner = worker, os.getpid()
        assert worker.stdout is not None  # noqa: S101
        try:
            greeting, _ = receive(worker.stdout)
        except EOFError:
            self._stop()
            raise TypesettingFailed(_NO_START.format(reason="子进程已退出。")) from None
        if not greeting["ready"]:
            self._stop()
            raise TypesettingFailed(_NO_START.format(reason=greeting["reason"]))
        return worker

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None or self._owner != os.getpid():
            return
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        try:
            worker.wait(timeout=5)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
