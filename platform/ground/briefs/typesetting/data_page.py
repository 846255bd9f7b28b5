"""The page of figures and charts at the end of a brief."""

from collections import Counter
from datetime import date

from ground.briefs.typesetting.charts import bar_chart
from ground.briefs.typesetting.document import DataPage, Figure
from ground.briefs.typesetting.markup import NOTHING, Html, chinese_date, tag

ANCHOR = "data"


def data_page(page: DataPage) -> Html:
    """The figures with their remarks, then the charts."""
    note, remarks = told_of(page)
    charts = (
        tag(
            "figure",
            tag(
                "figcaption",
                f"{numbered('图', at, len(page.charts))}{chart.title}（单位：{chart.unit}）",
            ),
            bar_chart(chart),
        )
        for at, chart in enumerate(page.charts)
    )
    return tag(
        "section",
        tag("h2", page.title, data_label=page.title),
        tag("p", note, class_="data-note") if note else NOTHING,
        _figures(page.figures, remarks) if page.figures else NOTHING,
        *charts,
        id=ANCHOR,
        class_="data",
    )


def told_of(page: DataPage) -> tuple[str, list[str]]:
    """The line under the title, with the day that most figures share, and the remark of each figure."""
    days = Counter(figure.as_of for figure in page.figures)
    shared = max(days, key=lambda day: (days[day], day or date.min), default=None)
    except_where = "除另有说明外，" if len(days) > 1 else ""
    notes = [page.note] if page.note else []
    notes += [f"{except_where}数据截至{chinese_date(shared)}"] if shared else []
    return "　".join(notes), [_remark(figure, shared) for figure in page.figures]


def numbered(word: str, position: int, total: int) -> str:
    return f"{word}{position + 1}　" if total > 1 else ""


def _figures(figures: tuple[Figure, ...], remarks: list[str]) -> Html:
    remarked = any(remarks)  # an empty column says nothing
    header = tag(
        "tr",
        tag("th", "指　标", scope="col"),
        tag("th", "数　值", scope="col", colspan="2"),
        tag("th", "说　明", scope="col") if remarked else NOTHING,
    )
    rows = (
        _figure(figure, tag("td", remark, class_="remark") if remarked else NOTHING)
        for figure, remark in zip(figures, remarks, strict=True)
    )
    kind = "figures" if remarked else "figures unremarked"
    return tag("table", tag("thead", header), tag("tbody", *rows), class_=kind)


def _remark(figure: Figure, shared: date | None) -> str:
    day = f"截至{chinese_date(figure.as_of)}" if figure.as_of and figure.as_of != shared else ""
    return "；".join(part for part in (figure.remark, day) if part)


def _figure(figure: Figure, remark: Html) -> Html:
    # Three sizes: a sum to the cent must stay on one line.
    size = ["", "long", "huge"][sum(len(figure.value) > most for most in (10, 16))]
    value = tag("a", figure.value, href=figure.link) if figure.link else figure.value
    return tag(
        "tr",
        tag("th", figure.label, scope="row"),
        tag("td", value, class_=f"value {size}".strip()),
        tag("td", figure.unit, class_="unit"),
        remark,
    )
