import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_workspaces"),
    ]

    operations = [
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.BinaryField(max_length=16)),
                ("row_hash", models.BinaryField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=100)),
                ("source_row", models.TextField(null=True)),
                ("response", models.TextField()),
                ("survey", models.TextField()),
                ("person", models.TextField(null=True)),
                ("account", models.TextField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("score", models.FloatField(null=True)),
                ("comment", models.TextField(null=True)),
                ("language", models.TextField(null=True)),
                (
                    "import_run",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.importrun",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.workspace",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "recorded_at", "superseded_at"], name="survey_answer_by_time"),
                    models.Index(fields=["workspace", "account"], name="survey_answer_by_account"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("workspace", "key_hash"),
                        name="survey_answer_one_current",
                    )
                ],
            },
        ),
    ]
