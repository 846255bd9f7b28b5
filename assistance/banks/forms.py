"""What people give: a day and a number from the bank, a file that it answered with, how it wants its file."""

from datetime import date
from typing import Any

from django import forms

from assistance.aid.models import Payment
from assistance.aid.rules import NAME_LENGTH
from assistance.banks import rules
from assistance.banks.models import BankTemplate
from assistance.banks.services.files import LONGEST_RECEIPT, LONGEST_WORDS
from assistance.banks.services.templates import LONGEST_NAME
from ground.sheets.limits import MOST_BYTES
from ground.sheets.refusals import refusal

ACCEPTED = ".xlsx,.xls,.csv,.txt"
CASH = Payment.Channel.CASH_SIGNED.value


class SendForm(forms.Form):
    sent_on = forms.DateField(label="送交日期")
    receipt_no = forms.CharField(
        label="银行受理号", max_length=LONGEST_RECEIPT, help_text="网银流水号，或银行回执上的编号"
    )


class InquiryForm(forms.Form):
    words = forms.CharField(
        label="银行的答复",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 2}),
        help_text="问了谁、怎么说；不要写个人号码",
    )


class AnswerForm(forms.Form):
    file = forms.FileField(
        label="回盘文件",
        widget=forms.ClearableFileInput({"accept": ACCEPTED}),
        help_text=f"银行给的原文件，.xlsx、.csv 或 .txt，不超过{MOST_BYTES >> 20}MB",
        error_messages={"required": "请选择文件", "empty": refusal("sheet_empty").message},
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(refusal("sheet_too_large").message)
        return sent


class FollowUpForm(forms.Form):
    """Which bounced payments go out again, in what way."""

    name = forms.CharField(label="新批次名称", max_length=NAME_LENGTH)
    channel = forms.ChoiceField(
        label="发放方式", choices=[("", "银行代发"), (CASH, "现金签收")], required=False
    )
    payments = forms.TypedMultipleChoiceField(
        label="重发哪些", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, among: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payments"].choices = among  # type: ignore[attr-defined]


class ChooseTemplateForm(forms.Form):
    template = forms.ModelChoiceField(
        label="银行文件模板", queryset=BankTemplate.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = among  # type: ignore[attr-defined]


def _choices(known: Any) -> list[tuple[str, str]]:
    return list(known.items())


class TemplateForm(forms.Form):
    """A template in words: columns one per line, as `收款人姓名 | 户名 | 40` (content, heading, bytes)."""

    bank = forms.CharField(label="银行", max_length=LONGEST_NAME)
    name = forms.CharField(label="模板名称", max_length=LONGEST_NAME)
    valid_from = forms.DateField(label="自哪天起使用")
    format = forms.ChoiceField(label="文件格式", choices=_choices(rules.FORMATS))
    encoding = forms.ChoiceField(label="编码", choices=_choices(rules.ENCODINGS))
    separator = forms.ChoiceField(label="分隔符", choices=_choices(rules.SEPARATORS))
    line_end = forms.ChoiceField(
        label="换行", choices=[("crlf", "Windows（CRLF）"), ("lf", "Unix（LF）")]
    )
    amount_in = forms.ChoiceField(label="金额单位", choices=_choices(rules.AMOUNTS))
    headings = forms.BooleanField(label="有表头行", required=False)
    checksum = forms.ChoiceField(label="校验", choices=_choices(rules.CHECKSUMS), required=False)
    head = forms.CharField(
        label="首行",
        required=False,
        help_text="用空格分开，例如：=H 文件号 日期 笔数 总金额 校验值",
    )
    columns = forms.CharField(
        label="代发文件的列",
        widget=forms.Textarea({"rows": 9}),
        help_text="一行一列：内容 | 表头 | 字节数；后两项可以不写",
    )
    tail = forms.CharField(label="尾行", required=False, help_text="例如：=合计 笔数 总金额")
    answer_format = forms.ChoiceField(label="回盘格式", choices=_choices(rules.FORMATS))
    answer_encoding = forms.ChoiceField(label="回盘编码", choices=_choices(rules.ENCODINGS))
    answer_separator = forms.ChoiceField(label="回盘分隔符", choices=_choices(rules.SEPARATORS))
    answer_amount_in = forms.ChoiceField(label="回盘金额单位", choices=_choices(rules.AMOUNTS))
    answer_headings = forms.BooleanField(label="回盘有表头行", required=False)
    skip_first = forms.IntegerField(label="回盘开头略去几行", min_value=0, max_value=100)
    skip_last = forms.IntegerField(label="回盘末尾略去几行", min_value=0, max_value=100)
    answer_columns = forms.CharField(
        label="回盘文件的列",
        widget=forms.Textarea({"rows": 8}),
        help_text="写法同上；至少有处理结果、金额，以及附言编号或账号",
    )
    words = forms.CharField(
        label="回盘用语",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="银行特有的代码，一行一个，例如：0000=成功、9999=退票、0001=结果不明",
    )

    def layout(self) -> dict[str, Any]:
        """What was typed as a description; what cannot be read stays, to be refused by the rules."""
        said = self.cleaned_data
        return {
            "format": said["format"],
            "encoding": said["encoding"],
            "separator": said["separator"],
            "line_end": said["line_end"],
            "headings": said["headings"],
            "amount_in": said["amount_in"],
            "checksum": said["checksum"],
            "head": _figures(said["head"]),
            "columns": _columns(said["columns"], rules.HOLDS),
            "tail": _figures(said["tail"]),
            "answer": {
                "format": said["answer_format"],
                "encoding": said["answer_encoding"],
                "separator": said["answer_separator"],
                "headings": said["answer_headings"],
                "amount_in": said["answer_amount_in"],
                "skip_first": said["skip_first"],
                "skip_last": said["skip_last"],
                "columns": _columns(said["answer_columns"], rules.ANSWERS),
                "words": _words(said["words"]),
            },
        }

    @staticmethod
    def typed(template: BankTemplate, today: date) -> dict[str, Any]:
        """A template as the form shows it."""
        layout = template.read
        answer = layout.answer
        return {
            "bank": template.bank,
            "name": template.name,
            "valid_from": today,
            "format": layout.format,
            "encoding": layout.encoding,
            "separator": layout.separator,
            "line_end": layout.line_end,
            "amount_in": layout.amount_in,
            "headings": layout.headings,
            "checksum": layout.checksum,
            "head": _said(layout.head),
            "columns": _lines(layout.columns, rules.HOLDS),
            "tail": _said(layout.tail),
            "answer_format": answer.format,
            "answer_encoding": answer.encoding,
            "answer_separator": answer.separator,
            "answer_amount_in": answer.amount_in,
            "answer_headings": answer.headings,
            "skip_first": answer.skip_first,
            "skip_last": answer.skip_last,
            "answer_columns": _lines(answer.columns, rules.ANSWERS),
            "words": "\n".join(
                f"{word}={rules.SAID_WORDS[rules.Said(said)]}"
                for word, said in answer.words.items()
            ),
        }


def _columns(text: str, known: dict[str, str]) -> list[dict[str, Any]]:
    keys = {word: key for key, word in known.items()}
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        what, heading, width = [*(one.strip() for one in line.split("|", 2)), "", ""][:3]
        found.append(
            {
                "holds": keys.get(what, what),
                "heading": heading,
                "width": int(width) if width.isdecimal() and width.isascii() else (width or 0),
            }
        )
    return found


def _figures(text: str) -> list[str]:
    keys = {word: key for key, word in rules.FIGURES.items()}
    return [keys.get(one, one) for one in text.split()]


def _words(text: str) -> dict[str, str]:
    keys = {word: said.value for said, word in rules.SAID_WORDS.items()}
    pairs = (line.partition("=") for line in text.splitlines() if line.strip())
    return {word.strip(): keys.get(said.strip(), said.strip()) for word, _, said in pairs}


def _said(figures: Any) -> str:
    return " ".join(rules.FIGURES.get(one, one) for one in figures)


def _lines(columns: Any, known: dict[str, str]) -> str:
    return "\n".join(
        f"{known[one.holds]} | {one.heading}{f' | {one.width}' if one.width else ''}"
        for one in columns
    )
