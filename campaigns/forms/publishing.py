from django import forms

from assistance.notices.rules import LONGEST
from campaigns.rules.publishing import MOST_WORKDAYS


class PublicationForm(forms.Form):
    title = forms.CharField(label="标题", max_length=LONGEST["title"])
    place = forms.CharField(
        label="张贴地点",
        max_length=LONGEST["place"],
        help_text="打印张贴的场所，例如“办公楼公示栏”，不写门牌号",
    )
    workdays = forms.IntegerField(
        label="公开几个工作日",
        min_value=1,
        max_value=MOST_WORKDAYS,
        help_text="从发布当天的下一个工作日起算",
    )
    with_names = forms.BooleanField(
        label="公开名单",
        required=False,
        help_text="只列签过“公开姓名等单独同意”的，姓名隐去一部分；其余只计数",
    )
    remark = forms.CharField(
        label="说明",
        required=False,
        max_length=LONGEST["remark"],
        widget=forms.Textarea({"rows": 2}),
        help_text="不写姓名、号码和住址",
    )
