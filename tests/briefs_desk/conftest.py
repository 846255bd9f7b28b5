"""A desk with a series, a unit, an editor and a leader; the fonts are the real ones."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from ground.accounts.models import Organisation, User
from ground.briefs import facts, services
from ground.briefs.facts import Record, Rows
from ground.briefs.models import Article, Contribution, Issue, Series

STORY = Path(__file__).resolve().parents[2] / "platform/runtime/story/changde_2008_2.json"
BODY = [{"kind": "paragraph", "text": "五月十四日走访企业，了解困难职工生活。"}]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not (Path(settings.FONT_DIR) / "song.otf").is_file():
        for item in items:
            if "needs_fonts" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="fonts have not been built"))


@pytest.fixture
def texts() -> dict:
    return json.loads(STORY.read_text(encoding="utf-8"))


@pytest.fixture
def editor(person) -> User:
    return person("office")


@pytest.fixture
def leader(person) -> User:
    return person("leader")


@pytest.fixture
def unit(make_organisation) -> Organisation:
    return make_organisation("市政协办", "agency")


@pytest.fixture
def series(root: Organisation, editor: User) -> Series:
    return services.found_series(
        by=editor,
        organisation=root,
        title="常德“双联”简报",
        issuer="常德市“双联”工作领导小组办公室编",
        marking="内部资料 注意保存",
        report_to="省“双联”办",
        paper_year=2008,
        paper_number=1,
    )


@pytest.fixture
def send(unit: Organisation, person) -> Callable[..., Contribution]:
    liaison = person("liaison", unit)

    def sent(title: str = "走访企业", blocks: list | None = None, **more: str) -> Contribution:
        return services.send_contribution(
            by=liaison, organisation=unit, title=title, blocks=blocks or BODY, **more
        )

    return sent


@pytest.fixture
def start(series: Series, editor: User) -> Callable[..., Issue]:
    def started(year: int = 2008) -> Issue:
        return services.start_issue(
            by=editor,
            series=series,
            year=year,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 6, 25),
        )

    return started


@pytest.fixture
def filled(start, send, editor: User) -> Callable[..., Issue]:
    """An issue with one article each for the titles given."""

    def fill(*titles: str, year: int = 2008) -> Issue:
        issue = start(year)
        for title in titles or ("走访企业",):
            services.adopt(by=editor, issue=issue, contribution=send(title), section="工作动态")
        return issue

    return fill


@pytest.fixture
def submitted(filled, editor: User) -> Callable[..., Issue]:
    def submit(*titles: str, year: int = 2008) -> Issue:
        return services.submit_issue(by=editor, issue=filled(*titles, year=year))

    return submit


@pytest.fixture
def article(filled) -> Article:
    return Article.objects.get(issue=filled())


def edited(article: Article, **changes: object) -> dict:
    """The arguments of `edit_article` for an article as it stands, with changes."""
    fields = ("section", "title", "subtitle", "byline", "contributor", "editor_note", "blocks")
    return {field: getattr(article, field) for field in fields} | changes


@pytest.fixture
def only_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two facts of our own, whatever the apps above declare: a count and a sum."""
    monkeypatch.setattr(facts, "_facts", {})

    @facts.fact("test.sent", label="报送稿件", unit="篇", order=10, charted="来稿情况")
    def sent(organisation, period) -> Rows:
        rows = Contribution.objects.filter(
            received_on__range=(period.starts_on, period.ends_on)
        ).order_by("pk")
        return Rows(
            queryset=rows,
            record=lambda row: Record(label=row.title, url=f"/briefs/contributions/{row.pk}/"),
        )

    @facts.fact("test.relief", label="慰问救助金", unit="元", order=20)
    def relief(organisation, period) -> Rows:
        return Rows(
            queryset=Series.objects.filter(print_run__isnull=False),
            amount="print_run",
            record=lambda row: Record(label=row.title, url="/", value=Decimal(row.print_run)),
        )
