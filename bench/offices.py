"""An office with agencies and enterprises, and the two ways in which its old visits come in."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX

from assistance.households.models import HardshipFile, Member
from assistance.visits.models import Visit
from ground.accounts import services as accounts
from ground.accounts.many import NewOrganisation, add_organisations
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.events import direct
from ground.intake import services
from ground.intake.models import Intake

Measured = Callable[[str], AbstractContextManager[None]]


def made(agencies: int, enterprises: int) -> User:
    """The office's person; the organisations stand below the office."""
    office = accounts.add_organisation(by=None, name="市“双联”办", kind="link_office")
    user = accounts.add_user(
        by=None,
        username="office",
        full_name="办公室",
        password="bench-2008-长",  # noqa: S106 -- of a database that is thrown away
        organisation=office,
    )
    accounts.grant_role(by=None, user=user, organisation=office, role=Role.OFFICE)
    rows = [NewOrganisation(office.pk, f"第{one}局", "agency") for one in range(agencies)]
    rows += [NewOrganisation(office.pk, f"第{one}厂", "enterprise") for one in range(enterprises)]
    add_organisations(by=None, rows=rows, because="bench")
    direct.drain()
    return User.objects.select_related("organisation").get(pk=user.pk)


def take_in(user: User, content: bytes, rows: int, step: Measured) -> None:
    """Send, rehearse, commit; and undo, so that the next one finds the table empty."""
    with step("read"):
        intake, _ = services.send_workbook(
            by=user,
            kind="visits.old_visits",
            organisation=user.organisation,
            name="走访.xlsx",
            content=content,
        )
    with step("rehearse"):
        services.ask_rehearsal(by=user, intake=intake, mapping=intake.mapping)
        direct.drain()
    intake = Intake.objects.get(pk=intake.pk)
    if intake.counts.get("new") != rows or len(intake.mapping) != 18:  # noqa: PLR2004 -- every field
        raise SystemExit(f"rehearsed otherwise than meant: {intake.counts} {intake.mapping}")
    with step("commit"):
        services.ask_commit(by=user, intake=intake)
        direct.drain()
    if Visit.objects.count() != rows:
        raise SystemExit("not every row has come in")
    with step("undo"):
        services.ask_undo(by=user, intake=Intake.objects.get(pk=intake.pk), reason="量过了")
        direct.drain()
    if Visit.objects.exists():
        raise SystemExit("not everything was undone")


def numbers() -> tuple[list[int], list[int]]:
    kinds = Organisation.objects.order_by("pk")
    return (
        list(kinds.filter(kind="agency").values_list("pk", flat=True)),
        list(kinds.filter(kind="enterprise").values_list("pk", flat=True)),
    )


class PeerVisits(resources.ModelResource):
    """The same table, tuned: in bulk, without comparing, without rules, keys instead of names."""

    agency_id = fields.Field("agency_id", "走访单位", widgets.IntegerWidget())
    link_point_id = fields.Field("link_point_id", "走访企业", widgets.IntegerWidget())
    visited_on = fields.Field("visited_on", "走访日期", widgets.DateWidget())
    visitors = fields.Field("visitors", "走访人员")
    interlocutors = fields.Field("interlocutors", "接待人")
    place = fields.Field("place", "走访地点")
    situation = fields.Field("situation", "走访情况")
    condolence_cash = fields.Field("condolence_cash", "慰问金（元）", widgets.DecimalWidget())
    signer = fields.Field("signer", "签收人")

    class Meta:
        model = Visit
        fields = (
            "agency_id", "link_point_id", "visited_on", "visitors", "interlocutors", "place",
            "situation", "condolence_cash", "signer",
        )  # fmt: skip
        use_bulk = True
        batch_size = 2_000
        skip_diff = True
        skip_html_diff = True
        force_init_instance = True
        import_id_fields = ()
        clean_model_instances = False

    def init_instance(self, row: Any = None) -> Visit:  # noqa: ARG002 -- the peer calls it so
        return Visit(
            key=uuid.uuid4(), kind="routine", recorded_by_id=self.user_id, condolence_cash=0
        )

    def before_save_instance(self, instance: Visit, row: Any, **_: Any) -> None:  # noqa: ARG002
        instance.condolence_cash = instance.condolence_cash or 0
        for name in ("interlocutors", "place", "signer"):
            setattr(instance, name, getattr(instance, name) or "")


def take_in_by_peer(content: bytes, rows: int) -> None:
    resource = PeerVisits()
    resource.user_id = User.objects.values_list("pk", flat=True)[0]
    outcome = resource.import_data(XLSX().create_dataset(content), raise_errors=True)
    if outcome.totals["new"] != rows or Visit.objects.count() != rows:
        raise SystemExit(f"the peer did otherwise than meant: {outcome.totals}")


def union_made(units: int) -> User:
    """A union's keeper; the units stand below the union."""
    union = accounts.add_organisation(by=None, name="市总工会", kind="union")
    user = accounts.add_user(
        by=None,
        username="keeper",
        full_name="帮扶干部",
        password="bench-2008-长",  # noqa: S106 -- of a database that is thrown away
        organisation=union,
    )
    accounts.grant_role(by=None, user=user, organisation=union, role=Role.UNION_STAFF)
    rows = [NewOrganisation(union.pk, f"第{one}厂", "enterprise") for one in range(units)]
    add_organisations(by=None, rows=rows, because="bench")
    direct.drain()
    return User.objects.select_related("organisation").get(pk=user.pk)


def take_in_families(user: User, content: bytes, rows: int, families: int, step: Measured) -> None:
    """Send, rehearse, commit; and undo, so that the next one finds the tables empty."""
    with step("read"):
        intake, _ = services.send_workbook(
            by=user,
            kind="households.files",
            organisation=user.organisation,
            name="台账.xlsx",
            content=content,
        )
    with step("rehearse"):
        services.ask_rehearsal(by=user, intake=intake, mapping=intake.mapping)
        direct.drain()
    intake = Intake.objects.get(pk=intake.pk)
    if intake.counts.get("new") != rows or len(intake.mapping) != 21:  # noqa: PLR2004 -- every column
        raise SystemExit(f"rehearsed otherwise than meant: {intake.counts} {intake.mapping}")
    with step("commit"):
        services.ask_commit(by=user, intake=intake, reason="与纸质台账核对过")
        direct.drain()
    if (HardshipFile.objects.count(), Member.objects.count()) != (families, rows):
        raise SystemExit("not every family has come in")
    with step("undo"):
        services.ask_undo(by=user, intake=Intake.objects.get(pk=intake.pk), reason="量过了")
        direct.drain()
    if HardshipFile.objects.exists():
        raise SystemExit("not everything was undone")


class PeerPeople(resources.ModelResource):
    """The people alone, tuned: in bulk, without comparing, without rules, one file for all of them."""

    name = fields.Field("name", "姓名")
    relation = fields.Field("relation", "与户主关系")

    class Meta:
        model = Member
        fields = ("name", "relation")
        use_bulk = True
        batch_size = 2_000
        skip_diff = True
        skip_html_diff = True
        force_init_instance = True
        import_id_fields = ()
        clean_model_instances = False

    def init_instance(self, row: Any = None) -> Member:
        return Member(
            file_id=self.file_id,
            in_open_file=False,
            place_of_work=(row or {}).get("所在单位") or "",
        )

    def before_save_instance(self, instance: Member, row: Any, **_: Any) -> None:  # noqa: ARG002
        instance.relation = "other"


def take_in_families_by_peer(content: bytes, rows: int) -> None:
    resource = PeerPeople()
    unit = Organisation.objects.earliest("pk")
    file = HardshipFile.objects.create(file_no="PEER", unit=unit, opened_on="2008-05-14")
    resource.file_id = file.pk
    dataset = XLSX().create_dataset(content)
    dataset.headers = list(dataset[0])  # the title stands where the peer looks for headings
    del dataset[0]
    del dataset[len(dataset) - 1]  # the total
    outcome = resource.import_data(dataset, raise_errors=True)
    if Member.objects.count() != rows:
        raise SystemExit(f"the peer did otherwise than meant: {outcome.totals}")
