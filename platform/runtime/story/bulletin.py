"""The brief: articles come in, the desk corrects them, a leader signs and writes on it."""

import json
from datetime import date

from ground.accounts.models import User
from ground.briefs import services as briefs
from ground.briefs.models import Article, Contribution, Issue, Series
from runtime.story.people import LINLI, ROOT, TAOYUAN
from runtime.story.pictures import shelves_of_the_shop
from runtime.story.scene import place, texts, who

SHOWN_AFTER, PHOTO = "爱心超市”", "[[照片1：爱心超市开业前的货架（示例图）]]"
# What the office follows for itself: this issue reports results.
NOT_FOR_LEADERS = [
    "rounds.visits_due",
    "rounds.visits_done",
    "rounds.duties_missed",
    "rounds.points_covered",
    "problems.registered",
    "problems.judged",
    "problems.found_good",
    "households.files_active",
    "reviews.done",
    "reviews.spot_checked",
    "aid.families_aided",
    "aid.paid_condolence",
    "supervision.bulletins_released",
    "supervision.agencies_ranked",
    "supervision.awards_granted",
]


def contributions() -> None:
    senders = [("liaison", "市政协办"), ("linli", LINLI), ("taoyuan", TAOYUAN)]
    for (sender, organisation), text in zip(senders, texts()["articles"], strict=True):
        shows = SHOWN_AFTER in json.dumps(text["blocks"], ensure_ascii=False)
        briefs.send_contribution(
            by=who(sender),
            organisation=place(organisation),
            photos={1: shelves_of_the_shop(who(sender), "货架.jpg")} if shows else {},
            **{key: text[key] for key in ("title", "subtitle", "byline", "contributor", "blocks")},
        )


def desk() -> None:
    editor = who("editor")
    series = briefs.found_series(
        by=editor,
        organisation=place(ROOT),
        title="常德“双联”简报",
        issuer="常德市“双联”工作领导小组办公室编",
        marking="内部资料 注意保存",
        report_to="省“双联”办，市委、市人大、市政府、市政协领导",
        send_to="市直各参联单位",
        distribute_to="各县（市、区）“双联”办",
        print_run=80,
        paper_year=2008,
        paper_number=1,
    )
    issue = briefs.start_issue(
        by=editor, series=series, year=2008, starts_on=date(2008, 1, 1), ends_on=date(2008, 6, 25)
    )
    for text in texts()["articles"]:
        article = briefs.adopt(
            by=editor,
            issue=issue,
            contribution=Contribution.objects.get(title=text["title"]),
            section=text["section"],
        )
        _correct(editor, article)
    briefs.choose_figures(by=editor, issue=issue, left_out=NOT_FOR_LEADERS, zeros=[])
    briefs.submit_issue(by=editor, issue=issue)


def _correct(editor: User, article: Article) -> None:
    """What a careful editor mends; the contribution keeps what was sent."""
    body = json.dumps(article.blocks, ensure_ascii=False)
    for correction in texts()["corrections"]:
        body = body.replace(correction["raw"], correction["corrected"])
    blocks = json.loads(body)
    for at, block in enumerate(blocks, 1):
        if SHOWN_AFTER in block["text"]:
            blocks.insert(at, {"kind": "paragraph", "text": PHOTO})
            break
    briefs.edit_article(
        by=editor,
        article=article,
        section=article.section,
        title=article.title,
        subtitle=article.subtitle,
        byline=article.byline,
        contributor=article.contributor,
        editor_note="",
        blocks=blocks,
    )


def signed() -> None:
    briefs.sign_issue(by=who("leader"), issue=Issue.objects.get(series=Series.objects.get()))


def instructed() -> None:
    """The leader has read what was done at the lotus lake, and wants the rest done, too."""
    briefs.give_instruction(
        by=who("leader"),
        issue=Issue.objects.get(series=Series.objects.get()),
        words="莲花湖社区的做法很好。其余困难户的取暖、就学问题，请县“双联”办会同民政、教育部门逐户拿出办法。",
        organisation=place(TAOYUAN),
        due_on=date(2008, 7, 10),
    )
