from assistance.pairing.rules import LINK_POINTS
from assistance.planning import kinds
from assistance.planning.imports.lists import (
    ALIASES,
    DIVISION,
    PARENT,
    SHORT,
    USCC,
    OrganisationList,
    words,
)
from assistance.planning.models import EnterpriseProfile
from assistance.planning.permissions import IMPORT_ORGANISATIONS
from ground.accounts.models import Organisation
from ground.intake.kinds import Field, import_kind


@import_kind("planning.enterprises", label="被联企业", permission=IMPORT_ORGANISATIONS, order=20)
class Enterprises(OrganisationList):
    says = "被联系的企业、社区和村，一户一行。已有的只更新表中填写的内容，空格不改动。"
    noun = "户"
    gain = "企业、社区和村"
    profile = EnterpriseProfile
    organisation_kinds = (
        Organisation.Kind.ENTERPRISE.value,
        *sorted(LINK_POINTS - {Organisation.Kind.ENTERPRISE.value}),
    )
    profile_fields = (
        "ownership",
        "industry",
        "scale",
        "employees",
        "hardship_count",
        "operating_state",
        "needs",
        "difficulties",
        "union_established",
        "workers_congress",
        "collective_contract_until",
    )
    fields = (
        Field(
            "name",
            "企业名称",
            required=True,
            longest=120,
            synonyms=("单位名称", "企业全称", "被联企业", "双联点", "名称", "企业"),
            example="海利农药化工有限公司",
        ),
        SHORT,
        ALIASES,
        USCC,
        Field(
            "kind",
            "类别",
            "choice",
            choices={"企业": "enterprise", "社区": "community", "村": "village"},
            hint="不填为企业",
        ),
        PARENT,
        DIVISION,
        Field(
            "ownership",
            "单位性质",
            "choice",
            synonyms=("企业性质", "经济类型", "所有制"),
            choices=words(kinds.Ownership.choices)
            | {
                "国有企业": "state",
                "集体企业": "collective",
                "民营企业": "private",
                "私营企业": "sole",
                "改制": "restructured",
            },
        ),
        Field(
            "industry",
            "所属行业",
            "choice",
            synonyms=("行业",),
            choices=words(kinds.Industry.choices),
        ),
        Field(
            "scale",
            "规模",
            "choice",
            synonyms=("企业规模",),
            choices=words(kinds.Scale.choices) | {"规上": "above", "规下": "below"},
        ),
        Field(
            "employees", "职工人数", "number", least=0, synonyms=("职工数", "从业人数", "在册职工")
        ),
        Field(
            "hardship_count", "困难职工人数", "number", least=0, synonyms=("困难职工数", "困难职工")
        ),
        Field(
            "operating_state",
            "企业状况",
            "choice",
            synonyms=("经营状况", "生产经营状况"),
            choices=words(kinds.OperatingState.choices)
            | {
                "正常生产": "normal",
                "困难": "difficult",
                "停产": "half_stopped",
                "半停产": "half_stopped",
                "破产": "closed",
                "关闭": "closed",
            },
        ),
        Field(
            "needs",
            "帮扶需求",
            "choices",
            synonyms=("需求", "需求类别"),
            choices=words(kinds.Need.choices),
        ),
        Field("difficulties", "主要困难", longest=2000, synonyms=("存在困难", "困难和问题")),
        Field(
            "union_established",
            "已建工会",
            "yes_no",
            synonyms=("是否建会", "工会组建", "是否建立工会"),
        ),
        Field("workers_congress", "已建职代会", "yes_no", synonyms=("是否建立职代会", "职代会")),
        Field(
            "collective_contract_until",
            "集体合同到期日",
            "date",
            synonyms=("集体合同有效期", "集体合同到期时间"),
        ),
    )
