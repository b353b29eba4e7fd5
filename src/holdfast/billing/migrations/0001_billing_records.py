import django.db.models.deletion
from django.db import migrations, models

import holdfast.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_workspaces"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.BinaryField(max_length=16)),
                ("row_hash", models.BinaryField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=100)),
                ("source_row", models.TextField(null=True)),
                ("cancellation", models.TextField()),
                ("account", models.TextField()),
                ("occurred_at", models.DateTimeField()),
                ("reason", models.TextField(null=True)),
                ("comment", models.TextField(null=True)),
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
                    models.Index(fields=["workspace", "recorded_at", "superseded_at"], name="cancellation_by_time")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("workspace", "key_hash"),
                        name="cancellation_one_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.BinaryField(max_length=16)),
                ("row_hash", models.BinaryField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=100)),
                ("source_row", models.TextField(null=True)),
                ("spent_at", models.DateTimeField()),
                ("kind", models.TextField()),
                ("currency", models.TextField()),
                ("amount", holdfast.core.fields.MoneyField(decimal_places=6, max_digits=18)),
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
                "indexes": [models.Index(fields=["workspace", "recorded_at", "superseded_at"], name="cost_by_time")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("workspace", "key_hash"),
                        name="cost_one_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.BinaryField(max_length=16)),
                ("row_hash", models.BinaryField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=100)),
                ("source_row", models.TextField(null=True)),
                ("day", models.DateField()),
                ("currency", models.TextField()),
                ("to_currency", models.TextField()),
                ("rate", holdfast.core.fields.MoneyField(decimal_places=9, max_digits=18)),
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
                    models.Index(fields=["workspace", "recorded_at", "superseded_at"], name="exchange_rate_by_time")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("workspace", "key_hash"),
                        name="exchange_rate_one_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.BinaryField(max_length=16)),
                ("row_hash", models.BinaryField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=100)),
                ("source_row", models.TextField(null=True)),
                ("invoice", models.TextField()),
                ("line", models.TextField()),
                ("account", models.TextField()),
                ("subscription", models.TextField(null=True)),
                ("plan", models.TextField(null=True)),
                ("kind", models.TextField(null=True)),
                ("currency", models.TextField()),
                ("amount", holdfast.core.fields.MoneyField(decimal_places=6, max_digits=18)),
                ("quantity", holdfast.core.fields.MoneyField(decimal_places=6, max_digits=18, null=True)),
                ("period_start", models.DateTimeField(null=True)),
                ("period_end", models.DateTimeField(null=True)),
                ("interval", models.TextField(null=True)),
                ("interval_count", models.IntegerField(null=True)),
                ("invoiced_at", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
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
                    models.Index(fields=["workspace", "recorded_at", "superseded_at"], name="invoice_line_by_time"),
                    models.Index(fields=["workspace", "account"], name="invoice_line_by_account"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("workspace", "key_hash"),
                        name="invoice_line_one_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Purchase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.BinaryField(max_length=16)),
                ("row_hash", models.BinaryField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=100)),
                ("source_row", models.TextField(null=True)),
                ("purchase", models.TextField()),
                ("account", models.TextField()),
                ("bought_at", models.DateTimeField()),
                ("currency", models.TextField(null=True)),
                ("amount", holdfast.core.fields.MoneyField(decimal_places=6, max_digits=18, null=True)),
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
                    models.Index(fields=["workspace", "recorded_at", "superseded_at"], name="purchase_by_time"),
                    models.Index(fields=["workspace", "account"], name="purchase_by_account"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("workspace", "key_hash"),
                        name="purchase_one_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.BinaryField(max_length=16)),
                ("row_hash", models.BinaryField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=100)),
                ("source_row", models.TextField(null=True)),
                ("subscription", models.TextField()),
                ("item", models.TextField()),
                ("account", models.TextField()),
                ("plan", models.TextField(null=True)),
                ("currency", models.TextField()),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(null=True)),
                ("status", models.TextField()),
                ("quantity", holdfast.core.fields.MoneyField(decimal_places=6, max_digits=18, null=True)),
                ("amount", holdfast.core.fields.MoneyField(decimal_places=6, max_digits=18, null=True)),
                ("discount", holdfast.core.fields.MoneyField(decimal_places=6, max_digits=18, null=True)),
                ("interval", models.TextField(null=True)),
                ("interval_count", models.IntegerField(null=True)),
                ("reason", models.TextField(null=True)),
                ("end_reason", models.TextField(null=True)),
                ("scheduled_end", models.DateTimeField(null=True)),
                ("scheduled_at", models.DateTimeField(null=True)),
                ("moved_from", models.TextField(null=True)),
                ("reconstructed", models.BooleanField(null=True)),
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
                    models.Index(fields=["workspace", "recorded_at", "superseded_at"], name="subscription_by_time"),
                    models.Index(fields=["workspace", "account"], name="subscription_by_account"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("workspace", "key_hash"),
                        name="subscription_one_current",
                    )
                ],
            },
        ),
    ]
