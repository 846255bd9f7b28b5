"""What is typed about visiting groups, their routes, and goods."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms

from assistance.pairing.models import Cadre
from assistance.stock.models import Goods, Store
from campaigns.forms.planning import money_field, near_units_of, offer, units_of
from campaigns.models import Campaign, CampaignGoods, VisitGroup, VisitGroupMember
from campaigns.permissions import ENROL, PLAN_VISITS
from campaigns.queries.goods import goods_of, goods_to_choose, stores_to_choose
from campaigns.queries.visiting import free_by_unit
from campaigns.rules.visiting import MOST_DAYS
from ground.accounts.models import Organisation, User
from ground.kernel import clock

Level = VisitGroupMember.Level
NO_AGENCIES = (Organisation.Kind.ENTERPRISE, Organisation.Kind.COMMUNITY)


class GroupForm(forms.Form):
    name = forms.CharField(label="慰问组", max_length=40)
    agency = forms.ModelChoiceField(
        Organisation.objects.none(), label="走访单位", help_text="走访记录记在这个单位名下"
    )
    leader = forms.CharField(label="带队领导", max_length=40)
    post = forms.CharField(label="职务", max_length=60, required=False)
    level = forms.ChoiceField(label="级别", choices=Level.choices, initial=Level.COUNTY)
    area = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="负责片区",
        required=False,
        empty_label="不限",
        help_text="自动安排路线时，先安排片区内的对象",
    )

    def __init__(
        self, user: User, campaign: Campaign, typed: Any = None, group: VisitGroup | None = None
    ) -> None:
        leader = group and group.members.filter(leads=True).first()
        first: dict[str, Any] = {}
        if group is not None and leader:
            first = {"name": group.name, "agency": group.agency_id, "area": group.area_id}
            first |= {"leader": leader.name, "post": leader.post, "level": leader.level}
        super().__init__(typed, initial=first)
        seen = Organisation.objects.visible_to(user, PLAN_VISITS.code).filter(is_active=True)
        agency = cast("forms.ModelChoiceField[Organisation]", self.fields["agency"])
        agency.queryset = seen.exclude(kind__in=NO_AGENCIES)
        area = cast("forms.ModelChoiceField[Organisation]", self.fields["area"])
        area.queryset = seen.filter(path__startswith=campaign.organiser.path)


class VisitorForm(forms.Form):
    """A cadre or an account of the group's agency, or somebody else by name."""

    cadre = forms.ModelChoiceField(
        Cadre.objects.none(), label="结对干部", required=False, empty_label="———"
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label="系统用户",
        required=False,
        empty_label="———",
        help_text="选了用户，“今日路线”就会出现在他的手机上",
    )
    name = forms.CharField(label="或填姓名", max_length=40, required=False)
    post = forms.CharField(label="职务", max_length=60, required=False)
    level = forms.ChoiceField(label="级别", choices=Level.choices, initial=Level.STAFF)

    def __init__(self, group: VisitGroup, typed: Any = None) -> None:
        super().__init__(typed)
        cadres = cast("forms.ModelChoiceField[Cadre]", self.fields["cadre"])
        cadres.queryset = Cadre.objects.serving().filter(agency=group.agency)
        users = cast("forms.ModelChoiceField[User]", self.fields["user"])
        users.queryset = User.objects.filter(organisation=group.agency, is_active=True)


class LayForm(forms.Form):
    """All of a unit who wait for a route, onto a group's route of a day."""

    group = forms.ModelChoiceField(VisitGroup.objects.none(), label="慰问组")
    on = forms.DateField(label="日期", widget=forms.DateInput)
    unit = forms.ChoiceField(label="单位")

    def __init__(self, campaign: Campaign, typed: Any = None) -> None:
        super().__init__(typed, initial={"on": _first_day(campaign)}, prefix="lay")
        groups = cast("forms.ModelChoiceField[VisitGroup]", self.fields["group"])
        groups.queryset = campaign.visit_groups.order_by("pk")
        unit = cast("forms.ChoiceField", self.fields["unit"])
        unit.choices = [(pk, f"{name}（{n}）") for pk, name, n in free_by_unit(campaign)]


class DaysForm(forms.Form):
    """From a day to a day."""

    first = forms.DateField(label="从", widget=forms.DateInput)
    last = forms.DateField(label="到", widget=forms.DateInput)

    def __init__(self, campaign: Campaign, typed: Any = None) -> None:
        day = _first_day(campaign)
        super().__init__(typed, initial={"first": day, "last": day}, prefix="days")

    def days(self) -> list[date]:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        number = min((last - first).days, MOST_DAYS)
        return [first + timedelta(days=at) for at in range(number + 1)]


class GoodsForm(forms.Form):
    goods = forms.ModelChoiceField(
        Goods.objects.none(), label="物资", help_text="再填一次就是修改数量、单价和仓库"
    )
    store = forms.ModelChoiceField(Store.objects.none(), label="出库仓库")
    quantity = forms.IntegerField(label="数量", min_value=1, max_value=1_000_000)
    unit_value = money_field("单价（元）", required=False, help_text="留空按商品目录")

    def __init__(self, user: User, campaign: Campaign, typed: Any = None) -> None:
        super().__init__(typed)
        cast("Any", self.fields["goods"]).queryset = goods_to_choose(campaign)
        cast("Any", self.fields["store"]).queryset = stores_to_choose(user)

    def clean_unit_value(self) -> str | None:
        return self.cleaned_data["unit_value"] or None


class GoodsLineField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """Goods of a campaign, by their name, with how many there are."""

    def __init__(self) -> None:
        super().__init__(CampaignGoods.objects.none(), label="物资")

    def label_from_instance(self, obj: CampaignGoods) -> str:
        return f"{obj.goods.name}（{obj.quantity}{obj.goods.unit}）"


class GoodsQuotaForm(forms.Form):
    line = GoodsLineField()
    unit = forms.ModelChoiceField(Organisation.objects.none(), label="单位")
    quantity = forms.IntegerField(label="名额", min_value=0, max_value=1_000_000)

    def __init__(self, campaign: Campaign, typed: Any = None) -> None:
        super().__init__(typed, prefix="quota")
        cast("Any", self.fields["line"]).queryset = goods_of(campaign)
        offer(self, "unit", near_units_of(campaign))


class AllotForm(forms.Form):
    """So many to each of a class and a unit who are not decided yet."""

    line = GoodsLineField()
    person_class = forms.ChoiceField(label="对象类别", required=False)
    unit = forms.ModelChoiceField(
        Organisation.objects.none(), label="单位", required=False, empty_label="全部"
    )
    quantity = forms.IntegerField(
        label="每个对象", min_value=0, max_value=1000, help_text="0 表示不给；以前给的按这次改"
    )

    def __init__(self, user: User, campaign: Campaign, classes: Any, typed: Any = None) -> None:
        super().__init__(typed, prefix="allot")
        cast("Any", self.fields["line"]).queryset = goods_of(campaign)
        choices = cast("forms.ChoiceField", self.fields["person_class"])
        choices.choices = [("", "全部"), *((one.code, one.label) for one in classes)]
        visible = Organisation.objects.visible_to(user, ENROL.code)
        offer(self, "unit", units_of(campaign, visible))


def _first_day(campaign: Campaign) -> date:
    return min(max(clock.today(), campaign.starts_on), campaign.ends_on)
