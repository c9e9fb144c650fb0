import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("creditor", "0007_exports"),
        ("outreach", "0008_texts_through_a_service"),
        ("receivables", "0005_form_of_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="WordGround",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fees_clause", models.CharField(blank=True, max_length=240, verbose_name="clause sur les frais")),
                ("suspension_clause", models.CharField(blank=True, max_length=240, verbose_name="clause de suspension")),
                ("court_title", models.CharField(blank=True, max_length=240, verbose_name="titre exécutoire")),
                ("write_off", models.CharField(blank=True, max_length=240, verbose_name="abandon décidé")),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="receivables.customer",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="creditor.creditorentity",
                    ),
                ),
            ],
            options={
                "verbose_name": "fondement",
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "customer"), name="outreach_ground_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("customer__isnull", True)),
                        fields=("entity",),
                        name="outreach_ground_of_all",
                    ),
                ],
            },
        ),
    ]
