"""A kind of brief about the seasonal campaigns: how they went, unit by unit, against a year ago."""

from ground.briefs.kinds import DraftArticle, kind


@kind(
    "campaign",
    label="活动专报",
    hint="送温暖等活动办得怎样：户数、走访、资金和物资，分单位，与去年同期比较",
    order=35,
)
def campaign(span: str) -> list[DraftArticle]:
    return [
        DraftArticle(
            title="帮扶活动开展情况",
            text=(
                f"{span}，开展活动[[开展活动]]，慰问救助[[活动慰问救助户（点）]]"
                "（同比[[活动慰问救助户（点），同比]]），走访慰问[[活动走访慰问]]，"
                "送出物资[[活动送出物资]]，发放慰问救助金[[发放慰问救助金]]"
                "（同比[[发放慰问救助金，同比]]）。\n"
                "一、各单位情况\n"
                "[[表：活动慰问救助户（点）、活动走访慰问、活动送出物资，分单位]]\n"
                "二、与去年同期比较\n"
                "[[表：活动慰问救助户（点）、活动走访慰问、发放慰问救助金，同比]]\n"
                "[[图：活动慰问救助户（点），分单位]]"
            ),
        )
    ]
