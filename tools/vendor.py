"""Fetch the front-end assets that the pages use, at pinned versions, checked byte by byte.

    python tools/vendor.py            fetch everything anew (needs the npm registry)
    python tools/vendor.py --check    compare what is committed with the recorded sums (offline)

Only the standard library. Nothing is installed and no package script runs: a tarball is read in
memory, its SHA-512 compared with the pin, and the named members are written.
"""

import argparse
import base64
import hashlib
import io
import re
import sys
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

WEB = Path(__file__).resolve().parents[1] / "platform" / "ground" / "web"
VENDOR = WEB / "static" / "vendor"
ICONS = WEB / "templates" / "web" / "icons"
SUMS = VENDOR / "SHA256SUMS"
REGISTRY = "https://registry.npmjs.org"


@dataclass(frozen=True)
class Package:
    """One npm tarball: its address, its pin, and which members land where below `vendor/`."""

    path: str
    sha512: str
    members: dict[str, str]


PACKAGES = [
    Package(
        "@tabler/core/-/core-1.6.1.tgz",
        "lgmR9gcxRp5JlLxcmRi9Rz85JrEvH6Bz71KnlcPVSa97wtwQNjgSs3g3fxwbAlulHyRMghhIV04QUuW3pqDsIg==",
        {
            "dist/css/tabler.min.css": "tabler/tabler.min.css",
        },
    ),
    Package(
        "htmx.org/-/htmx.org-2.0.11.tgz",
        "Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    ),
    Package(
        "echarts/-/echarts-6.1.0.tgz",
        "q0yaFPggC9FUdsWH4blavRWFmxdrIodbkoKNAjJudAI6CA9gNPxHtV2RcZNEepZVlk4yvBYkOkbk6HIVpIyHZA==",
        {
            "dist/echarts.simple.min.js": "echarts/echarts.simple.min.js",
            "LICENSE": "echarts/LICENSE",
            "NOTICE": "echarts/NOTICE",
            "licenses/LICENSE-d3": "echarts/LICENSE-d3",
        },
    ),
]
ICON_PACKAGE = Package(
    "@tabler/icons/-/icons-3.51.0.tgz",
    "0pinvPZz7YeX+OSfxuEAbnEPWbocVXW5iU8h5lh41pYG8sZuQfpWECC980lxOT0clGIcNGn8xsBr+zKaRGdA/g==",
    {"LICENSE": "tabler-icons/LICENSE"},
)

# Our name (what the drawing means here) → Tabler's. Pages say `<c-icon name="visit" />`.
DRAWINGS = {
    "add": "plus",
    "aid": "heart-handshake",
    "alert": "alert-triangle",
    "approve": "circle-check",
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "attachment": "paperclip",
    "ban": "ban",
    "bank": "building-bank",
    "bell": "bell",
    "box": "package",
    "brief": "news",
    "building": "building",
    "calendar": "calendar",
    "camera": "camera",
    "campaign": "flag",
    "card": "id",
    "chart": "chart-bar",
    "check": "check",
    "checklist": "checklist",
    "chevron-down": "chevron-down",
    "chevron-left": "chevron-left",
    "chevron-right": "chevron-right",
    "circle": "circle",
    "clock": "clock",
    "close": "x",
    "cloud-off": "cloud-off",
    "company": "building-factory-2",
    "copy": "copy",
    "dashboard": "layout-dashboard",
    "delete": "trash",
    "document": "file-text",
    "dots": "dots",
    "download": "download",
    "edit": "edit",
    "excel": "file-spreadsheet",
    "eye": "eye",
    "eye-off": "eye-off",
    "family": "users-group",
    "file": "folder",
    "filter": "filter",
    "gift": "gift",
    "help": "help-circle",
    "history": "history",
    "home": "home",
    "house": "home-heart",
    "inbox": "inbox",
    "info": "info-circle",
    "key": "key",
    "ledger": "book-2",
    "link": "link",
    "list": "list-details",
    "lock": "lock",
    "login": "login",
    "logout": "logout",
    "mail": "mail",
    "map": "map-pin",
    "meeting": "calendar-event",
    "menu": "menu-2",
    "message": "message-2",
    "minus": "minus",
    "money": "coin-yuan",
    "moon": "moon",
    "notice": "speakerphone",
    "office": "building-community",
    "organisation": "sitemap",
    "pairing": "link-plus",
    "pause": "player-pause",
    "pdf": "file-type-pdf",
    "pen": "pencil",
    "people": "users",
    "person": "user",
    "phone": "phone",
    "pin": "pin",
    "play": "player-play",
    "print": "printer",
    "problem": "message-report",
    "receipt": "receipt",
    "refresh": "refresh",
    "reject": "circle-x",
    "rule": "ruler-2",
    "save": "device-floppy",
    "scales": "scale",
    "school": "school",
    "search": "search",
    "send": "send",
    "settings": "settings",
    "shield": "shield-check",
    "shop": "building-store",
    "sort": "arrows-sort",
    "sort-down": "sort-descending",
    "sort-up": "sort-ascending",
    "star": "star",
    "stop": "player-stop",
    "summer": "sun-high",
    "sun": "sun",
    "task": "subtask",
    "theme-auto": "sun-moon",
    "trail": "shield-search",
    "transfer": "transfer",
    "undo": "arrow-back-up",
    "upload": "upload",
    "visit": "map-pin-check",
    "wallet": "wallet",
    "warm": "flame",
    "wifi-off": "wifi-off",
    "yuan": "currency-yuan",
}


def fetched(package: Package) -> tarfile.TarFile:
    with urllib.request.urlopen(f"{REGISTRY}/{package.path}", timeout=120) as answer:  # noqa: S310 -- https, pinned
        body = answer.read()
    found = base64.b64encode(hashlib.sha512(body).digest()).decode()
    if found != package.sha512:
        raise SystemExit(f"{package.path}: SHA-512 is {found}, pinned is {package.sha512}")
    return tarfile.open(fileobj=io.BytesIO(body), mode="r:gz")


def member(archive: tarfile.TarFile, name: str) -> bytes:
    stream = archive.extractfile(f"package/{name}")
    if stream is None:
        raise SystemExit(f"no member {name}")
    return stream.read()


def without_source_map(name: str, body: bytes) -> bytes:
    """Source maps are not shipped, so a browser's tools must not ask for them."""
    if name.endswith((".js", ".css")):
        body = re.sub(
            rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=.*?\*/)\s*$", b"\n", body
        )
    return body


def drawing(body: bytes) -> str:
    """A drawing on one line, without comment, size and class: those are the component's to say."""
    text = re.sub(r"<!--.*?-->", "", body.decode(), flags=re.DOTALL)
    inside = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    if inside is None:
        raise SystemExit("not a drawing")
    strokes = "".join(line.strip() for line in inside[1].splitlines())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        f"{strokes}</svg>\n"
    )


def fetch() -> None:
    for package in [*PACKAGES, ICON_PACKAGE]:
        with fetched(package) as archive:
            for name, target in package.members.items():
                path = VENDOR / target
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(without_source_map(name, member(archive, name)))
            if package is ICON_PACKAGE:
                ICONS.mkdir(parents=True, exist_ok=True)
                for ours, theirs in DRAWINGS.items():
                    svg = drawing(member(archive, f"icons/outline/{theirs}.svg"))
                    (ICONS / f"{ours}.svg").write_text(svg, encoding="utf-8")
        print("fetched", package.path)
    SUMS.write_text("".join(f"{digest}  {name}\n" for name, digest in sums().items()))


def sums() -> dict[str, str]:
    files = sorted(p for p in VENDOR.rglob("*") if p.is_file() and p.suffix != ".md" and p != SUMS)
    return {
        p.relative_to(VENDOR).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }


def check() -> bool:
    lines = (line.split("  ", 1) for line in SUMS.read_text().splitlines())
    recorded = {name: digest for digest, name in lines}
    wrong = sorted(
        name for name, digest in {**recorded, **sums()}.items() if recorded.get(name) != digest
    )
    for name in wrong:
        print("differs:", name)
    return not wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="compare with the recorded sums, offline"
    )
    if parser.parse_args().check:
        sys.exit(0 if check() else 1)
    fetch()


if __name__ == "__main__":
    main()
