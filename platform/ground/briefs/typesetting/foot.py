"""The foot of the last page (报尾): who gets it, who made it, how many are printed."""

from ground.briefs.typesetting.document import Footer
from ground.briefs.typesetting.markup import NOTHING, Html, tag


def receivers_of(footer: Footer) -> list[tuple[str, str]]:
    told = (
        ("报：", footer.report_to),
        ("送：", footer.send_to),
        ("发：", footer.distribute_to),
        ("本期增发：", footer.extra_to),
    )
    return [
        (label, names if names.endswith(("。", "；")) else f"{names}。")
        for label, names in told
        if names
    ]


def people_of(footer: Footer) -> list[tuple[str, str]]:
    told = (("编辑：", footer.editor), ("核稿：", footer.checker), ("签发：", footer.signer))
    return [(label, name) for label, name in told if name]


def print_run_of(footer: Footer) -> str:
    return "" if footer.print_run is None else f"（共印{footer.print_run}份）"


def foot_of(footer: Footer, *, wide: bool = False) -> Html:
    rows = [
        tag(
            "div",
            tag("span", label, class_="label"),
            names,
            class_="row extra" if label == "本期增发：" else "row",
        )
        for label, names in receivers_of(footer)
    ]
    desk = [tag("span", label, name, class_="person") for label, name in people_of(footer)]
    if run := print_run_of(footer):
        desk.append(tag("span", run, class_="run"))
    if desk:
        rows.append(tag("div", *desk, class_="row desk"))
    if not rows:
        return NOTHING
    call = "footer-call wide" if wide else "footer-call"
    return tag("div", tag("div", *rows, class_="footer"), class_=call)
