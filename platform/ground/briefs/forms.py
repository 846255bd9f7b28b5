"""What people fill in at the desk. Bodies are typed as plain text: `rules.writing` reads them."""

from typing import TYPE_CHECKING, Any

from django import forms

from ground.accounts.models import Organisation, User
from ground.briefs import queries
from ground.briefs.forms_photos import PhotosField, kept_photos
from ground.briefs.models import Article, Contribution, Issue, Series
from ground.briefs.permissions import EDIT_ISSUE, INSTRUCT, SEND_CONTRIBUTION
from ground.briefs.rules import blocks, writing
from ground.briefs.rules.following import LONGEST_ANSWER, LONGEST_WORDS
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from ground.files.models import StoredFile

SECTIONS = ("工作动态", "经验交流", "领导讲话", "政策解读", "典型案例", "数据通报")
BODY_HELP = (
    "每行一段，首行缩进会自动加上。以“一、”“（一）”“1.”开头的短行自动成为标题；“一是……”仍是正文。"
    "“〖一是突出宣传。〗……”把括起的话排成楷体；以“|”隔开的连续几行成为表格。"
)


class BodyField(forms.CharField):
    """An article's text; becomes the JSON of its blocks."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "正文")
        options.setdefault("help_text", BODY_HELP)
        super().__init__(widget=forms.Textarea({"rows": 18, "class": "brief-text"}), **options)

    def clean(self, value: Any) -> Any:
        try:
            return blocks.to_json(writing.blocks_of(super().clean(value)))
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken


class ArticleText(forms.Form):
    """The words of an article, as a unit sends them and as the desk edits them."""

    title = forms.CharField(label="标题", max_length=120)
    subtitle = forms.CharField(label="副标题", max_length=120, required=False)
    byline = forms.CharField(
        label="署名", max_length=60, required=False, help_text="印在标题下的括号里"
    )
    contributor = forms.CharField(
        label="来稿落款", max_length=60, required=False, help_text="印在文末“来稿：”之后"
    )
    blocks = BodyField()


class ContributionForm(ArticleText):
    """What a unit sends. `again` is asked for only where the service asks back.

    `photos` are the files that its text may name, by number, as far as they have been kept.
    """

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="报送单位", empty_label=None
    )

    mends = forms.ModelChoiceField(
        Contribution.objects.none(), required=False, label="修改自", widget=forms.HiddenInput
    )
    again = forms.BooleanField(label="内容确有不同，仍要报送", required=False)
    photos = PhotosField(label="照片", required=False)

    field_order = ("organisation", "title", "subtitle", "byline", "contributor", "blocks")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.kept_photos: dict[int, StoredFile] = dict(self.initial.get("photos", {}))
        units = Organisation.objects.visible_to(user, SEND_CONTRIBUTION.code).filter(is_active=True)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- narrows the type
        self.units = field.queryset = units
        returned = self.fields["mends"]
        assert isinstance(returned, forms.ModelChoiceField)  # noqa: S101 -- narrows the type
        returned.queryset = queries.contributions_returned(user)
        own = user.organisation
        field.initial = own.pk
        if not self.is_bound and "contributor" not in self.initial:
            self.initial["contributor"] = str(own)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            self.kept_photos = kept_photos(self.user, cleaned["photos"], cleaned.get("mends"))
        except RuleBroken as broken:
            self.add_error("photos", broken.message)
        return cleaned | {"photos": self.kept_photos}


class ArticleForm(ArticleText):
    section = forms.CharField(
        label="栏目",
        max_length=30,
        required=False,  # an article of the desk's own may stand without; the service says which
        widget=forms.TextInput({"list": "sections", "autocomplete": "off"}),
    )
    editor_note = forms.CharField(
        label="编者按", max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    # The version that is changed: what others save meanwhile is put together with it.
    seen = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    field_order = (
        "section",
        "title",
        "subtitle",
        "byline",
        "contributor",
        "editor_note",
        "blocks",
        "seen",
    )

    @classmethod
    def showing(cls, article: Article) -> "ArticleForm":
        fields = ("section", "title", "subtitle", "byline", "contributor", "editor_note")
        text = writing.text_of_blocks(blocks.read_blocks(article.blocks))
        words = {field: getattr(article, field) for field in fields}
        return cls(initial=words | {"blocks": text, "seen": article.version})


class IssueForm(forms.Form):
    series = forms.ModelChoiceField(Series.objects.none(), label="简报", empty_label=None)
    year = forms.IntegerField(label="年度", min_value=1949, max_value=2199)
    starts_on = forms.DateField(label="数据起始", help_text="数据页统计的第一天")
    ends_on = forms.DateField(label="数据截止", help_text="数据页统计的最后一天")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["series"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- narrows the type
        field.queryset = Series.objects.visible_to(user, EDIT_ISSUE.code).order_by("title")
        today = clock.today()
        self.initial.setdefault("year", today.year)
        self.initial.setdefault("starts_on", today.replace(month=1, day=1))
        self.initial.setdefault("ends_on", today)


class ListsForm(forms.Form):
    extra_to = forms.CharField(label="本期增发", max_length=300, required=False)
    print_run = forms.IntegerField(
        label="本期共印份数",
        min_value=1,
        max_value=100_000,
        required=False,
        help_text="不填则用报头设置里的份数",
    )


class AdoptForm(forms.Form):
    """Into which issue, under which section."""

    issue = forms.ModelChoiceField(Issue.objects.none(), label="编入", empty_label=None)
    section = forms.CharField(
        label="栏目",
        max_length=30,
        initial=SECTIONS[0],
        widget=forms.TextInput({"list": "sections", "autocomplete": "off"}),
    )

    def __init__(self, user: User, contribution: Contribution, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contribution = contribution
        field = self.fields["issue"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- narrows the type
        field.queryset = (
            Issue.objects.visible_to(user, EDIT_ISSUE.code)
            .filter(state=Issue.State.EDITING)
            .select_related("series")
        )
        field.label_from_instance = lambda issue: f"{issue.series}（{issue.year}年，编辑中）"  # type: ignore[method-assign, assignment]


class InstructionForm(forms.Form):
    words = forms.CharField(
        label="批示内容", max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 3})
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="承办单位", empty_label="请选择"
    )
    due_on = forms.DateField(label="办结期限")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- narrows the type
        field.queryset = Organisation.objects.visible_to(user, INSTRUCT.code).filter(is_active=True)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="办理情况", max_length=LONGEST_ANSWER, widget=forms.Textarea({"rows": 6})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea({"rows": 3}))
