from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0004_targets_carried_over")]

    operations = [
        migrations.RemoveField(
            model_name="campaign",
            name="source",
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["campaign", "state", "id"], name="enrolment_by_state"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["campaign", "unit", "id"], name="enrolment_by_unit"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("person_key", ""), _negated=True),
                fields=["person_key"],
                name="enrolment_by_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("apply_from__gte", models.F("starts_on")),
                    ("apply_to__gte", models.F("apply_from")),
                    ("settle_by__gte", models.F("apply_from")),
                    ("ends_on__gte", models.F("apply_to")),
                    ("ends_on__gte", models.F("settle_by")),
                ),
                name="campaign_windows",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("planned_by")), _negated=True),
                    _connector="OR",
                ),
                name="campaign_approver_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("person_key", ""), _negated=True),
                    models.Q(("state", "withdrawn"), _negated=True),
                ),
                fields=("campaign", "person_key"),
                name="campaign_has_a_person_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("file__isnull", False), models.Q(("state", "withdrawn"), _negated=True)
                ),
                fields=("campaign", "file", "member"),
                name="campaign_helps_a_family_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("person_key", ""), _negated=True),
                    models.Q(("once_key", ""), _negated=True),
                ),
                fields=("person_key", "once_key"),
                name="person_helped_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file__isnull", False), ("person_name", "")),
                    models.Q(
                        ("file__isnull", True),
                        ("member__isnull", True),
                        models.Q(("person_name", ""), _negated=True),
                    ),
                    models.Q(
                        ("file__isnull", True), ("member__isnull", True), ("payment__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="enrolment_of_a_file_a_person_or_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    ("listed_by__isnull", True),
                    models.Q(("approved_by", models.F("listed_by")), _negated=True),
                    _connector="OR",
                ),
                name="enrolment_approver_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overridden_by__isnull", True),
                    models.Q(
                        ("override_by__isnull", False),
                        models.Q(("overridden_by", models.F("override_by")), _negated=True),
                        models.Q(("override_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="enrolment_exception_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "planned", "reached"]), _negated=True),
                    models.Q(("amount__gt", 0), ("amount__isnull", False)),
                    _connector="OR",
                ),
                name="enrolment_approved_has_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["planned", "reached"]), _negated=True),
                    ("payment__isnull", False),
                    _connector="OR",
                ),
                name="enrolment_planned_has_payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("withdrawn_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="enrolment_withdrawn_says_why",
            ),
        ),
    ]
