"""The kinds of brief that follow from the figures of the scheme alone; an editor writes on."""

from ground.briefs.kinds import DraftArticle, kind


@kind(
    "leader",
    label="领导专报",
    hint="一页讲清：关键数字、比较和图，给领导看",
    order=10,
    most_pages=1,
)
def leader(span: str) -> list[DraftArticle]:
    return [
        DraftArticle(
            title="“双联”帮扶工作要情",
            text=(
                f"{span}，开展走访[[走访]]（同比[[走访，同比]]），发放慰问救助金[[发放慰问救助金]]"
                "（同比[[发放慰问救助金，同比]]），受助困难家庭[[受助困难家庭]]，"
                "解决企业困难问题[[解决企业困难问题]]。"
                "需要关注：逾期未办结企业困难问题[[逾期未办结企业困难问题]]，应走访而未走访[[应走访而未走访]]。\n"
                "[[图：走访，分单位]]"
            ),
        )
    ]


@kind(
    "ranking",
    label="进展通报",
    hint="各单位走访、办理和发放的排名表",
    order=20,
)
def ranking(span: str) -> list[DraftArticle]:
    return [
        DraftArticle(
            title="各单位“双联”帮扶工作进展情况",
            text=(
                f"现将{span}各单位工作进展情况通报如下。\n"
                "一、走访\n[[表：按要求已走访、应走访、应走访而未走访，分单位]]\n"
                "二、企业困难问题\n[[表：解决企业困难问题、登记企业困难问题、逾期未办结企业困难问题，分单位]]\n"
                "三、帮扶发放\n[[表：发放慰问救助金、受助困难家庭，分单位]]"
            ),
        )
    ]


@kind(
    "warning",
    label="预警信息",
    hint="逾期和未落实的事项，分单位列出",
    order=30,
)
def warning(span: str) -> list[DraftArticle]:
    return [
        DraftArticle(
            title="逾期和未落实事项预警",
            text=(
                f"{span}，逾期未办结企业困难问题[[逾期未办结企业困难问题]]，"
                "逾期未办结投诉举报[[逾期未办结投诉举报]]，应走访而未走访[[应走访而未走访]]，"
                "没有走访到的双联点[[没有走访到的双联点]]。请有关单位尽快落实。\n"
                "[[表：逾期未办结企业困难问题、逾期未办结投诉举报、应走访而未走访，分单位]]"
            ),
        )
    ]


@kind(
    "weekly",
    label="数据快报",
    hint="一周或一月的主要数字，与上期比较，附本期数据",
    order=40,
    has_data_page=True,
)
def weekly(span: str) -> list[DraftArticle]:
    return [
        DraftArticle(
            title="“双联”帮扶工作数据快报",
            text=(
                f"{span}主要数据与上期比较：\n"
                "[[表：走访、走访发现困难家庭、办结帮扶任务、解决企业困难问题、发放慰问救助金、受助困难家庭，比上期]]\n"
                "[[图：发放慰问救助金，分单位]]"
            ),
        )
    ]
