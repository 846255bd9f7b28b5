"""How files, answers, bounced payments and templates look in lists."""

from typing import Any

from django.urls import reverse

from assistance.aid.models import Payment
from assistance.banks.models import BankAnswer, BankFile, BankTemplate
from assistance.banks.queries import why_words
from assistance.banks.rules import SAID_WORDS
from ground.kernel.identifiers import masked_name
from ground.web.lists import Choice, Column, Empty, ListPage, Span

SAID_TONES = {"paid": "good", "failed": "bad", "unknown": "warn"}
BOUNCED_TONES = {"returned": "bad", "reissued": "good", "released": "neutral"}
FILE_TONES = {"made": "warn", "sent": "info", "withdrawn": "neutral"}


def file_tone(file: BankFile) -> str:
    return FILE_TONES[file.state]


def payee_of(payment: Payment) -> str:
    return masked_name(payment.payee.name)


FILES = ListPage(
    title="银行代发",
    subtitle="一个批次一个代发文件；送交后等银行回盘，结果不明的查询，不重发",
    columns=[
        Column(
            "number", "文件号", "link", "number", url=lambda f: reverse("banks:file", args=[f.pk])
        ),
        Column("batch", "批次", "link", url=lambda f: reverse("aid:batch", args=[f.batch_id])),
        Column("template", "模板"),
        Column("lines", "笔数", "number", "lines"),
        Column("total", "金额（元）", "money", "total"),
        Column("state", "状态", "badge", "state", tone=file_tone),
        Column("sent_on", "送交日期", "date", "sent_on"),
        Column("due_on", "应回盘日期", "date", "due_on"),
        Column("open", "待结果", "number"),
        Column("bounced", "待重发退票", "number"),
    ],
    search=["number", "batch__name"],
    search_hint="文件号、批次",
    filters=[
        Choice("state", "状态", BankFile.State.choices),
        Span("sent", "送交日期", "sent_on"),
    ],
    ordering=["-pk"],
    noun="个",
    empty=Empty("还没有代发文件", "银行发放的批次批准后，在这里生成代发文件。", "money"),
)

ANSWERS = ListPage(
    title="银行回盘",
    columns=[
        Column(
            "file",
            "回盘文件",
            "link",
            value=lambda a: a.intake.file_name,
            url=lambda a: reverse("banks:answer", args=[a.pk]),
        ),
        Column("taken_on", "入账日期", "date", "taken_on"),
        Column("taken_by", "导入人"),
        Column("paid", "成功（笔）", "number", "paid"),
        Column("paid_amount", "成功（元）", "money", "paid_amount"),
        Column("failed", "退票（笔）", "number", "failed"),
        Column("failed_amount", "退票（元）", "money", "failed_amount"),
        Column("unknown", "不明（笔）", "number", "unknown"),
        Column("undone_on", "撤销日期", "date", "undone_on"),
    ],
    search=["intake__file_name"],
    search_hint="文件名",
    filters=[Span("taken", "入账日期", "taken_on")],
    ordering=["-pk"],
    noun="次",
    parent=("银行代发", "banks:files"),
    empty=Empty("还没有回盘", "在代发文件的页面上导入银行返回的文件。", "upload"),
)

LINES = ListPage(
    title="回盘明细",
    columns=[
        Column("line", "行号", "number", value=lambda one: one.line.number),
        Column(
            "payee",
            "收款人",
            "link",
            value=lambda one: payee_of(one.line.payment),
            url=lambda one: reverse("aid:payment", args=[one.line.payment_id]),
        ),
        Column("unit", "单位", value=lambda one: one.line.payment.link_point.name),
        Column("amount", "金额（元）", "money", value=lambda one: one.line.payment.amount),
        Column("said", "结果", "badge", "said", tone=lambda one: SAID_TONES[one.said]),
        Column("why", "原因"),
        Column("words", "银行说明"),
        Column("answered_on", "处理日期", "date", "answered_on"),
    ],
    filters=[
        Choice("said", "结果", [(one.value, word) for one, word in SAID_WORDS.items()]),
    ],
    ordering=["pk"],
    noun="笔",
    parent=("银行回盘", "banks:answers"),
)

BOUNCED = ListPage(
    title="退票重发",
    subtitle="银行退回的款项：更正账号后编成重发批次；不再发放的放弃，资金退回可用",
    columns=[
        Column("file_no", "档案编号", value=lambda p: p.file.file_no if p.file else ""),
        Column(
            "payee",
            "收款人",
            "link",
            value=payee_of,
            url=lambda p: reverse("aid:payment", args=[p.pk]),
        ),
        Column("link_point", "单位"),
        Column("card", "原账号", value=lambda p: f"{p.payee.bank} **** {p.payee.card_tail}"),
        Column("amount", "金额（元）", "money", "amount"),
        Column("why", "退票原因", "badge", value=lambda p: why_words(p.why), tone=lambda _: "bad"),
        Column("bank_words", "银行说明"),
        Column("bounced_on", "退票日期", "date"),
        Column(
            "batch",
            "原批次",
            "link",
            url=lambda p: reverse("banks:follow_up", args=[p.batch_id]),
        ),
        Column(
            "state", "状态", "badge", "state", tone=lambda p: BOUNCED_TONES.get(p.state, "info")
        ),
        Column(
            "reissue",
            "重发批次",
            value=lambda p: getattr(getattr(p, "reissue", None), "batch", None) or "",
        ),
    ],
    search=["file__file_no", "payee__name", "batch__name"],
    search_hint="档案编号、收款人、批次",
    filters=[
        Choice(
            "state",
            "状态",
            [
                (one.value, one.label)
                for one in (Payment.State.RETURNED, Payment.State.REISSUED, Payment.State.RELEASED)
            ],
        )
    ],
    ordering=["-pk"],
    noun="笔",
    parent=("银行代发", "banks:files"),
    empty=Empty("没有退票", "银行退回的款项会列在这里，直到重发或放弃。", "check"),
)

TEMPLATES = ListPage(
    title="银行文件模板",
    subtitle="各银行代发文件和回盘文件的格式；改动即新版本，旧版本保留",
    columns=[
        Column(
            "name", "模板", "link", "name", url=lambda t: reverse("banks:template", args=[t.pk])
        ),
        Column("bank", "银行", sort="bank"),
        Column("organisation", "单位", value=lambda t: t.organisation or "随系统提供"),
        Column("version", "版本", "number"),
        Column("valid_from", "自", "date", "valid_from"),
    ],
    search=["name", "bank"],
    search_hint="银行、模板名称",
    ordering=["bank", "name"],
    noun="个",
    parent=("银行代发", "banks:files"),
    exports=False,
)


def answer_facts(answer: BankAnswer) -> list[tuple[str, int, Any]]:
    return [
        ("成功", answer.paid, answer.paid_amount),
        ("退票", answer.failed, answer.failed_amount),
        ("结果不明", answer.unknown, answer.unknown_amount),
    ]


def template_words(template: BankTemplate) -> str:
    return f"{template} 第{template.version}版"
