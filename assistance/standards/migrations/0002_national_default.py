from datetime import date

from django.db import migrations

A1 = (
    "总工发〔2015〕20号（2015年5月8日）关于中央财政专项帮扶资金的规定，"
    "第一至五条见工会网站的公开转载"
)
CUT = "；公开转载在“十个月基本生…”处截断，这里按当地低保标准计，以原文为准"
TWICE = "天门日报刊登的金秋助学公告：凡通过其他方式和途径已获得助学款项的不再重复资助"
OWN = "本系统默认，各地可另定材料"

RULES = [  # code, kind, label, aid type, money, source, parameters
    (
        "central_living",
        "cap",
        "中央财政生活救助上限",
        "living",
        "central",
        A1,
        {"whom": "household", "span": "year", "counts": "item", "months": "12"},
    ),
    (
        "central_medical",
        "cap",
        "中央财政医疗救助上限",
        "medical",
        "central",
        A1,
        {"whom": "person", "span": "year", "counts": "item", "percent": "100"},
    ),
    (
        "central_education",
        "cap",
        "中央财政助学上限",
        "education",
        "central",
        A1 + CUT,
        {"whom": "student", "span": "school_year", "counts": "item", "months": "10"},
    ),
    (
        "education_once",
        "once",
        "助学不重复",
        "education",
        "",
        TWICE,
        {"whom": "student", "span": "school_year"},
    ),
    ("living_papers", "papers", "生活救助材料", "living", "", OWN, {"papers": ["application"]}),
    (
        "medical_papers",
        "papers",
        "医疗救助材料",
        "medical",
        "",
        OWN,
        {"papers": ["application", "diagnosis", "bills"]},
    ),
    (
        "education_papers",
        "papers",
        "助学材料",
        "education",
        "",
        OWN,
        {"papers": ["application", "school"]},
    ),
    (
        "temporary_papers",
        "papers",
        "临时救助材料",
        "temporary",
        "",
        OWN,
        {"papers": ["application", "id_copy"]},
    ),
    (
        "legal_aid_papers",
        "papers",
        "法律援助材料",
        "legal_aid",
        "",
        OWN,
        {"papers": ["application", "case"]},
    ),
    (
        "training_papers",
        "papers",
        "职业培训材料",
        "vocational_training",
        "",
        OWN,
        {"papers": ["application", "certificate"]},
    ),
    (
        "placement_papers",
        "papers",
        "职业介绍材料",
        "job_placement",
        "",
        OWN,
        {"papers": ["application"]},
    ),
]


def add(apps, schema_editor):
    standard = apps.get_model("standards", "Standard").objects.create(
        name="救助标准（全国通行）",
        division=None,
        version=1,
        valid_from=date(2000, 1, 1),
        state="published",
        source=(
            "中央财政专项资金的上限依总工发〔2015〕20号；在此之前的日期没有更早的原文，也按它测算。"
            "其他资金的数额由各地另定，请以本地文件为准另拟本地标准"
        ),
        is_seed=True,
        published_on=date(2000, 1, 1),
    )
    row = apps.get_model("standards", "AidRule")
    row.objects.bulk_create(
        row(
            standard=standard,
            position=position,
            code=code,
            kind=kind,
            label=label,
            aid_type=aid_type,
            source_kind=money,
            source=source,
            parameters=parameters,
        )
        for position, (code, kind, label, aid_type, money, source, parameters) in enumerate(RULES)
    )


def remove(apps, schema_editor):
    apps.get_model("standards", "AidRule").objects.filter(standard__is_seed=True).delete()
    apps.get_model("standards", "Standard").objects.filter(is_seed=True).delete()


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
