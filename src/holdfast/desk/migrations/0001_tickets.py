import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_workspaces"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.BinaryField(max_length=16)),
                ("row_hash", models.BinaryField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=100)),
                ("source_row", models.TextField(null=True)),
                ("ticket", models.TextField()),
                ("account", models.TextField(null=True)),
                ("person", models.TextField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("first_response_at", models.DateTimeField(null=True)),
                ("solved_at", models.DateTimeField(null=True)),
                ("priority", models.TextField(null=True)),
                ("channel", models.TextField(null=True)),
                ("satisfaction", models.FloatField(null=True)),
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
                    models.Index(fields=["workspace", "recorded_at", "superseded_at"], name="ticket_by_time"),
                    models.Index(fields=["workspace", "account"], name="ticket_by_account"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("workspace", "key_hash"),
                        name="ticket_one_current",
                    )
                ],
            },
        ),
    ]
