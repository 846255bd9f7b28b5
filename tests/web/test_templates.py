"""What no template and no page may contain, in any app."""

import importlib.util
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from ground.web.shell import declared_entries
from ground.web.templatetags.shuanglian import icon_exists

ROOT = Path(__file__).resolve().parents[2]
OURS = ("ground", "assistance", "campaigns", "runtime")
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*="),
    "an inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "something remote": re.compile(r"(?:src|href|action|url\()\s*=?\s*[\"'(]?\s*(?:https?:)?//"),
    "a script in the page": re.compile(r"<script(?![^>]*(?:src=|application/json))"),
    "a style sheet in the page": re.compile(r"<style"),
    "a Bootstrap behaviour": re.compile(r"data-bs-toggle"),
    "an htmx expression": re.compile(r"hx-on|hx-vars|[\"']js:"),
}


def page_templates() -> list[Path]:
    """Every template of ours that a browser gets. What is typeset has rules of its own."""
    folders = [
        Path(config.path) / "templates"
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in OURS
    ]
    found = [path for folder in folders for path in folder.rglob("*.html")]
    return sorted(path for path in found if "typesetting" not in path.parts)


def test_there_are_templates():
    assert len(page_templates()) > 40


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_hold_to_the_content_security_policy(what):
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in page_templates()
        if (found := FORBIDDEN[what].search(path.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def test_every_template_compiles():
    for path in page_templates():
        get_template(
            path.relative_to(next(p for p in path.parents if p.name == "templates")).as_posix()
        )


def test_every_drawing_that_is_named_exists():
    named = re.compile(
        r"{% icon \"([\w-]+)\"|<c-icon name=\"([\w-]+)\"|<c-[\w-]+[^>]*\sicon=\"([\w-]+)\""
    )
    wrong = [
        f"{path.name}: {name}"
        for path in page_templates()
        for groups in named.findall(path.read_text(encoding="utf-8"))
        for name in groups
        if name and not icon_exists(name)
    ]
    assert wrong == []


def test_every_entry_of_the_navigation_leads_somewhere_and_has_its_drawing():
    names = {name for name, _ in walked()}
    assert [e.url_name for e in declared_entries() if e.url_name not in names] == []
    assert [e.label for e in declared_entries() if not icon_exists(e.icon)] == []


def test_every_page_declares_its_audience():
    silent = [name for name, view in walked() if not hasattr(view, "audience")]
    assert silent == []


def test_our_own_scripts_and_styles_name_nothing_remote():
    ours = [
        path
        for folder in ("assistance", "campaigns", "platform")
        for path in (ROOT / folder).glob("**/static/**/*")
        if path.suffix in {".css", ".js", ".svg"} and "vendor" not in path.parts
    ]
    assert len(ours) > 20
    wrong = [
        path.name
        for path in ours
        if re.search(r"https?://(?!www\.w3\.org/2000/svg)", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_what_others_made_is_unchanged():
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "tools/vendor.py")
    vendor = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["vendor"] = vendor
    spec.loader.exec_module(vendor)
    assert vendor.check()


def walked(resolver: URLResolver | None = None, space: str = "") -> list[tuple[str, object]]:
    """Every named page with its view; the API declares its own audiences."""
    found: list[tuple[str, object]] = []
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            found.append((f"{space}{one.name}", one.callback))
        elif one.app_name != "ninja":
            found += walked(one, f"{one.namespace}:" if one.namespace else space)
    return found
