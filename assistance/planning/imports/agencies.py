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
from assistance.planning.models import AgencyProfile
from assistance.planning.permissions import IMPORT_ORGANISATIONS
from ground.accounts.models import Organisation
from ground.intake.kinds import Field, import_kind


@import_kind("planning.agencies", label="参联单位", permission=IMPORT_ORGANISATIONS, order=10)
class Agencies(OrganisationList):
    says = "参加双联的机关和单位，一个单位一行。已有的单位只更新表中填写的内容，空格不改动。"
    noun = "个单位"
    gain = "参联单位"
    profile = AgencyProfile
    organisation_kinds = (Organisation.Kind.AGENCY.value,)
    profile_fields = (
        "sector",
        "functions",
        "industries",
        "headcount",
        "capacity",
        "leader_in_charge",
        "liaison",
    )
    fields = (
        Field(
            "name",
            "单位名称",
            required=True,
            longest=120,
            synonyms=("单位全称", "参联单位", "名称", "单位"),
            example="市水利局",
        ),
        SHORT,
        ALIASES,
        USCC,
        PARENT,
        DIVISION,
        Field(
            "sector",
            "系统",
            "choice",
            synonyms=("单位类别", "类别"),
            choices=words(kinds.Sector.choices),
        ),
        Field(
            "functions",
            "职能",
            "choices",
            synonyms=("主要职能", "部门职能"),
            choices=words(kinds.Function.choices),
        ),
        Field(
            "industries",
            "对口行业",
            "choices",
            synonyms=("联系行业",),
            choices=words(kinds.Industry.choices),
        ),
        Field(
            "headcount",
            "干部人数",
            "number",
            least=0,
            synonyms=("人数", "干部职工人数", "在职人数"),
        ),
        Field(
            "capacity",
            "可联系企业数",
            "number",
            least=0,
            most=1000,
            synonyms=("联系企业数", "可联企业数"),
        ),
        Field("leader_in_charge", "分管领导", longest=60, synonyms=("负责人", "挂点领导")),
        Field("liaison", "联络员", longest=60, synonyms=("联系人", "经办人")),
    )
