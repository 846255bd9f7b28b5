import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_paths_are_counted_finely"),
        ("criteria", "0004_checks_per_hour"),
        ("files", "0002_first_rules"),
        ("households", "0002_helpers"),
        ("places", "0002_first_rules"),
        ("visits", "0005_sealed_by_row"),
    ]

    operations = [
        migrations.CreateModel(
            name="Gate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="顺序")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("review", "初审"),
                            ("investigation", "入户调查"),
                            ("check", "家庭经济状况核对"),
                            ("meeting", "会议研究"),
                            ("notice", "公示"),
                            ("opinion", "签署意见"),
                            ("approval", "审批"),
                        ],
                        max_length=14,
                        verbose_name="类型",
                    ),
                ),
                ("label", models.CharField(max_length=30, verbose_name="名称")),
                (
                    "actor",
                    models.CharField(
                        choices=[("keeper", "帮扶干部"), ("approver", "审批人")],
                        default="keeper",
                        max_length=10,
                        verbose_name="经办",
                    ),
                ),
                (
                    "workdays",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="期限（工作日）"
                    ),
                ),
            ],
            options={
                "ordering": ["route", "position"],
            },
        ),
        migrations.RenameField(
            model_name="step",
            old_name="investigators",
            new_name="people",
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="confirmed_on",
            field=models.DateField(blank=True, null=True, verbose_name="最近核实日期"),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="退档日期"),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="form_version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="表单版本"),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="gate_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="环节期限"),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="gate_since",
            field=models.DateField(blank=True, null=True, verbose_name="进入环节日期"),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="gate_state",
            field=models.CharField(
                choices=[("waiting", "待办"), ("open", "进行中"), ("troubled", "待处理")],
                default="waiting",
                max_length=10,
                verbose_name="环节进度",
            ),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="legacy_category",
            field=models.CharField(
                blank=True,
                choices=[
                    ("dibao", "低保户"),
                    ("near_dibao", "低保边缘户"),
                    ("accidental", "意外致困户"),
                ],
                max_length=12,
                verbose_name="原困难类别",
            ),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="merged_into",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="households.hardshipfile",
            ),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="origin",
            field=models.CharField(
                choices=[("applied", "申请"), ("clue", "走访线索"), ("imported", "旧台账导入")],
                default="applied",
                max_length=10,
                verbose_name="来源",
            ),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="relapse_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="relapses",
                to="households.hardshipfile",
            ),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="round",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="办理轮次"),
        ),
        migrations.AddField(
            model_name="homevisit",
            name="row_key",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="row_key",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="secondary_causes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("1", "无劳动能力"),
                        ("2", "有劳动能力而未就业"),
                        ("3", "下岗失业"),
                        ("4", "未参加社会保险"),
                        ("5", "社会保险待遇落实不到位"),
                        ("6", "患重特大疾病"),
                        ("7", "遭受自然灾害"),
                        ("8", "遭受意外事故"),
                        ("9", "子女上学"),
                        ("10", "其他"),
                    ],
                    max_length=2,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="次要致困原因",
            ),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="split_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="split_into",
                to="households.hardshipfile",
            ),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="stored_only_on",
            field=models.DateField(blank=True, null=True, verbose_name="仅存储起"),
        ),
        migrations.AddField(
            model_name="member",
            name="born_on",
            field=models.DateField(blank=True, null=True, verbose_name="出生日期"),
        ),
        migrations.AddField(
            model_name="member",
            name="disability_grade",
            field=models.TextField(
                blank=True,
                choices=[("1", "一级"), ("2", "二级"), ("3", "三级"), ("4", "四级")],
                default="",
                verbose_name="残疾等级",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="disability_kind",
            field=models.TextField(
                blank=True,
                choices=[
                    ("1", "视力"),
                    ("2", "听力"),
                    ("3", "言语"),
                    ("4", "智力"),
                    ("5", "肢体"),
                    ("6", "精神"),
                    ("7", "多重"),
                ],
                default="",
                verbose_name="残疾类别",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="education",
            field=models.CharField(
                blank=True,
                choices=[
                    ("kindergarten", "学前"),
                    ("primary", "小学"),
                    ("junior", "初中"),
                    ("senior", "高中"),
                    ("vocational", "中职"),
                    ("college", "专科（高职）"),
                    ("bachelor", "本科"),
                    ("graduate", "研究生"),
                    ("special", "特殊教育"),
                ],
                max_length=12,
                verbose_name="就学阶段",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="enrolled_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="入学年份"),
        ),
        migrations.AddField(
            model_name="member",
            name="ethnicity",
            field=models.CharField(blank=True, max_length=20, verbose_name="民族"),
        ),
        migrations.AddField(
            model_name="member",
            name="gone_on",
            field=models.DateField(blank=True, null=True, verbose_name="变动日期"),
        ),
        migrations.AddField(
            model_name="member",
            name="health",
            field=models.TextField(
                blank=True,
                choices=[
                    ("1", "良好"),
                    ("2", "癌症"),
                    ("3", "心血管病"),
                    ("4", "脑血管病"),
                    ("5", "尿毒症"),
                    ("6", "精神病"),
                    ("7", "肝病"),
                    ("8", "血液病"),
                    ("9", "糖尿病"),
                    ("10", "肿瘤病"),
                    ("11", "腰颈椎病"),
                    ("12", "高血压病"),
                    ("13", "肺病"),
                    ("14", "一般疾病"),
                    ("15", "残疾"),
                ],
                default="",
                verbose_name="健康状况",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="hukou",
            field=models.CharField(
                blank=True,
                choices=[("urban", "非农业"), ("rural", "农业"), ("converted", "农转居")],
                max_length=10,
                verbose_name="户口类型",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="lives_together",
            field=models.BooleanField(default=True, verbose_name="共同生活"),
        ),
        migrations.AddField(
            model_name="member",
            name="marital",
            field=models.CharField(
                blank=True,
                choices=[
                    ("married", "已婚"),
                    ("single", "未婚"),
                    ("divorced", "离异"),
                    ("widowed", "丧偶"),
                ],
                max_length=10,
                verbose_name="婚姻状况",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="medical_insurance",
            field=models.TextField(blank=True, default="", verbose_name="医保状况"),
        ),
        migrations.AddField(
            model_name="member",
            name="model_worker",
            field=models.CharField(
                blank=True,
                choices=[
                    ("national", "全国劳模"),
                    ("provincial", "省部级劳模"),
                    ("prefecture", "地市级劳模"),
                    ("none", "其他"),
                ],
                max_length=12,
                verbose_name="劳模类型",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="monthly_income",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="月收入"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="place_of_work",
            field=models.CharField(blank=True, max_length=80, verbose_name="学校或工作单位"),
        ),
        migrations.AddField(
            model_name="member",
            name="political",
            field=models.CharField(
                blank=True,
                choices=[
                    ("party", "中共党员"),
                    ("league", "共青团员"),
                    ("masses", "群众"),
                    ("democratic", "民主党派"),
                    ("other", "其他"),
                ],
                max_length=10,
                verbose_name="政治面貌",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="row_key",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="school_years",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="学制（年）"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="sex",
            field=models.CharField(
                blank=True, choices=[("m", "男"), ("f", "女")], max_length=1, verbose_name="性别"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="standing",
            field=models.CharField(
                choices=[("present", "在家庭中"), ("deceased", "已故"), ("left", "已迁出或分户")],
                default="present",
                max_length=10,
                verbose_name="状况",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="tokens",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=80), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="work_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("employed", "在岗"),
                    ("laid_off", "下（待）岗"),
                    ("unemployed", "失（无）业"),
                    ("retired", "退休"),
                    ("sick_retired", "病休"),
                    ("early_retired", "内退"),
                    ("veteran", "离休"),
                ],
                max_length=16,
                verbose_name="工作状态",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="people",
            field=models.CharField(blank=True, max_length=120, verbose_name="参加人"),
        ),
        migrations.AddField(
            model_name="step",
            name="round",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="轮次"),
        ),
        migrations.AlterField(
            model_name="hardshipfile",
            name="situation",
            field=models.TextField(blank=True, default="", verbose_name="家庭情况"),
        ),
        migrations.AlterField(
            model_name="hardshipfile",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "待完善"),
                    ("underway", "办理中"),
                    ("imported", "旧档待核认"),
                    ("active", "在档"),
                    ("rejected", "未通过"),
                    ("exited", "已脱困"),
                    ("cancelled", "已注销"),
                ],
                default="draft",
                max_length=15,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="relation",
            field=models.CharField(
                choices=[
                    ("holder", "本人"),
                    ("spouse", "配偶"),
                    ("child", "子女"),
                    ("parent", "父母"),
                    ("sibling", "兄弟姐妹"),
                    ("grandparent", "祖父母"),
                    ("grandchild", "孙子女"),
                    ("other", "其他"),
                ],
                max_length=12,
                verbose_name="关系",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "登记建档"),
                    ("submitted", "提交申请"),
                    ("begun", "开始办理"),
                    ("troubled", "发现问题"),
                    ("cleared", "问题已处理"),
                    ("passed", "通过"),
                    ("approved", "批准建档"),
                    ("withdrawn", "撤下重办"),
                    ("returned", "退回补充"),
                    ("rejected", "不予建档"),
                    ("acknowledged", "旧档核认"),
                    ("amended", "变更登记"),
                    ("confirmed", "复核"),
                    ("reclassified", "类别调整"),
                    ("exited", "脱困退档"),
                    ("cancelled", "注销档案"),
                    ("merged", "并户"),
                    ("split", "分户"),
                ],
                max_length=15,
                verbose_name="步骤",
            ),
        ),
        migrations.CreateModel(
            name="BankCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "row_key",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("holder_name", models.CharField(max_length=40, verbose_name="开户人")),
                ("bank", models.CharField(max_length=60, verbose_name="开户银行")),
                ("branch", models.CharField(blank=True, max_length=80, verbose_name="开户网点")),
                ("card_no", models.TextField(blank=True, default="", verbose_name="银行卡号")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bank_card",
                        to="households.hardshipfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("truth", "如实申报声明"),
                            ("check", "家庭经济状况核对授权"),
                            ("sensitive", "敏感个人信息单独同意"),
                        ],
                        max_length=12,
                        verbose_name="事项",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("title", models.CharField(max_length=80, verbose_name="标题")),
                ("text", models.TextField(verbose_name="正文")),
                ("valid_from", models.DateField(verbose_name="启用日期")),
            ],
            options={
                "ordering": ["purpose", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("purpose", "version"), name="consent_text_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="签署日期")),
                (
                    "way",
                    models.CharField(
                        choices=[("paper", "纸质签署"), ("screen", "屏幕手写")],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
                (
                    "withdrawn_why",
                    models.CharField(blank=True, max_length=200, verbose_name="撤回原因"),
                ),
                (
                    "guardian",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signed_for",
                        to="households.member",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="households.member",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="files.storedfile",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="households.consenttext",
                    ),
                ),
            ],
            options={
                "ordering": ["member", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("member", "text"),
                        name="consent_stands_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FileVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "row_key",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版次")),
                ("form_version", models.PositiveSmallIntegerField(verbose_name="表单版本")),
                ("form", models.TextField(blank=True, default="", verbose_name="内容")),
                ("changed", models.CharField(blank=True, max_length=300, verbose_name="变更项")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="households.hardshipfile",
                    ),
                ),
            ],
            options={
                "ordering": ["file", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("file", "number"), name="file_version_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="gate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="households.gate",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="gate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="households.gate",
            ),
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("income", "收入"), ("expense", "刚性支出")], max_length=8
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("wage", "工资性收入"),
                            ("business", "经营净收入"),
                            ("property", "财产净收入"),
                            ("transfer", "转移净收入"),
                            ("other_income", "其他收入"),
                            ("illness", "因病支出"),
                            ("disability", "因残支出"),
                            ("schooling", "因学支出"),
                            ("housing", "住房支出"),
                            ("employment", "必要就业成本"),
                            ("other_expense", "其他支出"),
                        ],
                        max_length=14,
                        verbose_name="项目",
                    ),
                ),
                (
                    "spent",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="总额"
                    ),
                ),
                (
                    "reimbursed",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="已报销",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="金额（支出为自付）"
                    ),
                ),
                ("proof", models.CharField(blank=True, max_length=80, verbose_name="凭证")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="households.hardshipfile",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="households.member",
                    ),
                ),
            ],
            options={
                "ordering": ["file", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="household_item_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("application", "申请书"),
                            ("approval_form", "建档申请审批表"),
                            ("id_copy", "身份证复印件"),
                            ("register", "户口簿复印件"),
                            ("income", "一年工资单或收入证明（失业证明）"),
                            ("bank_card", "银行卡复印件"),
                            ("union_card", "工会会员证或证明"),
                            ("notice_copy", "公示复印件"),
                            ("minutes", "工会会议记录"),
                            ("authorisation", "家庭经济状况核对授权书"),
                            ("dibao", "低保证明（一年内年审）"),
                            ("diagnosis", "二级以上医院诊断证明"),
                            ("bills", "一年内自付费用票据"),
                            ("disability", "残疾证（一至三级）"),
                            ("accident", "公安或民政部门事故（灾害）证明"),
                            ("school", "学生证或录取通知书"),
                            ("fees", "缴费收据"),
                            ("contract", "一年以上劳动合同或事实劳动关系证明"),
                            ("civil_status", "离异（死亡）证明"),
                            ("visit_form", "入户调查表"),
                            ("other", "其他材料"),
                        ],
                        max_length=14,
                        verbose_name="材料",
                    ),
                ),
                ("pages", models.PositiveSmallIntegerField(default=1, verbose_name="页数")),
                ("issued_by", models.CharField(blank=True, max_length=80, verbose_name="出具单位")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="出具日期")),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_why",
                    models.CharField(blank=True, max_length=200, verbose_name="撤回原因"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="households.hardshipfile",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="households.member",
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["file", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("valid_from", models.DateField(verbose_name="施行日期")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("published", "已发布")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="places.division",
                        verbose_name="适用地区",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("division", "valid_from"),
                        name="route_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            models.Q(("published_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="route_publisher_is_another",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="gate",
            name="route",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="gates",
                to="households.route",
            ),
        ),
        migrations.AddField(
            model_name="hardshipfile",
            name="route",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="households.route",
            ),
        ),
        migrations.CreateModel(
            name="Circumstances",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "row_key",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("postcode", models.CharField(blank=True, max_length=6, verbose_name="邮政编码")),
                (
                    "other_contact",
                    models.TextField(blank=True, default="", verbose_name="其他联系方式"),
                ),
                ("employer", models.CharField(blank=True, max_length=80, verbose_name="工作单位")),
                (
                    "ownership",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("public", "国有机关/事业单位"),
                            ("state", "国有企业"),
                            ("collective", "集体企业"),
                            ("private", "民营/私营/个体企业"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="单位性质",
                    ),
                ),
                (
                    "employer_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("normal", "正常"),
                            ("strained", "生产经营困难"),
                            ("halted", "停产半停产"),
                            ("restructured", "改制"),
                            ("bankrupt", "破产/关闭"),
                            ("hopeless", "长期停产扭亏无望"),
                        ],
                        max_length=12,
                        verbose_name="企业状况",
                    ),
                ),
                ("industry", models.CharField(blank=True, max_length=40, verbose_name="所属行业")),
                (
                    "work_since",
                    models.DateField(blank=True, null=True, verbose_name="参加工作时间"),
                ),
                (
                    "contract_on",
                    models.DateField(blank=True, null=True, verbose_name="合同签订日期"),
                ),
                (
                    "contract_term",
                    models.CharField(blank=True, max_length=40, verbose_name="合同期限"),
                ),
                (
                    "union_member_no",
                    models.CharField(blank=True, max_length=40, verbose_name="工会会员号"),
                ),
                ("is_migrant", models.BooleanField(null=True, verbose_name="农民工")),
                (
                    "housing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self_built", "自建房"),
                            ("market", "商品房"),
                            ("affordable", "经济适用房"),
                            ("capped", "两限房"),
                            ("public_rent", "承租单位公房"),
                            ("low_rent", "政府廉租房"),
                            ("rent", "租房"),
                            ("none", "无房"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="住房类型",
                    ),
                ),
                (
                    "floor_area",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        verbose_name="建筑面积（平方米）",
                    ),
                ),
                ("single_parent", models.BooleanField(null=True, verbose_name="单亲家庭")),
                ("zero_employment", models.BooleanField(null=True, verbose_name="零就业家庭")),
                ("self_help_capable", models.BooleanField(null=True, verbose_name="有自救能力")),
                (
                    "dibao_amount",
                    models.TextField(blank=True, default="", verbose_name="低保金额（月）"),
                ),
                (
                    "dibao_since",
                    models.DateField(blank=True, null=True, verbose_name="享受低保时间"),
                ),
                (
                    "dibao_certificate",
                    models.TextField(blank=True, default="", verbose_name="低保证号"),
                ),
                (
                    "dwellings",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="住房套数"
                    ),
                ),
                ("refuses_check", models.BooleanField(null=True, verbose_name="不接受核查或隐瞒")),
                (
                    "refuses_work",
                    models.BooleanField(null=True, verbose_name="有劳动能力而拒绝就业"),
                ),
                (
                    "key_group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "低保范围内有劳动能力而未充分就业"),
                            ("2", "收入或生活水平低于低保线而未纳入低保"),
                            ("3", "支出性生活困难"),
                            ("4", "城市困难农民工"),
                            ("5", "供给侧结构性改革中的困难职工"),
                            ("6", "其他"),
                        ],
                        max_length=2,
                        verbose_name="重点群体",
                    ),
                ),
                ("measures", models.CharField(blank=True, max_length=200, verbose_name="帮扶措施")),
                (
                    "planned_exit_on",
                    models.DateField(blank=True, null=True, verbose_name="计划脱困日期"),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="places.division",
                        verbose_name="户口所在地",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="circumstances",
                        to="households.hardshipfile",
                    ),
                ),
                (
                    "contract_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="合同或事实劳动关系（月）"
                    ),
                ),
                (
                    "controls_company",
                    models.BooleanField(null=True, verbose_name="企业控股或实际控制"),
                ),
                ("employs_others", models.BooleanField(null=True, verbose_name="雇工经营")),
                (
                    "event",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "没有突发事件"),
                            ("illness", "突发重大疾病"),
                            ("injury", "意外伤害"),
                            ("disaster", "自然灾害"),
                            ("accident", "重大事故"),
                            ("epidemic", "突发公共卫生事件"),
                            ("security", "社会安全事件"),
                            ("other", "其他突发事件"),
                        ],
                        max_length=12,
                        verbose_name="突发事件",
                    ),
                ),
                (
                    "event_costs",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="突发事件自付费用或损失",
                    ),
                ),
                ("has_casualty", models.BooleanField(null=True, verbose_name="有人员伤亡")),
                (
                    "high_fee_school",
                    models.BooleanField(null=True, verbose_name="子女就读高收费民办学校"),
                ),
                ("is_union_member", models.BooleanField(null=True, verbose_name="工会会员")),
                ("lives_in_city", models.BooleanField(null=True, verbose_name="长期在城镇居住")),
                (
                    "savings",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="投资净资产和储蓄",
                    ),
                ),
                ("studies_abroad", models.BooleanField(null=True, verbose_name="自费出国留学")),
                (
                    "vehicle",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "没有机动车"),
                            ("own", "有机动车"),
                            ("used", "经常使用他人机动车（不是受雇驾驶）"),
                            ("substitute", "只有残疾或疾病代步车"),
                        ],
                        max_length=12,
                        verbose_name="机动车情况",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "row_key",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("deep", "深度困难"),
                            ("relative", "相对困难"),
                            ("accidental", "意外致困"),
                            ("borderline", "边缘困难"),
                            ("excluded", "不予建档"),
                            ("unknown", "资料不足"),
                            ("none", "不符合"),
                        ],
                        max_length=12,
                        verbose_name="建议",
                    ),
                ),
                ("facts", models.TextField(blank=True, default="", verbose_name="依据的数据")),
                ("sentences", models.TextField(blank=True, default="", verbose_name="逐条说明")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="households.hardshipfile",
                    ),
                ),
                (
                    "ruleset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="criteria.ruleset",
                    ),
                ),
                (
                    "step",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment",
                        to="households.step",
                    ),
                ),
            ],
            options={
                "ordering": ["file", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WhatIf",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("job_key", models.UUIDField(unique=True)),
                ("on", models.DateField(verbose_name="测算日期")),
                (
                    "done_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="完成时间",
                    ),
                ),
                ("files", models.PositiveIntegerField(verbose_name="测算户数")),
                ("counts", models.JSONField(default=list)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "ruleset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="criteria.ruleset",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ruleset", "organisation"), name="whatif_latest_only"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WhatIfLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "movement",
                    models.CharField(
                        choices=[
                            ("enters", "符合条件，可以进入"),
                            ("leaves", "不再符合，应当退出"),
                            ("near", "转为边缘困难"),
                            ("changes", "困难类别变化"),
                            ("unknown", "资料不足，无法测算"),
                            ("stays", "不变"),
                        ],
                        max_length=10,
                        verbose_name="变化",
                    ),
                ),
                (
                    "recorded",
                    models.CharField(
                        choices=[
                            ("deep", "深度困难"),
                            ("relative", "相对困难"),
                            ("accidental", "意外致困"),
                            ("borderline", "边缘困难"),
                            ("excluded", "不予建档"),
                            ("unknown", "资料不足"),
                            ("none", "不符合"),
                            ("outside", "不在档"),
                        ],
                        max_length=12,
                        verbose_name="现有类别",
                    ),
                ),
                (
                    "ruled",
                    models.CharField(
                        choices=[
                            ("deep", "深度困难"),
                            ("relative", "相对困难"),
                            ("accidental", "意外致困"),
                            ("borderline", "边缘困难"),
                            ("excluded", "不予建档"),
                            ("unknown", "资料不足"),
                            ("none", "不符合"),
                        ],
                        max_length=12,
                        verbose_name="按现行标准",
                    ),
                ),
                (
                    "tried",
                    models.CharField(
                        choices=[
                            ("deep", "深度困难"),
                            ("relative", "相对困难"),
                            ("accidental", "意外致困"),
                            ("borderline", "边缘困难"),
                            ("excluded", "不予建档"),
                            ("unknown", "资料不足"),
                            ("none", "不符合"),
                        ],
                        max_length=12,
                        verbose_name="按推演标准",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="households.hardshipfile",
                    ),
                ),
                (
                    "whatif",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="households.whatif",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        fields=["whatif", "movement", "recorded", "tried"], name="whatif_by_move"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("application", "申请书"),
                            ("approval_form", "建档申请审批表"),
                            ("id_copy", "身份证复印件"),
                            ("register", "户口簿复印件"),
                            ("income", "一年工资单或收入证明（失业证明）"),
                            ("bank_card", "银行卡复印件"),
                            ("union_card", "工会会员证或证明"),
                            ("notice_copy", "公示复印件"),
                            ("minutes", "工会会议记录"),
                            ("authorisation", "家庭经济状况核对授权书"),
                            ("dibao", "低保证明（一年内年审）"),
                            ("diagnosis", "二级以上医院诊断证明"),
                            ("bills", "一年内自付费用票据"),
                            ("disability", "残疾证（一至三级）"),
                            ("accident", "公安或民政部门事故（灾害）证明"),
                            ("school", "学生证或录取通知书"),
                            ("fees", "缴费收据"),
                            ("contract", "一年以上劳动合同或事实劳动关系证明"),
                            ("civil_status", "离异（死亡）证明"),
                            ("visit_form", "入户调查表"),
                            ("other", "其他材料"),
                        ],
                        max_length=14,
                        verbose_name="材料",
                    ),
                ),
                (
                    "when",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "所有家庭"),
                            ("dibao", "享受低保的"),
                            ("illness", "因病致困的"),
                            ("disability", "有残疾成员的"),
                            ("accident", "因灾或意外致困的"),
                            ("schooling", "子女上学致困的"),
                            ("migrant", "农民工"),
                            ("civil_status", "离异或丧偶的"),
                        ],
                        max_length=14,
                        verbose_name="对象",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="起")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="出具后有效（月）"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.division",
                    ),
                ),
                ("is_asked", models.BooleanField(default=True, verbose_name="要求提供")),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "when", "division", "valid_from"),
                        name="paper_rule_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FileMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="会议日期")),
                ("people", models.CharField(max_length=120, verbose_name="参加人")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file_meetings",
                        to="files.storedfile",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file_meetings",
                        to="accounts.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MeetingDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("agree", "同意"), ("return", "退回补充"), ("reject", "不予建档")],
                        max_length=8,
                        verbose_name="决定",
                    ),
                ),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meeting_decisions",
                        to="households.hardshipfile",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="households.filemeeting",
                    ),
                ),
            ],
            options={
                "ordering": ["meeting", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "file"), name="meeting_decides_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="hardshipfile",
            index=models.Index(fields=["gate", "gate_due_on"], name="file_by_gate"),
        ),
        migrations.AddConstraint(
            model_name="gate",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("route", "position"),
                name="gate_at_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="gate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "approval"), _negated=True),
                    ("actor", "approver"),
                    _connector="OR",
                ),
                name="gate_approval_by_approver",
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["tokens"], name="member_by_token"
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["id_hash"], name="member_by_id_hash"),
        ),
        migrations.AddIndex(
            model_name="hardshipfile",
            index=models.Index(
                condition=models.Q(("state", "underway"), ("stored_only_on__isnull", True)),
                fields=["gate", "gate_state"],
                include=("unit", "gate_due_on", "gate_since", "submitted_by"),
                name="file_under_way",
            ),
        ),
        migrations.AddIndex(
            model_name="hardshipfile",
            index=models.Index(
                condition=models.Q(("stored_only_on__isnull", True)),
                fields=["opened_on", "id"],
                include=("unit",),
                name="file_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="hardshipfile",
            index=models.Index(
                condition=models.Q(("stored_only_on__isnull", True)),
                fields=["approved_on", "id"],
                include=("unit",),
                name="file_by_approval",
            ),
        ),
        migrations.AddIndex(
            model_name="hardshipfile",
            index=models.Index(
                condition=models.Q(("stored_only_on__isnull", True)),
                fields=["state", "opened_on", "id"],
                include=("unit",),
                name="file_by_state_and_day",
            ),
        ),
        migrations.AddIndex(
            model_name="hardshipfile",
            index=models.Index(
                condition=models.Q(("stored_only_on__isnull", True)),
                fields=["state", "approved_on", "id"],
                include=("unit",),
                name="file_by_state_and_approval",
            ),
        ),
        migrations.AddIndex(
            model_name="hardshipfile",
            index=models.Index(
                condition=models.Q(("stored_only_on__isnull", True)),
                fields=["category", "opened_on", "id"],
                include=("unit",),
                name="file_by_category_and_day",
            ),
        ),
        migrations.AddIndex(
            model_name="hardshipfile",
            index=models.Index(
                condition=models.Q(("stored_only_on__isnull", True)),
                fields=["primary_cause", "opened_on", "id"],
                include=("unit",),
                name="file_by_cause_and_day",
            ),
        ),
        migrations.AddIndex(
            model_name="hardshipfile",
            index=models.Index(
                condition=models.Q(("stored_only_on__isnull", True)),
                fields=["unit", "opened_on", "id"],
                name="file_by_unit_and_day",
            ),
        ),
        migrations.AddIndex(
            model_name="hardshipfile",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", False)),
                fields=["ended_on"],
                name="file_by_end",
            ),
        ),
    ]
