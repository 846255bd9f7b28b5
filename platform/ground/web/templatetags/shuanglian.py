"""How values look on a page: amounts, dates, masks, drawings, inputs. `{% load shuanglian %}`."""

import re
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ground.jobs.models import Job
from ground.jobs.queries import trouble_of
from ground.kernel import clock, identifiers, lines
from ground.kernel import money as yuan

register = template.Library()

ICONS = Path(__file__).resolve().parents[1] / "templates" / "web" / "icons"
TEN_THOUSAND = 10_000
NOTHING = "—"

register.filter("masked_name", lambda text: identifiers.masked_name(str(text or "")))
register.filter("masked_id", lambda text: identifiers.masked_id(str(text or "")))
register.filter("masked_mobile", lambda text: identifiers.masked_mobile(str(text or "")))
register.filter("masked_card", lambda text: identifiers.masked_card(str(text or "")))


@register.simple_tag
def error_number() -> str:
    """The number of the present request, for the foot of a page that says no; nothing outside of one."""
    number = lines.known().get("request")
    return f" · 错误编号 {number}" if number else ""


@register.filter
def money(amount: Decimal | int | None) -> str:
    """`19,000.00`; nothing is a dash, never a zero."""
    return NOTHING if amount is None or amount == "" else yuan.shown(Decimal(amount))


@register.filter
def money_short(amount: Decimal | int | None) -> str:
    """`19,000` for whole yuan, otherwise two places."""
    return NOTHING if amount is None or amount == "" else yuan.shown_short(Decimal(amount))


@register.filter
def counted(value: object) -> object:
    """A count with its thousands parted (7,635); words stay as they are."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


@register.filter
def wan(amount: Decimal | int | None) -> str:
    """Yuan shown in ten thousands: 158,000 → `15.8`. The page writes the unit 万元 beside it."""
    if amount is None or amount == "":
        return NOTHING
    tens = yuan.rounded(Decimal(amount) / TEN_THOUSAND)
    return f"{tens:,.2f}".rstrip("0").rstrip(".")


@register.filter
def capitals(amount: Decimal | int | None) -> str:
    """`壹万玖仟元整`."""
    return NOTHING if amount is None else yuan.capitals(Decimal(amount))


@register.filter
def number(value: float | Decimal | None) -> str:
    """Thousands separators, places as they are."""
    return NOTHING if value is None or value == "" else f"{value:,}"


@register.filter
def percent(share: float | Decimal | None) -> str:
    """A share of one as a percentage: 0.873 → `87.3%`."""
    if share is None or share == "":
        return NOTHING
    return f"{Decimal(str(share)) * 100:.1f}".rstrip("0").rstrip(".") + "%"


@register.filter
def cn_date(on: date | None) -> str:
    """`2008年6月25日`."""
    on = _day(on)
    return f"{on.year}年{on.month}月{on.day}日" if on else NOTHING


@register.filter
def cn_month_day(on: date | None) -> str:
    """`6月25日`, the year before it when it is not the present one."""
    on = _day(on)
    if on is None:
        return NOTHING
    return f"{on.month}月{on.day}日" if on.year == clock.today().year else cn_date(on)


@register.filter
def short_date(on: date | None) -> str:
    """`2008-06-25`, for tables: every date as wide as the other."""
    on = _day(on)
    return on.isoformat() if on else NOTHING


@register.filter
def short_time(at: datetime | None) -> str:
    """`2008-06-25 09:30` in China."""
    return f"{at.astimezone(clock.CHINA):%Y-%m-%d %H:%M}" if at else NOTHING


@register.filter
def seconds(took: float) -> str:
    """`0.02 秒`, `45 秒`, `3 分`, `2 小时`."""
    for unit, name, most in ((1, "秒", 60), (60, "分", 60), (3600, "小时", 48)):
        if took < unit * most:
            return f"{took / unit:.2g} {name}" if took < unit * 10 else f"{took / unit:.0f} {name}"
    return f"{took / 86400:.0f} 天"


@register.filter
def days_ago(on: date | None) -> str:
    """`今天`, `3天前`, `还有2天`."""
    on = _day(on)
    if on is None:
        return ""
    days = (clock.today() - on).days
    return "今天" if days == 0 else f"{days}天前" if days > 0 else f"还有{-days}天"


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """Several inputs under one label: a fieldset with a legend."""
    return bool(field.field.widget.use_fieldset)


@register.simple_tag
@lru_cache(maxsize=2048)
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """A drawing of `web/icons/`, inline. With a label it is read out; without, it is ornament."""
    said = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="sl-icon{}" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        f" sl-icon-{size}" if size else "",
        mark_safe(said),  # noqa: S308 -- formatted above
        _strokes(name),
    )


@register.simple_tag
def widget(field: BoundField, autofocus: str = "") -> SafeString:
    """The input of a bound field in the dress of the design system. Django adds the aria- ties."""
    dressed = field.field.widget
    attrs: dict[str, Any] = {}
    kind = getattr(dressed, "input_type", "")
    if isinstance(dressed, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        attrs["class"] = "form-check-input"
    elif isinstance(dressed, forms.Select):
        attrs["class"] = "form-select"
    elif kind != "hidden":
        attrs["class"] = "form-control"
    if isinstance(dressed, forms.DateInput) and kind == "text":
        dressed.input_type, dressed.format = "date", "%Y-%m-%d"
    if isinstance(dressed, forms.Textarea) and dressed.attrs.pop("cols", "") == "40":
        dressed.attrs["rows"] = 4  # forty by ten is Django's own size, which nobody chose
    if isinstance(field.field, forms.DecimalField | forms.IntegerField):
        attrs["class"] += " sl-num-input"
        attrs["inputmode"] = "decimal"
    if field.errors and "class" in attrs:
        attrs["class"] += " is-invalid"
    if autofocus:
        attrs["autofocus"] = True
    attrs["class"] = " ".join(filter(None, [dressed.attrs.get("class"), attrs.get("class")]))
    return field.as_widget(attrs=attrs)


def icon_exists(name: str) -> bool:
    return (ICONS / f"{name}.svg").is_file()


@lru_cache(maxsize=512)
def _strokes(name: str) -> SafeString:
    path = ICONS / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        path = ICONS / "circle.svg"  # a wrong name must not take a page down; a test finds it
    inside = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    return mark_safe(inside[1] if inside else "")  # noqa: S308 -- our own drawings


def _day(on: date | datetime | None) -> date | None:
    return on.astimezone(clock.CHINA).date() if isinstance(on, datetime) else on or None


@register.filter
def unlocalized(value: float | Decimal) -> str:
    """A number as HTML attributes want it."""
    return str(value)


JOB_TONES = {
    Job.State.RUNNING: "info",
    Job.State.DONE: "good",
    Job.State.FAILED: "bad",
}


@register.simple_tag
def job_tone(job: Job) -> str:
    return JOB_TONES.get(Job.State(job.state), "neutral")


@register.simple_tag
def job_trouble(job: Job) -> str:
    """Why an open job does not go on; empty where it does."""
    return trouble_of(job)


@register.simple_tag
def chart_key() -> str:
    """A name for the data of one chart, unlike the others of the page."""
    return f"chart-{secrets.token_hex(4)}"


@register.filter
def chart_data(source: Any) -> dict[str, Any]:
    """What a chart is drawn from, in one shape: labels, series, and the rows of its table.

    Accepts `[(label, value), …]`, `{"labels": […], "series": [{"name": …, "values": […]}]}`, or an
    object with `bars` such as `workbench.Chart`.
    """
    bars = getattr(source, "bars", source)
    if isinstance(bars, dict):
        labels = [str(label) for label in bars["labels"]]
        series = [
            {"name": one.get("name", ""), "values": _plain(one["values"])} for one in bars["series"]
        ]
    else:
        labels = [str(label) for label, _ in bars or []]
        series = [{"name": "", "values": _plain(value for _, value in bars or [])}]
    rows = [(label, [one["values"][at] for one in series]) for at, label in enumerate(labels)]
    return {"labels": labels, "series": series, "rows": rows}


def _plain(values: Iterable[Any]) -> list[int | float]:
    """Numbers that JSON can hold: a chart is a picture, the exact amounts stand elsewhere."""
    return [value if isinstance(value, int) else float(value) for value in values]
